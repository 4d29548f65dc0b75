/**
 * Goal: the contention model is that of AWS’s simulator. Method: with messages that all take 10 ms
 * the run can be worked out by hand: N(N+1)/2 calls and, without backoff, 40 N ms; with its random
 * messages, the figures of 100 trials of the simulator itself lie in the interval that 30
 * replications of as many trials give, widened by the simulator’s own standard error.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  type Backoff,
  exponentialBackoff,
  type Jitter,
  noBackoff,
} from '../../../../sims/resilience/retry/backoff.ts';
import { startContention } from '../../../../sims/resilience/retry/contention.ts';
import { constant, type Distribution, foldedNormal } from '../../../../src/kernel/distribution.ts';
import { World } from '../../../../src/world/world.ts';
import { countOf } from '../../../support/campaign.ts';
import { intervalOfMean, replications } from '../../../support/confidence.ts';
import { bareContext } from '../bare-context.ts';

type Strategy = Jitter | 'no backoff';

interface Measured {
  readonly calls: number;
  readonly timeMs: number;
}

/** So many trials at once, each with a row of its own. */
function trialsOf(
  trials: number,
  clients: number,
  strategy: Strategy,
  hopMs: Distribution,
  seed: string,
): Measured[] {
  const world = new World(seed);
  const { kernel } = world;
  const { rules } = bareContext();
  const options = { initialIntervalMs: 5, multiplier: 2, maxIntervalMs: 2_000, firstExponent: 1 };
  const random = kernel.random.stream('backoff');
  const backoff: Backoff =
    strategy === 'no backoff'
      ? noBackoff
      : exponentialBackoff(rules, { ...options, jitter: strategy }, random);
  const measured: Measured[] = [];
  startContention(world, {
    name: 'row',
    clients,
    trials,
    hopMs,
    backoff,
    onCompleted: ({ calls }) => measured.push({ calls, timeMs: kernel.nowMs }),
  });
  kernel.runUntil(Infinity, 10_000_000);
  expect(measured).toHaveLength(trials);
  return measured;
}

function trial(clients: number, strategy: Strategy, hopMs: Distribution): Measured {
  const [measured] = trialsOf(1, clients, strategy, hopMs, 'any');
  return measured as Measured;
}

test.prop([fc.integer({ min: 1, max: 70 }), fc.constantFrom<Strategy>('no backoff', 'none')], {
  numRuns: countOf({ unit: 10, deep: 100 }),
})('without randomness N clients need N(N+1)/2 calls', (clients, strategy) => {
  const { calls, timeMs } = trial(clients, strategy, constant(10));
  expect(calls).toBe((clients * (clients + 1)) / 2);
  if (strategy === 'no backoff') expect(timeMs).toBe(40 * clients);
});

test.prop(
  [
    fc.integer({ min: 1, max: 40 }),
    fc.constantFrom<Strategy>('no backoff', 'none', 'full', 'equal', 'decorrelated'),
    fc.string(),
  ],
  { numRuns: countOf({ unit: 10, deep: 100 }) },
)('no strategy ever needs more, nor fewer than N', (clients, strategy, seed) => {
  for (const { calls } of trialsOf(3, clients, strategy, foldedNormal(10, 2), seed)) {
    expect(calls).toBeGreaterThanOrEqual(clients);
    expect(calls).toBeLessThanOrEqual((clients * (clients + 1)) / 2);
  }
});

/**
 * 100 trials of the simulator: clients, time (standard error), calls (standard error). Errors that
 * were not noted are bounded by those that were.
 */
const table: [
  clients: number,
  strategy: Strategy,
  timeMs: number,
  calls: number,
  timeSe: number,
  callsSe: number,
][] = [
  [1, 'no backoff', 40, 1, 0.4, 0],
  [1, 'full', 40, 1, 0.4, 0],
  [10, 'no backoff', 380, 51, 3, 0.4],
  [10, 'none', 3_474, 50.9, 133, 0.4],
  [10, 'decorrelated', 449, 38.1, 9, 0.4],
  [10, 'equal', 717, 42.5, 18, 0.4],
  [10, 'full', 473, 39, 11, 0.4],
];

test.each(table)(
  '%i clients, %s: %i ms and %f calls',
  (clients, strategy, timeMs, calls, timeSe, callsSe) => {
    const runs = Array.from({ length: replications }, (_, replication) =>
      trialsOf(
        countOf({ unit: 8, deep: 40 }),
        clients,
        strategy,
        foldedNormal(10, 2),
        `replication ${replication}`,
      ),
    );
    const mean = (of: (measured: Measured) => number) =>
      intervalOfMean(
        runs.map((trials) => trials.reduce((sum, one) => sum + of(one), 0) / trials.length),
      );
    const times = mean((one) => one.timeMs);
    expect(timeMs).toBeGreaterThan(times.low - 3.3 * timeSe - 0.5);
    expect(timeMs).toBeLessThan(times.high + 3.3 * timeSe + 0.5);
    const counts = mean((one) => one.calls);
    expect(calls).toBeGreaterThanOrEqual(counts.low - 3.3 * callsSe - 0.05);
    expect(calls).toBeLessThanOrEqual(counts.high + 3.3 * callsSe + 0.05);
  },
);
