import * as z from 'zod';
import { timeInQueue } from '../../sims/replication/primary/formulas.ts';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import { writesAreAcked } from '../../sims/replication/primary/properties.ts';
import { largest, mean, within } from '../../src/check/expected.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { linkMs, sideBySide } from './common.ts';
import { aboutPrimary, primarySystems } from './primary.ts';

const params = z.object({
  applyMs: real(0.1, 10, 0.5, 'mean time to apply an entry, exponential'),
  writes: whole(500, 20_000, 1_500, 'writes of each system'),
});
type Params = z.output<typeof params>;

const loads = { quiet: 0.2, busy: 0.6, overloaded: 1.5 } as const;
const names = ['quiet', 'busy', 'overloaded'] as const;

const untilMs = (name: (typeof names)[number], { applyMs, writes }: Params) =>
  100 + (writes * applyMs) / loads[name];

function expectedMs(name: 'quiet' | 'busy', { applyMs, writes }: Params) {
  const { mean: queue, deviation } = timeInQueue(applyMs, loads[name], writes);
  return {
    atLeast: queue + linkMs.min - 4 * deviation,
    atMost: queue + linkMs.max + 4 * deviation,
  };
}

/**
 * Writes arrive for a time T, and take load x T to apply; the last one waits for the difference.
 * Both are sums of exponentials.
 */
function backlogMs({ applyMs, writes }: Params) {
  const behind = writes * applyMs * (1 - 1 / loads.overloaded);
  const spare = 4 * Math.sqrt(writes) * applyMs * Math.sqrt(1 + 1 / pow(loads.overloaded, 2));
  return { atLeast: behind - spare, atMost: behind + spare };
}

// Three systems, each with one replica that applies one entry after the other. Writes arrive at
// random.
export default scenario({
  ...aboutPrimary,
  id: 'replication/replica-load',
  asks: 'A replica applies one entry after the other. How far behind is it, depending on its load?',
  claims: ['num-pg-lag-az-to-region'],
  code: [
    'sims/replication/primary/replica.ts#applying',
    'sims/replication/primary/formulas.ts#timeInQueue',
  ],
  params,
  durationMs: (p) => 3 * untilMs('quiet', p) + 10 * p.applyMs,
  metrics: sideBySide(names, primaryMetrics, ['lagMs', 'acked']),
  build: ({ params: p, ...parts }) =>
    primarySystems(
      parts,
      Object.fromEntries(
        names.map((name) => [
          name,
          {
            nodes: 2,
            acks: 0,
            applyMs: exponential(p.applyMs),
            writeEveryMs: exponential(p.applyMs / loads[name]),
            writesUntilMs: untilMs(name, p),
            timeoutMs: Infinity,
            heartbeatMs: 10_000,
            leaseMs: 30_000,
          },
        ]),
      ),
    ),
  goals: ({ writes }) => [writesAreAcked(writes / 2)],
  expect: (p) => [
    ...(['quiet', 'busy'] as const).map((name) =>
      within(mean(`${name}.lagMs`), `${name}-lag`, expectedMs(name, p)).says(
        `mean time that the replica is behind at a load of ${loads[name]}, in ms: the time in an M/M/1 queue plus the link`,
      ),
    ),
    within(largest('overloaded.lagMs'), 'overloaded-lag', backlogMs(p)).says(
      `longest time that the replica is behind at a load of ${loads.overloaded}, in ms: the lag grows as long as the overload lasts`,
      'num-pg-lag-az-to-region',
    ),
  ],
  tells: ({ params: { applyMs }, metrics }) =>
    `A replica replays one entry after the other, so its lag is that of a queue: at ${inDigits(applyMs)} ms per entry it is ${(metrics['quiet.lagMs'].mean ?? 0).toFixed(2)} ms behind at a load of ${loads.quiet} and ` +
    `${(metrics['busy.lagMs'].mean ?? 0).toFixed(2)} ms at ${loads.busy}; above a load of 1 the lag grows as long as the overload lasts, here to ` +
    `${inDigits(Math.round(metrics['overloaded.lagMs'].max ?? 0))} ms. ` +
    `The formula is the mean time in a queue (M/M/1), ${inDigits(applyMs)} ms / (1 - load).`,
});

// Left out: parallel apply, and queries on the replica that delay it.
