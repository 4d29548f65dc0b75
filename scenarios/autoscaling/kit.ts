/** What the scenarios of autoscaling have in common. */
import { autoscaling } from '../../sims/autoscaling/autoscaling.ts';
import { neededPods } from '../../sims/autoscaling/hpa/loop.ts';
import { allDone, autoscalingInvariants } from '../../sims/autoscaling/invariants.ts';
import type { AutoscalingLaw } from '../../sims/autoscaling/laws.ts';
import type { ScalingStudy } from '../../sims/autoscaling/study.ts';
import type { Interval } from '../../src/check/bounds.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import type { Plot } from '../../src/check/plot.ts';

/** Spread into a scenario. */
export const aboutScaling = {
  sim: autoscaling,
  durationMs: (): number => 60_000,
  goals: () => [allDone],
};

/** The laws that a scenario can break. */
export const heldTo = (...laws: readonly AutoscalingLaw[]): readonly Invariant<ScalingStudy>[] =>
  autoscalingInvariants.filter(({ id }) => laws.some((law) => law === id));

export const minuteMs = 60_000;

/**
 * How many pods a load may settle at from below: as many as it needs, or up to a tenth fewer, which is within the
 * tolerance; percents are cut, so up to one more of them is.
 */
export function settledPods(cores: number, requestMilli: number, percent: number): Interval {
  const fewest = Math.ceil((cores * 100_000) / (requestMilli * (1.1 * percent + 1)) - 1e-9);
  return {
    atLeast: Math.max(1, fewest),
    atMost: Math.max(1, neededPods(cores, { requestMilli }, percent)),
  };
}

export const sizesPlot = (
  loops: readonly {
    readonly name: string;
    readonly sizes: readonly (readonly [number, number, number])[];
  }[],
): Plot => ({
  title: 'Replicas, and how many of them are ready',
  xLabel: 'minutes',
  yLabel: 'pods',
  lines: loops.flatMap(({ name, sizes }) => [
    { name, points: sizes.map(([atMs, replicas]) => [atMs / minuteMs, replicas] as const) },
    {
      name: `${name}, ready`,
      points: sizes.map(([atMs, , ready]) => [atMs / minuteMs, ready] as const),
    },
  ]),
});
