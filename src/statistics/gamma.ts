/**
 * The regularised incomplete gamma function, of which the chi-squared and the normal distribution
 * are special cases. Upper tails are computed as such, so that they keep their digits down to the
 * smallest number there is.
 *
 * Source: Abramowitz and Stegun 6.5.29 (series) and 6.5.31 (continued fraction, evaluated by the
 * method of Lentz 1976).
 */
import { exp } from '../kernel/elementary.ts';
import { deviance, stirlingError } from './discrete.ts';

/** x^a e^-x / Gamma(a + 1), by Loader's form. */
function powerTerm(a: number, x: number): number {
  return exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** Q(a, x): the share of the gamma distribution of shape a > 0 that lies above x >= 0. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - bySeries(a, x) : byFraction(a, x);
}

/** P(a, x) = 1 - Q(a, x), of which the small ones keep their digits. */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  return x < a + 1 ? bySeries(a, x) : 1 - byFraction(a, x);
}

function bySeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; ; n++) {
    term *= x / (a + n);
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return powerTerm(a, x) * sum;
}

function byFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; ; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b, tiny);
    c = nonZero(b + numerator / c, tiny);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return powerTerm(a, x) * a * h;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
