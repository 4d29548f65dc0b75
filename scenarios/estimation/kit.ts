/** What the scenarios of estimation share. */
import { estimation } from '../../sims/estimation/estimation.ts';
import { allDone, estimationInvariants } from '../../sims/estimation/invariants.ts';
import type { EstimationLaw } from '../../sims/estimation/laws.ts';
import type { Study } from '../../sims/estimation/study.ts';
import type { Bound } from '../../src/check/expectation.ts';
import type { Valued } from '../../src/check/expected.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { keeping } from '../../src/check/study.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { lowerGamma, upperGamma } from '../../src/statistics/gamma.ts';

export { around, near, shareOf } from '../../src/check/bounds.ts';
export { keeping };

/** Spread into a scenario. */
export const aboutEstimation = {
  sim: estimation,
  durationMs: () => 1_000,
  goals: () => [allDone],
};

/** The laws that a scenario can break. */
export const heldTo = (...laws: readonly EstimationLaw[]): readonly Invariant<Study>[] =>
  estimationInvariants.filter(({ id }) => laws.some((law) => law === id));

/** A metric in a larger unit, such as TB for one in B; undefined if it was not measured. */
export const inUnit =
  <Name extends string>(of: Name, unit: number) =>
  (metrics: Valued<Name>): number | undefined => {
    const { value } = metrics[of];
    return value === undefined ? undefined : value / unit;
  };

/**
 * Bounds of the largest of that many Poisson counts, except with a probability of one in a million
 * on either side.
 */
export function largestCount(counts: number, mean: number): Bound {
  const missed = 1e-6;
  const atMostAll = (k: number): number =>
    exp(counts * log(Math.max(1e-300, upperGamma(k + 1, mean))));
  let atLeast = Math.floor(mean);
  while (atMostAll(atLeast) < missed) atLeast += 1;
  let atMost = atLeast;
  while (counts * lowerGamma(atMost + 1, mean) > missed) atMost += 1;
  return { atLeast, atMost };
}

/** A line of a table: the metric, its label, the figure, its unit. */
export type TableLine<Name extends string> = readonly [Name, string, number, string?];

/** Writes the lines of a table, one event each. */
export function writes<Name extends string>(
  study: Study,
  metrics: Readonly<Record<Name, { set(value: number): void }>>,
  lines: readonly TableLine<Name>[],
): Study {
  const { estimates } = keeping(study, metrics);
  for (const [name, says, value, unit] of lines) {
    study.next(() => estimates(name, says, value, unit));
  }
  return study;
}
