import * as z from 'zod';
import { orderStatistic } from '../../sims/replication/primary/formulas.ts';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { writesAreAcked } from '../../sims/replication/primary/properties.ts';
import { mean, within } from '../../src/check/expected.ts';
import { constant, exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { linkMs, sideBySide } from './common.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  lagMs: real(1, 100, 10, 'mean time until a write is sent to a replica, exponential'),
  writes: whole(50, 2_000, 150, 'writes of each system'),
});
type Params = z.output<typeof params>;

const replicas = 5;
/** Further apart than any write’s lag, so that entries do not wait for one another. */
const apart = 20;
const names = ['acks0', 'acks1', 'acks2', 'acks3', 'acks4', 'acks5'] as const;

/** Four standard deviations of the average, plus the link delays. */
function expectedMs(acks: number, { lagMs, writes }: Params) {
  const { mean: lag, deviation } = orderStatistic(lagMs, replicas, acks);
  const spare = (4 * deviation) / Math.sqrt(writes);
  const links = acks === 0 ? 2 : 4;
  return { atLeast: lag + links * linkMs.min - spare, atMost: lag + links * linkMs.max + spare };
}

// Six systems, each with five replicas. Each replica independently takes an exponential time to
// receive a write.
export default scenario({
  ...aboutPrimary,
  id: 'replication/write-latency',
  asks: 'How much latency does each further acknowledgement add that a write waits for?',
  claims: [],
  code: [
    'sims/replication/primary/node.ts#enoughReplicas',
    'sims/replication/primary/formulas.ts#orderStatistic',
  ],
  params,
  durationMs: ({ lagMs, writes }) => 200 + (writes + 2) * apart * lagMs,
  metrics: sideBySide(names, primaryMetrics, ['writeMs']),
  build: ({ params: { lagMs, writes }, ...parts }) =>
    primarySystems(
      parts,
      Object.fromEntries(
        names.map((name, acks) => [
          name,
          {
            acks,
            nodes: replicas + 1,
            shipMs: exponential(lagMs),
            writeEveryMs: constant(apart * lagMs),
            writesUntilMs: 100 + (writes - 0.5) * apart * lagMs,
            timeoutMs: Infinity,
            heartbeatMs: 10_000,
            leaseMs: 30_000,
          },
        ]),
      ),
    ),
  goals: ({ writes }) => [writesAreAcked(writes)],
  expect: (p) =>
    names.map((name, acks) =>
      within(mean(`${name}.writeMs`), `${name}-latency`, expectedMs(acks, p)).says(
        `mean time of a write that waits for ${acks} of ${replicas} replicas, in ms: the mean of the ${acks === 0 ? 'links alone' : `${acks} fastest lags’ longest, plus the links`}`,
      ),
    ),
  tells({ params: p, metrics }) {
    const inMs = (name: (typeof names)[number]) =>
      inDigits(Number((metrics[`${name}.writeMs`].mean ?? 0).toFixed(1)));
    return (
      `Each further acknowledgement adds the wait for the next fastest replica: a write takes ${names.map(inMs).join(', ')} ms with 0 to ${replicas} ` +
      `acknowledgements of ${replicas}, at a mean lag of ${inDigits(p.lagMs)} ms. The first one adds a fifth of the mean lag, the last one the whole mean lag: ` +
      'a write that waits for all replicas waits for the slowest. One that waits for few may be lost with the primary.'
    );
  },
  plots: ({ params: p, metrics }) => [
    {
      title: 'Mean latency of a write',
      xLabel: 'acknowledgements',
      yLabel: 'ms',
      lines: [
        {
          name: 'measured',
          points: names.map((name, acks) => [acks, metrics[`${name}.writeMs`].mean ?? 0] as const),
        },
        {
          name: 'order statistic',
          points: names.map((_, acks) => {
            const { atLeast, atMost } = expectedMs(acks, p);
            return [acks, (atLeast + atMost) / 2] as const;
          }),
        },
      ],
    },
  ],
});

// Left out: load, which makes a slow replica even slower, and replicas that share one path.
