/** Bounds of expectations, derived for the size of a run: a right figure is refused less than once in a million runs. */

import { countWhile, whereCeases } from '../kernel/bisection.ts';
import { binomialQuantiles } from '../statistics/binomial-quantiles.ts';
import { binomialAtLeast, binomialAtMost } from '../statistics/binomial-test.ts';
import { upperGamma } from '../statistics/gamma.ts';
import type { Moments } from '../statistics/moments.ts';
import { poissonQuantiles } from '../statistics/poisson-quantiles.ts';
import type { Bound } from './expectation.ts';

/** How improbable it is, on either side, that a right figure is refused. */
const missed = 1e-7;

/** From there on a normal distribution is as good, and costs nothing: 5.5 deviations leave 2e-8 on either side. */
const nearlyNormal = 1e5;

/** Bounds that hold on both sides. */
export type Interval = Required<Bound>;

/** Within so many standard deviations of the mean: 4.5 are missed by 7 runs in a million. */
export const around = (mean: number, deviation: number, deviations = 4.5): Interval => ({
  atLeast: mean - deviations * deviation,
  atMost: mean + deviations * deviation,
});

/** A mean of so many draws: five standard errors on either side, and what else may shift it. */
export const meanBounds = ({ mean, deviation }: Moments, draws: number, shift = 0): Interval =>
  around(mean, (5 * deviation) / Math.sqrt(draws) + shift, 1);

/** A closed form, but for rounding. */
export const near = (value: number): Interval => {
  const slack = Math.abs(value) * 1e-9;
  return { atLeast: value - slack, atMost: value + slack };
};

/** Between which shares those of so many independent trials lie, but for a millionth on either side. */
export function shareOf(trials: number, share: number): Interval {
  const { atLeast, atMost } = binomialQuantiles(trials, share, 1e-6);
  return { atLeast: atLeast / trials, atMost: atMost / trials };
}

/** Between which a gamma variable of that shape and scale 1 lies: the time of the event of that number. */
export function gammaInterval(shape: number): Interval {
  if (shape <= 0) return { atLeast: 0, atMost: 0 };
  if (shape > nearlyNormal) return around(shape, Math.sqrt(shape), 5.5);
  const top = shape + 12 * Math.sqrt(shape) + 40;
  return {
    atLeast: whereCeases((x) => 1 - upperGamma(shape, x) < missed, 0, shape).low,
    atMost: whereCeases((x) => upperGamma(shape, x) > missed, shape, top).high,
  };
}

/** Between which counts a Poisson variable lies. */
export function poissonInterval(mean: number): Interval {
  if (mean > nearlyNormal) return around(mean, Math.sqrt(mean), 5.5);
  return poissonQuantiles(mean, missed);
}

/**
 * Between which counts the number of trials lies until so many have succeeded (negative binomial). Infinity if the
 * share is 0.
 */
export function trialsUntil(successes: number, share: number, improbable = missed): Interval {
  if (successes <= 0) return { atLeast: 0, atMost: 0 };
  if (share <= 0) return { atLeast: Infinity, atMost: Infinity };
  if (share >= 1) return { atLeast: successes, atMost: successes };
  const mean = successes / share;
  const spread = (12 * Math.sqrt(successes * (1 - share)) + 40) / share;
  const first = (from: number, to: number, holds: (trials: number) => boolean): number => {
    const least = Math.floor(from) + 1;
    return least + countWhile(Math.ceil(to) - least, (more) => !holds(least + more));
  };
  return {
    atLeast: first(
      Math.max(successes - 1, mean - spread),
      mean,
      (trials) => binomialAtLeast(successes, trials, share) >= improbable,
    ),
    atMost: first(
      mean,
      mean + spread,
      (trials) => binomialAtMost(successes - 1, trials, share) < improbable,
    ),
  };
}
