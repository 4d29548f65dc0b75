import * as z from 'zod';
import { type AppTotals, appServer, emptyApp } from '../../sims/traffic/queues/app.ts';
import { databaseServer } from '../../sims/traffic/queues/database.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, inSeconds } from '../../src/words/numbers.ts';
import { aboutQueues, numberShown } from './queues-kit.ts';

const params = z.object({
  requestsPerSecond: real(1, 500, 50, 'evenly'),
  poolSize: whole(1, 100, 10, 'connections that a pool opens'),
  connectionsMax: whole(
    1,
    1_000,
    100,
    'connections that the database accepts: 100 by default in PostgreSQL',
  ),
  queryMs: real(0.1, 100, 5, 'duration of a query'),
  requests: whole(20, 20_000, 500, 'requests in all'),
});
type Params = z.output<typeof params>;

const says = { each: 'a pool for each request', shared: 'one pool for the process' };
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];

const gapMs = ({ requestsPerSecond }: Params) => 1_000 / requestsPerSecond;
/** HikariCP's default. */
const idleMs = 600_000;
const runMs = (p: Params) => (p.requests + 1) * gapMs(p) + 100 * p.queryMs + 1_000;

/** This many pools fit; the next request is refused, unless the first pools are closed by then. */
const pools = (p: Params) => Math.floor(p.connectionsMax / p.poolSize);
const isExhausted = (p: Params) => pools(p) < p.requests && runMs(p) < idleMs;
/** A request and its reply take 0.4 to 1.6 ms of network time. */
const roundTripMs = { atLeast: 0.4, atMost: 1.6 };

interface Subject extends QueueSubject {
  readonly totals: Readonly<Record<Arm, AppTotals>>;
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/pool-per-request',
  asks: 'A handler creates its connection pool inside itself, so each request has its own pool. How long until the database runs out of connections?',
  claims: ['q21-pool-per-request'],
  code: [
    'sims/traffic/queues/app.ts#request',
    'sims/traffic/queues/app.ts#withPoolOfItsOwn',
    'sims/traffic/queues/database.ts#serve',
  ],
  params: params.refine(({ poolSize, connectionsMax }) => poolSize <= connectionsMax, {
    path: ['poolSize'],
    error: 'a pool cannot be larger than what the database accepts',
  }),
  durationMs: runMs,
  metrics: {
    ...gaugePer(arms, 'failed', 'requests', (arm) => `that got no connection, ${says[arm]}`),
    ...gaugePer(arms, 'open', 'connections', (arm) => `open at the end, ${says[arm]}`),
    firstFailedMs: gauge('ms', `until the first request fails, ${says.each}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const totals = { each: emptyApp(), shared: emptyApp() };
    for (const arm of arms) {
      const database = `database-${arm}`;
      const refuses = () => {
        if (arm === 'each') return;
        breaches.report(
          'database-has-room',
          `the pools ask the database for more than its ${p.connectionsMax} connections`,
        );
      };
      const { connectionsMax, queryMs, poolSize, requests } = p;
      world.addServer(database, databaseServer({ connectionsMax, queryMs, refuses }));
      const options = { database, poolSize, idleMs, gapMs: gapMs(p), requests };
      const own = arm === 'each' ? { ...rules, 'one-pool-for-the-process': false } : rules;
      world.addServer(`app-${arm}`, appServer(own, options, totals[arm]));
      world.at(runMs(p) - 1, () => {
        metrics[`${arm}.failed`].set(totals[arm].failed);
        metrics[`${arm}.open`].set(numberShown(world, database, 'open'));
        const { firstFailedMs } = totals[arm];
        if (arm === 'each' && firstFailedMs !== undefined) metrics.firstFailedMs.set(firstFailedMs);
      });
    }
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ requests }) => [
    sometimes<Subject>('all-answered', 'every request is answered or fails', ({ totals }) =>
      arms.every((arm) => totals[arm].answered + totals[arm].failed === requests),
    ),
  ],
  expect: (p) => [
    exactly(0, 'shared.failed', 'shared').says(`requests that fail with ${says.shared}`),
    exactly(p.poolSize, 'shared.open', 'open').says(`connections open with ${says.shared}`),
    ...(isExhausted(p)
      ? [
          within('firstFailedMs', 'exhausted', {
            atLeast: (pools(p) + 1) * gapMs(p) + roundTripMs.atLeast,
            atMost: (pools(p) + 1) * gapMs(p) + roundTripMs.atMost,
          }).says(
            'ms until the database runs out of connections: its maximum / (rate x pool size)',
            'q21-pool-per-request',
          ),
          exactly(p.requests - pools(p), 'each.failed', 'each').says(
            'requests that fail with a pool per request: all that come after',
          ),
        ]
      : []),
  ],
  tells: ({ params: p, metrics: m }) =>
    `With a pool per request, ${m.firstFailedMs.value === undefined ? 'none has failed yet' : `the first fails after ${inSeconds(m.firstFailedMs.value)}`} at ${inDigits(p.requestsPerSecond)} requests a second: the database accepts ${inDigits(p.connectionsMax)} connections and a pool opens ${p.poolSize}, so ${counted(pools(p), 'pool')} fit, and they stay open for ${inSeconds(idleMs)} after their request. ${inDigits(m['each.failed'].value ?? 0)} of ${inDigits(p.requests)} requests failed. With ${says.shared} ${inDigits(m['shared.failed'].value ?? 0)} did, with ${inDigits(m['shared.open'].value ?? 0)} connections.`,
});

// Left out: the time that it takes to open a connection, which is the reason for pools in the first
// place.
