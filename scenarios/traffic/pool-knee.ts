import * as z from 'zod';
import { servers } from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer, Histogram } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOver, stationary } from '../../src/statistics/birth-death.ts';
import { inSeconds, percent, rounded } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutQueues, allMeasured, around, numberShown, overTime } from './queues-kit.ts';

const params = z.object({
  connections: whole(2, 100, 5, 'of the pool'),
  holdMs: real(1, 1_000, 50, 'mean time for which a request holds a connection, exponential'),
  waitMs: real(10, 60_000, 2_000, 'how long a request waits for a connection'),
  requests: whole(2_000, 1_000_000, 8_000, 'requests on average at each load below the knee'),
});
type Params = z.output<typeof params>;

/** Offered load, as a share of the pool’s capacity. */
const loads = { '50%': 0.5, '70%': 0.7, '80%': 0.8, '120%': 1.2, 'no limit': 1.2 } as const;
type Arm = keyof typeof loads;
const arms = Object.keys(loads) as Arm[];
const stable = ['50%', '70%', '80%'] as const;

const perMs = (arm: Arm, { connections, holdMs }: Params) => (loads[arm] * connections) / holdMs;
/**
 * Beyond the knee fewer are enough: fluctuations are small compared with the growth of the line.
 */
const requestsOf = (arm: Arm, { requests }: Params) => (loads[arm] < 1 ? requests : requests / 4);
const spanMs = (arm: Arm, p: Params) => requestsOf(arm, p) / perMs(arm, p);
const warmUpMs = (p: Params) => 20 * p.holdMs;
const lastMs = (p: Params) => warmUpMs(p) + Math.max(...arms.map((arm) => spanMs(arm, p)));

const chainOf = (arm: Arm, p: Params) =>
  servers(p.connections, loads[arm] * p.connections, p.holdMs);

/** By Little's law from the number waiting. */
function waitOf(arm: (typeof stable)[number], p: Params) {
  const chain = chainOf(arm, p);
  const of = (n: number) => Math.max(0, n - p.connections);
  const { mean, deviation } = overTime(chain, of, spanMs(arm, p));
  return { mean: mean / perMs(arm, p), deviation: deviation / perMs(arm, p) };
}

/** P(wait > t) of M/M/c falls as C e^(-(c - load) t / hold). */
function p99Of(arm: (typeof stable)[number], p: Params): number {
  const shares = stationary(chainOf(arm, p));
  const delayed = meanOver(shares, (n) => (n >= p.connections ? 1 : 0));
  const spare = p.connections * (1 - loads[arm]);
  return Math.max(0, (log(delayed / 0.01) * p.holdMs) / spare);
}

/** Above a pool’s capacity its line grows by arrivals minus departures, both Poisson numbers. */
function growthOf(p: Params) {
  const tMs = spanMs('no limit', p);
  const goes = p.connections / p.holdMs;
  const deviation = Math.sqrt((perMs('no limit', p) + goes) * tMs);
  const mean = (perMs('no limit', p) - goes) * tMs;
  return { mean: mean / goes, deviation: deviation / goes };
}

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/pool-knee',
  asks: 'More and more requests share a connection pool. How does the wait for a connection grow, and what happens once the pool is exhausted?',
  claims: ['q1-pool-exhaustion-knee'],
  code: [
    'sims/traffic/queues/line.ts#arrives',
    'sims/traffic/queues/line.ts#giveUp',
    'sims/traffic/queues/formulas.ts#servers',
  ],
  params,
  durationMs: (p) => lastMs(p) * 1.05 + 30 * p.holdMs,
  metrics: {
    ...gaugePer(arms, 'waitMs', 'ms', (arm) => `mean wait for a connection, at ${arm}`),
    ...gaugePer(arms, 'p99Ms', 'ms', (arm) => `99th percentile of the wait, at ${arm}`),
    ...gaugePer(arms, 'gaveUp', 'share', (arm) => `of requests that gave up, at ${arm}`),
    ...gaugePer(['no limit'], 'grownMs', 'ms', () => 'by which the wait has grown at the end'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const fromMs = warmUpMs(p);
    const waitingOf = (id: string) => numberShown(world, id, 'waiting');
    const tallies = arms.map((arm) => {
      const tally = emptyTally();
      const waits = new Histogram();
      const span = { fromMs, untilMs: fromMs + spanMs(arm, p) };
      const options = {
        ...{ span, perMs: perMs(arm, p), workMs: exponential(p.holdMs), servers: p.connections },
        patienceMs: p.waitMs,
        ...(arm === 'no limit' ? { shows: 'pool-waits-have-a-limit' as const } : {}),
      };
      const waited = (ms: number, arrivedMs: number) => {
        if (arrivedMs >= fromMs) waits.record(ms);
      };
      world.addServer(arm, line(rules, options, { tally, breaches, waited }));
      world.at(lastMs(p) * 1.02 + 20 * p.holdMs, () => {
        metrics[`${arm}.waitMs`].set(tally.waitingMs / requestsOf(arm, p));
        metrics[`${arm}.p99Ms`].set(waits.quantile(0.99) ?? 0);
        metrics[`${arm}.gaveUp`].set(tally.gaveUp / tally.arrivals);
      });
      return tally;
    });
    let before = 0;
    world.at(fromMs, () => {
      before = waitingOf('no limit');
    });
    world.at(fromMs + spanMs('no limit', p), () => {
      const grown = waitingOf('no limit') - before;
      metrics['no limit.grownMs'].set((grown * p.holdMs) / p.connections);
    });
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) => [
    ...stable.map((arm) =>
      within(`${arm}.waitMs` as const, `wait-${arm}`, around(waitOf(arm, p))).says(
        `ms of waiting on average, at ${arm} of the pool’s capacity`,
      ),
    ),
    within('no limit.grownMs', 'grown', around(growthOf(p))).says(
      'ms of waiting at the end of the run above the pool’s capacity: (arrivals / capacity - 1) x time',
      'q1-pool-exhaustion-knee',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Up to the knee the wait grows as 1 / (1 - load), so it about doubles from 80% to 90%; beyond it the wait never settles, and each second adds as much as the last, ${inSeconds(m['no limit.grownMs'].value)} of waiting after ${inSeconds(spanMs('no limit', p))}. Neither growth is exponential. With a limit of ${inSeconds(p.waitMs)}, ${percent(m['120%.gaveUp'].value)} of the requests fail, and the others wait no longer than that.\n\n` +
    plainTable([
      ['load', 'mean wait, ms', 'closed form', 'p99, ms', 'closed form', 'gave up'],
      ...arms.map((arm) => {
        const theory = stable.find((each) => each === arm);
        return [
          arm === 'no limit' ? '120%, no limit' : arm,
          (m[`${arm}.waitMs`].value ?? 0).toFixed(2),
          theory === undefined ? '—' : waitOf(theory, p).mean.toFixed(2),
          rounded(m[`${arm}.p99Ms`].value),
          theory === undefined ? '—' : rounded(p99Of(theory, p)),
          percent(m[`${arm}.gaveUp`].value),
        ];
      }),
    ]),
});

// Left out: callers that retry, and a database that slows down as it gets more connections.
