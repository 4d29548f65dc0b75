/** Bounds of expectations, derived for the size of a run: a right figure is refused less than once in a million runs. */

import { whereCeases } from '../kernel/bisection.ts';
import { binomialQuantiles } from '../statistics/binomial-quantiles.ts';
import { binomialAtLeast, binomialAtMost } from '../statistics/binomial-test.ts';
import { upperGamma } from '../statistics/gamma.ts';
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
  if (mean === 0) return { atLeast: 0, atMost: 0 };
  if (mean > nearlyNormal) return around(mean, Math.sqrt(mean), 5.5);
  // P(X <= k) is the upper gamma function of k + 1 at the mean.
  let [low, high] = [-1, Math.floor(mean)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (upperGamma(middle + 1, mean) < missed) low = middle;
    else high = middle;
  }
  const atLeast = high;
  [low, high] = [Math.floor(mean), Math.ceil(mean + 12 * Math.sqrt(mean) + 40)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (1 - upperGamma(middle + 1, mean) < missed) high = middle;
    else low = middle;
  }
  return { atLeast, atMost: high };
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
    let [low, high] = [Math.floor(from), Math.ceil(to)];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (holds(middle)) high = middle;
      else low = middle;
    }
    return high;
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
