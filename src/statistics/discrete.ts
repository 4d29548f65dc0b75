/**
 * Probabilities of counts, exact to about 13 digits however small they are.
 *
 * Products of factorials lose their digits in large counts. Loader's saddle-point form keeps them:
 * Stirling's formula with its error made explicit, and deviances computed without cancellation.
 *
 * Source: Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */
import { log } from '../kernel/elementary.ts';

const halfLogTwoPi = log(2 * Math.PI) / 2;

/** Where Stirling's series, with four terms, is exact to the last digit. */
const seriesFrom = 16;

/** log(n!) = log(sqrt(2 pi n)) + n log(n) - n + stirlingError(n). n >= 0, whole or not. */
export function stirlingError(n: number): number {
  if (n >= seriesFrom) return bySeries(n);
  return Number.isInteger(n) ? (errorsOfSmall[n] as number) : byShift(n);
}

function bySeries(n: number): number {
  const s = 1 / (n * n);
  const tail = 1 / 1680 - s * (1 / 1188 - s * (691 / 360_360 - s * (1 / 156)));
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * tail))) / n;
}

/** From log(n!) = log((n + k)!) - log((n + 1) … (n + k)), with n + k large enough. */
function byShift(n: number): number {
  let shifted = n;
  let product = 1;
  while (shifted < seriesFrom) {
    shifted += 1;
    product *= shifted;
  }
  const logFactorial = stirling(shifted) + bySeries(shifted) - log(product);
  return n === 0 ? 0 : logFactorial - stirling(n);
}

function stirling(n: number): number {
  return halfLogTwoPi + (n + 0.5) * log(n) - n;
}

const errorsOfSmall = Float64Array.from({ length: seriesFrom }, (_, n) => byShift(n));

/** x log(x / mean) + mean - x, without cancellation where x is near the mean. Both are > 0. */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * log(x / mean) + mean - x;
  const v = difference / (x + mean);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
}

/** log P(X = k) for X ~ Binomial(n, p), with q = 1 - p given apart so that neither loses digits. */
export function logBinomialProbability(k: number, n: number, p: number, q: number): number {
  if (k < 0 || k > n) return -Infinity;
  if (k === 0) return n === 0 ? 0 : p < 0.1 ? -deviance(n, n * q) - n * p : n * log(q);
  if (k === n) return q < 0.1 ? -deviance(n, n * p) - n * q : n * log(p);
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * q) +
    0.5 * log(n / (2 * Math.PI * k * (n - k)))
  );
}

/** An urn with `marked` and `unmarked` balls, of which `drawn` are drawn at once. */
export interface Urn {
  readonly marked: number;
  readonly unmarked: number;
  readonly drawn: number;
}

/** The least and the greatest number of marked balls that can be among those drawn. */
export function supportOf({
  marked,
  unmarked,
  drawn,
}: Urn): readonly [least: number, most: number] {
  return [Math.max(0, drawn - unmarked), Math.min(marked, drawn)];
}

/** log P(X = k), where X is how many marked balls are drawn (hypergeometric). */
export function logHypergeometricProbability(k: number, urn: Urn): number {
  const { marked, unmarked, drawn } = urn;
  const [least, most] = supportOf(urn);
  if (k < least || k > most) return -Infinity;
  const all = marked + unmarked;
  if (drawn === 0 || drawn === all) return 0;
  const p = drawn / all;
  const q = (all - drawn) / all;
  return (
    logBinomialProbability(k, marked, p, q) +
    logBinomialProbability(drawn - k, unmarked, p, q) -
    logBinomialProbability(drawn, all, p, q)
  );
}
