/** What the scenarios of estimation share. */
import { estimation } from '../../sims/estimation/estimation.ts';
import { allDone, estimationInvariants } from '../../sims/estimation/invariants.ts';
import type { EstimationLaw } from '../../sims/estimation/laws.ts';
import type { Study } from '../../sims/estimation/study.ts';
import type { Bound } from '../../src/check/expectation.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { exp, log } from '../../src/kernel/elementary.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { lowerGamma, upperGamma } from '../../src/statistics/gamma.ts';

/** Spread into a scenario. */
export const aboutEstimation = {
  sim: estimation,
  durationMs: () => 1_000,
  goals: () => [allDone],
};

/** The laws that a scenario can break. */
export const heldTo = (...laws: readonly EstimationLaw[]): readonly Invariant<Study>[] =>
  estimationInvariants.filter(({ id }) => laws.some((law) => law === id));

/** Within that many standard deviations of the mean: 7 runs in a million lie outside 4.5. */
export const around = (mean: number, deviation: number, deviations = 4.5): Bound => ({
  atLeast: mean - deviations * deviation,
  atMost: mean + deviations * deviation,
});

/** A closed form, except for rounding. */
export const near = (value: number): Bound => {
  const slack = Math.abs(value) * 1e-9;
  return { atLeast: value - slack, atMost: value + slack };
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

/** Writes lines of a study, and keeps each as a metric. */
export function keeping<Name extends string>(
  study: Study,
  metrics: Readonly<Record<Name, { set(value: number): void }>>,
) {
  const keep =
    (kind: 'estimates' | 'observes') =>
    (name: Name, says: string, value: number, unit = '') => {
      metrics[name].set(study[kind](says, value, unit));
      return value;
    };
  return { estimates: keep('estimates'), observes: keep('observes') };
}

/**
 * Bounds of the share in that many independent trials, except with a probability of one in a
 * million on either side.
 */
export function shareOf(trials: number, share: number): Bound {
  const { atLeast, atMost } = binomialQuantiles(trials, share, 1e-6);
  return { atLeast: atLeast / trials, atMost: atMost / trials };
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
