import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { queryAndCall } from '../../sims/access/pool.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, rounded } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  connections: whole(1, 50, 10, 'of the pool'),
  clients: whole(60, 300, 200, 'that each send a request after the other'),
  queryMs: real(0.1, 20, 5, 'of a query'),
  callMs: real(500, 10_000, 2_000, 'of the call to another service'),
});
type Params = z.output<typeof params>;

/** So many rounds of a call and a query. */
const rounds = 20;
const measuredMs = ({ queryMs, callMs }: Params) => rounds * (queryMs + callMs);
const arms = ['before', 'inside'] as const;
type Arm = (typeof arms)[number];

export default scenario({
  ...aboutAccess,
  id: 'access/call-in-transaction',
  asks: 'A request calls a payment service for two seconds, with its transaction open. How many requests a second does a pool of ten connections serve?',
  claims: [],
  code: ['sims/access/pool.ts#queryAndCall'],
  params,
  durationMs: (p) => measuredMs(p) + 1_000,
  metrics: {
    before: gauge('requests/s', 'with the call before the transaction'),
    inside: gauge('requests/s', 'with the call inside the transaction'),
    heldMs: gauge('ms', 'that a connection is held at most, with the call before'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const served: Record<Arm, number> = { before: 0, inside: 0 };
    const longestMs: Record<Arm, number> = { before: 0, inside: 0 };
    const nowMs = () => world.kernel.nowMs;
    const starts = study.stream('starts');
    for (const arm of arms) {
      study.next(() => {
        const own = arm === 'inside' ? { ...rules, 'no-call-inside-transaction': false } : rules;
        const pool = new Resource(p.connections);
        for (let client = 0; client < p.clients; client++) {
          world.at(world.kernel.nowMs + starts() * p.queryMs, () =>
            world.spawn(
              queryAndCall(pool, p, own, nowMs, (heldMs) => {
                served[arm] += 1;
                longestMs[arm] = Math.max(longestMs[arm], heldMs);
              }),
            ),
          );
        }
        study.observes(`clients, call ${arm}`, p.clients);
      });
    }
    study.next(() => {
      const seconds = measuredMs(p) / 1_000;
      study.observes('requests a second, inside', served.inside / seconds, '', metrics.inside);
      study.observes('requests a second, before', served.before / seconds, '', metrics.before);
      study.observes('longest that a connection is held, inside', longestMs.inside, 'ms');
      study.observes(
        'longest that a connection is held, before',
        longestMs.before,
        'ms',
        metrics.heldMs,
      );
      study.holds(
        'pool-throughput',
        longestMs.before < p.queryMs + p.callMs / 2,
        `a request holds its connection for ${inTime(longestMs.before)}, although its query takes only ${inTime(p.queryMs)}`,
      );
    }, measuredMs(p));
    const held = p.queryMs + p.callMs;
    return study
      .next(() => study.observes('connections / (call + query)', (1_000 * p.connections) / held))
      .next(() => study.observes('clients / (call + query)', (1_000 * p.clients) / held))
      .next(() => study.observes('connections / query', (1_000 * p.connections) / p.queryMs))
      .next(() => study.observes('connections', p.connections))
      .next(() => study.observes('rounds', rounds));
  },
  expect: (p) => {
    const cycleMs = p.queryMs + p.callMs;
    const seconds = measuredMs(p) / 1_000;
    /** A client waits for all the others' queries at most. */
    const slowestMs = cycleMs + p.queryMs * Math.ceil(p.clients / p.connections);
    const perConnection = 1_000 / cycleMs;
    return [
      within('heldMs', 'held', { atLeast: p.queryMs - 1e-6, atMost: p.queryMs + 1e-6 }).says(
        'ms that a request holds a connection, if the call comes before the transaction: the time of the query',
      ),
      within('inside', 'inside', {
        atLeast: p.connections * (perConnection - 1.5 / seconds),
        atMost: p.connections * perConnection,
      }).says(
        'requests a second, if the call is inside the transaction: connections / (time of the call + time of the query)',
      ),
      within('before', 'before', {
        atLeast: p.clients * (1_000 / slowestMs - 1.5 / seconds),
        atMost: Math.min(p.clients * perConnection, (p.connections * 1_000) / p.queryMs),
      }).says(
        'requests a second, if the call comes before the transaction: all that the clients send, up to what the queries allow',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `${inDigits(Math.round((m.inside.value ?? 0) * 10) / 10)} requests a second, because a request keeps its connection during the call; make the call before the transaction or after it, and it is ${rounded(m.before.value)} a second. The throughput of a pool is its connections divided by the time that each is held: ${inTime(p.callMs + p.queryMs)} with the call inside, of which the database works ${inTime(p.queryMs)}.`,
});

// Left out: what a call that has succeeded means if the transaction fails afterwards: for that there is the outbox.
