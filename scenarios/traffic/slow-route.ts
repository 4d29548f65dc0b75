import * as z from 'zod';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { line } from '../../sims/traffic/queues/line.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant, mixture } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutQueues, allMeasured } from './queues-kit.ts';
import { quantileAt } from './tail-kit.ts';

const params = z.object({
  normalMs: real(1, 1_000, 20, 'response time of all routes but one'),
  slowMs: real(1, 60_000, 800, 'response time of the slow route'),
  requests: whole(2_000, 100_000, 4_000, 'requests on average, for each share of the slow route'),
});
type Params = z.output<typeof params>;

/** The share of requests that take the slow route. */
const shares = { '0.5%': 0.005, '5%': 0.05, '20%': 0.2 } as const;
type Arm = keyof typeof shares;
const arms = Object.keys(shares) as Arm[];

const gapMs = ({ normalMs }: Params) => normalMs / 4;
const spanMs = (p: Params) => p.requests * gapMs(p);

const meanMs = (arm: Arm, { normalMs, slowMs }: Params) =>
  (1 - shares[arm]) * normalMs + shares[arm] * slowMs;
/**
 * One request in a hundred is slower than the 99th percentile, so the percentile is that of the
 * slow route if more than 1% take it.
 */
const p99Ms = (arm: Arm, { normalMs, slowMs }: Params) => (shares[arm] > 0.01 ? slowMs : normalMs);

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/slow-route',
  asks: 'One route is slow, and one request in twenty takes it. What do the mean and the 99th percentile of all requests show?',
  claims: ['q1-slow-endpoint-5pct'],
  code: [
    'sims/estimation/latency/percentiles.ts#quantileOfSorted',
    'sims/traffic/queues/line.ts#request',
  ],
  params: params.refine(({ normalMs, slowMs }) => slowMs > normalMs, {
    path: ['slowMs'],
    error: 'the slow route must take longer than normalMs',
  }),
  durationMs: (p) => spanMs(p) * 1.05 + 3 * p.slowMs,
  metrics: {
    ...gaugePer(arms, 'p50Ms', 'ms', (arm) => `median, if ${arm} take the slow route`),
    ...gaugePer(arms, 'meanMs', 'ms', (arm) => `mean, if ${arm} take the slow route`),
    ...gaugePer(arms, 'p99Ms', 'ms', (arm) => `99th percentile, if ${arm} take the slow route`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const span = { fromMs: 0, untilMs: spanMs(p) };
    const tallies = arms.map((arm) => {
      const tally = emptyTally();
      const took: number[] = [];
      const workMs = mixture(
        { share: 1 - shares[arm], of: constant(p.normalMs) },
        { share: shares[arm], of: constant(p.slowMs) },
      );
      const options = { span, perMs: 1 / gapMs(p), workMs, servers: Infinity };
      const answered = (ms: number) => took.push(ms);
      world.addServer(`routes-${arm}`, line(rules, options, { tally, breaches, answered }));
      world.at(span.untilMs * 1.04 + 2.9 * p.slowMs, () => {
        metrics[`${arm}.p50Ms`].set(quantileAt(took, 0.5));
        metrics[`${arm}.p99Ms`].set(quantileAt(took, 0.99));
        metrics[`${arm}.meanMs`].set(took.reduce((sum, ms) => sum + ms, 0) / took.length);
      });
      return tally;
    });
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) =>
    arms.flatMap((arm) => {
      const rounding = 1e-6 * p.slowMs;
      // The fewest and the most requests that there may be, and the slow ones among them.
      const few = p.requests - 5 * Math.sqrt(p.requests);
      const { atLeast, atMost } = binomialBounds(Math.floor(few), shares[arm]);
      const meanAt = (slow: number) => p.normalMs + (slow / few) * (p.slowMs - p.normalMs);
      return [
        within(`${arm}.p99Ms` as const, `p99-${arm.replace('.', '-').replace('%', '')}`, {
          atLeast: p99Ms(arm, p) - rounding,
          atMost: p99Ms(arm, p) + rounding,
        }).says(
          `99th percentile of all requests in ms, if ${arm} of them are slow`,
          ...(arm === '5%' ? (['q1-slow-endpoint-5pct'] as const) : []),
        ),
        within(`${arm}.meanMs` as const, `mean-${arm.replace('.', '-').replace('%', '')}`, {
          atLeast: meanAt(atLeast),
          atMost: meanAt(atMost),
        }).says(`mean of all requests in ms, if ${arm} of them are slow`),
      ];
    }),
  tells: ({ params: p, metrics: m }) =>
    `If one request in twenty takes it, the mean is ${(m['5%.meanMs'].value ?? 0).toFixed(0)} ms and the 99th percentile ${(m['5%.p99Ms'].value ?? 0).toFixed(0)} ms. The 99th percentile shows the slow route if more than 1% of the requests take it, and otherwise misses it, however slow it is. The median never shows the ${inDigits(p.slowMs)} ms, and the mean only a part of them. A percentile over all routes describes none of them, so measure each route.\n\n` +
    plainTable([
      ['take the slow route', 'median, ms', 'mean, ms', 'closed form', 'p99, ms', 'closed form'],
      ...arms.map((arm) => [
        percent(shares[arm]),
        (m[`${arm}.p50Ms`].value ?? 0).toFixed(0),
        (m[`${arm}.meanMs`].value ?? 0).toFixed(1),
        meanMs(arm, p).toFixed(1),
        (m[`${arm}.p99Ms`].value ?? 0).toFixed(0),
        p99Ms(arm, p).toFixed(0),
      ]),
    ]),
});

// Left out: a slow route that delays the others because they share a pool: see
// `traffic/uneven-work`.
