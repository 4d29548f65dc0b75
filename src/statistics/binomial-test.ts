/**
 * The exact binomial test of one share against a given one, with the interval of Clopper and Pearson
 * (1934), as R's binom.test has them. The two-sided p-value sums every count that is no more probable
 * than the one observed. O(standard deviation of the count).
 */
import { exp, log, log1p } from '../kernel/elementary.ts';
import { type Alternative, type Interval, tailOf } from './alternative.ts';
import { logBinomialProbability } from './discrete.ts';
import { crossing } from './root.ts';
import { requireShare, type Share } from './table.ts';
import { sumRelativeToFirst } from './tail-sum.ts';

export interface BinomialTestResult {
  readonly share: number;
  readonly pValue: number;
  readonly interval: Interval;
}

/** Throws RangeError for impossible counts, and unless 0 <= expectedShare <= 1. */
export function binomialTest(
  observed: Share,
  expectedShare: number,
  {
    alternative = 'two-sided',
    confidence = 0.95,
  }: { alternative?: Alternative; confidence?: number } = {},
): BinomialTestResult {
  return {
    share: observed.hits / observed.trials,
    pValue: binomialPValue(observed, expectedShare, alternative),
    interval: clopperPearson(observed, alternative, confidence),
  };
}

/** Probabilities that differ by less than this are equal, but for rounding (R's choice as well). */
const tieTolerance = 1e-7;

export function binomialPValue(
  observed: Share,
  expectedShare: number,
  alternative: Alternative,
): number {
  requireShare(observed);
  if (!(expectedShare >= 0 && expectedShare <= 1)) {
    throw new RangeError(`a share lies between 0 and 1, not at ${expectedShare}`);
  }
  const { hits, trials } = observed;
  const p = expectedShare;
  if (alternative === 'less') return binomialAtMost(hits, trials, p);
  if (alternative === 'greater') return binomialAtLeast(hits, trials, p);
  if (p === 0) return hits === 0 ? 1 : 0;
  if (p === 1) return hits === trials ? 1 : 0;
  const mean = trials * p;
  if (hits === mean) return 1;
  // Of a fair coin, one tail mirrors the other.
  if (p === 0.5) return Math.min(1, 2 * tailFrom(hits, hits < mean ? -1 : 1, trials, p));
  const limit = logBinomialProbability(hits, trials, p, 1 - p) + log1p(tieTolerance);
  const isRare = (k: number) => logBinomialProbability(k, trials, p, 1 - p) <= limit;
  const [from, step, end] = hits < mean ? [Math.ceil(mean), 1, trials] : [Math.floor(mean), -1, 0];
  const other = firstRare(from, end, step, isRare);
  const beyond = other === undefined ? 0 : tailFrom(other, step, trials, p);
  return Math.min(1, tailFrom(hits, -step, trials, p) + beyond);
}

/**
 * Is the two-sided p-value below alpha? Counts that are plainly not rare cost one probability: the tail
 * falls outwards, so it is at least as many times one of its terms as there are terms before it.
 */
export function isRarerThan(alpha: number, observed: Share, expectedShare: number): boolean {
  const { hits, trials } = observed;
  const mean = trials * expectedShare;
  const before = Math.floor(Math.sqrt(mean * (1 - expectedShare)) / 4);
  const term = hits < mean ? hits - before : hits + before;
  const probability = exp(logBinomialProbability(term, trials, expectedShare, 1 - expectedShare));
  if ((before + 1) * probability >= alpha) return false;
  return binomialPValue(observed, expectedShare, 'two-sided') < alpha;
}

/** From the mean outwards probabilities fall, so the first that is rare is found by bisection. */
function firstRare(
  from: number,
  end: number,
  step: number,
  isRare: (k: number) => boolean,
): number | undefined {
  if (!isRare(end)) return undefined;
  if (isRare(from)) return from;
  let [no, yes] = [0, Math.abs(end - from)];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (isRare(from + step * middle)) yes = middle;
    else no = middle;
  }
  return from + step * yes;
}

function tailFrom(k: number, step: number, trials: number, p: number): number {
  return step > 0 ? binomialAtLeast(k, trials, p) : binomialAtMost(k, trials, p);
}

/** P(X >= k) for X ~ Binomial(trials, p). */
export function binomialAtLeast(k: number, trials: number, p: number): number {
  if (k <= 0) return 1;
  if (k > trials || p === 0) return 0;
  if (p === 1) return 1;
  if (k < trials * p) return 1 - binomialAtMost(k - 1, trials, p);
  const odds = p / (1 - p);
  const ratio = (step: number) => (odds * (trials - k - step + 1)) / (k + step);
  const sum = sumRelativeToFirst(ratio, trials - k);
  return exp(logBinomialProbability(k, trials, p, 1 - p) + log(sum));
}

/** P(X <= k). */
export function binomialAtMost(k: number, trials: number, p: number): number {
  return k > trials * p
    ? 1 - binomialAtLeast(k + 1, trials, p)
    : binomialAtLeastOfMisses(trials - k, trials, p);
}

/** P(trials - X >= misses), with the digits of p kept where it is small. */
function binomialAtLeastOfMisses(misses: number, trials: number, p: number): number {
  if (misses <= 0) return 1;
  if (misses > trials || p === 1) return 0;
  if (p === 0) return 1;
  const k = trials - misses;
  const odds = (1 - p) / p;
  const ratio = (step: number) => (odds * (k - step + 1)) / (misses + step);
  const sum = sumRelativeToFirst(ratio, k);
  return exp(logBinomialProbability(k, trials, p, 1 - p) + log(sum));
}

/** An end of the interval is the share under which what lies beyond the observed count has the share missed. */
export function clopperPearson(
  { hits, trials }: Share,
  alternative: Alternative,
  confidence: number,
): Interval {
  const missed = tailOf(alternative, confidence);
  const low =
    alternative === 'less' || hits === 0
      ? 0
      : crossing((p) => binomialAtLeast(hits, trials, p) - missed, 0, 1);
  const high =
    alternative === 'greater' || hits === trials
      ? 1
      : crossing((p) => binomialAtMost(hits, trials, p) - missed, 0, 1);
  return { low, high };
}
