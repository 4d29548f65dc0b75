/**
 * Fisher's exact test of a 2 x 2 table: given its margins, the count of the first cell is
 * hypergeometric where the groups do not differ, so that no approximation is needed, however small
 * the counts.
 *
 * The two-sided p-value sums every table that is no more probable than the one observed. The odds
 * ratio is the conditional maximum-likelihood estimate, the interval inverts the one-sided tests:
 * all as R's fisher.test has them.
 *
 * Sources: Fisher 1935; Agresti, Categorical Data Analysis, §3.5. O(standard deviation of the count).
 */
import { exp, log, log1p } from '../kernel/elementary.ts';
import { type Alternative, type Interval, tailOf } from './alternative.ts';
import { logHypergeometricProbability, supportOf, type Urn } from './discrete.ts';
import { crossing } from './root.ts';
import { requireTable, type TwoByTwo } from './table.ts';
import { sumRelativeToFirst } from './tail-sum.ts';

export interface FisherResult {
  readonly pValue: number;
  /** Odds of a hit in the first group over the odds in the second; 0 to Infinity. */
  readonly oddsRatio: number;
  readonly interval: Interval;
}

export function fisherExact(
  table: TwoByTwo,
  {
    alternative = 'two-sided',
    confidence = 0.95,
  }: { alternative?: Alternative; confidence?: number } = {},
): FisherResult {
  return {
    pValue: fisherPValue(table, alternative),
    oddsRatio: conditionalOddsRatio(table),
    interval: oddsRatioInterval(table, { alternative, confidence }),
  };
}

/** Of the hits, how many fall to the first group? */
function urnOf({ a, b, c, d }: TwoByTwo): Urn {
  return { marked: a + b, unmarked: c + d, drawn: a + c };
}

/**
 * Tables whose probability is above the observed one by less than this are as probable: rounding may
 * tell them apart (R's choice as well).
 */
const tieTolerance = 1e-7;

export function fisherPValue(table: TwoByTwo, alternative: Alternative): number {
  requireTable(table);
  const urn = urnOf(table);
  const { a } = table;
  if (alternative === 'less') return Math.min(1, lowerTail(a, urn));
  if (alternative === 'greater') return Math.min(1, upperTail(a, urn));
  const limit = logHypergeometricProbability(a, urn) + log1p(tieTolerance);
  const [least, most] = supportOf(urn);
  const mode = modeOf(urn);
  const isRare = (k: number) => logHypergeometricProbability(k, urn) <= limit;
  if (isRare(mode)) return 1;
  // Probabilities rise up to the mode and fall after it, so what is rare lies at the two ends.
  const lower = lastWhere(least - 1, mode, (k) => k < least || isRare(k));
  const upper = -lastWhere(-most - 1, -mode, (k) => -k > most || isRare(-k));
  const below = lower < least ? 0 : lowerTail(lower, urn);
  const above = upper > most ? 0 : upperTail(upper, urn);
  return Math.min(1, below + above);
}

function modeOf({ marked, unmarked, drawn }: Urn): number {
  return Math.floor(((drawn + 1) * (marked + 1)) / (marked + unmarked + 2));
}

/** The last whole number from `from`, where the condition holds, that lies before where it ends. */
function lastWhere(from: number, to: number, holds: (k: number) => boolean): number {
  let [yes, no] = [from, to];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** P(X = k + 1) / P(X = k) where the odds ratio is 1. */
function ratioUp(k: number, { marked, unmarked, drawn }: Urn): number {
  return ((marked - k) / (k + 1)) * ((drawn - k) / (unmarked - drawn + k + 1));
}

function upperTail(k: number, urn: Urn): number {
  const [, most] = supportOf(urn);
  const sum = sumRelativeToFirst((step) => ratioUp(k + step - 1, urn), most - k);
  return exp(logHypergeometricProbability(k, urn) + log(sum));
}

function lowerTail(k: number, urn: Urn): number {
  const [least] = supportOf(urn);
  const sum = sumRelativeToFirst((step) => 1 / ratioUp(k - step, urn), k - least);
  return exp(logHypergeometricProbability(k, urn) + log(sum));
}

/**
 * Sums over the count's distribution where the odds ratio is not 1 (Fisher's noncentral
 * hypergeometric): its mean, and the shares that lie above and below a count, that count included.
 * Everything is relative to the probability of the mode.
 */
function noncentral(urn: Urn, oddsRatio: number, count: number) {
  const [least, most] = supportOf(urn);
  const mode = noncentralMode(urn, oddsRatio);
  let [weight, moment, above, below] = [0, 0, 0, 0];
  const add = (k: number, term: number) => {
    weight += term;
    moment += term * (k - mode);
    if (k >= count) above += term;
    if (k <= count) below += term;
  };
  add(mode, 1);
  for (let k = mode, term = 1; k < most && term > 1e-30; k++) {
    term *= oddsRatio * ratioUp(k, urn);
    add(k + 1, term);
  }
  for (let k = mode, term = 1; k > least && term > 1e-30; k--) {
    term /= oddsRatio * ratioUp(k - 1, urn);
    add(k - 1, term);
  }
  return { mean: mode + moment / weight, above: above / weight, below: below / weight };
}

/** The most probable count: where the ratio to the next falls to 1. Found by bisection. */
function noncentralMode(urn: Urn, oddsRatio: number): number {
  const [least, most] = supportOf(urn);
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (oddsRatio * ratioUp(middle, urn) > 1) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The odds ratio under which the observed count is the mean. NaN where the margins allow one table. */
export function conditionalOddsRatio(table: TwoByTwo): number {
  const urn = urnOf(table);
  const [least, most] = supportOf(urn);
  if (least === most) return Number.NaN;
  if (table.a === least) return 0;
  if (table.a === most) return Infinity;
  return solveForOddsRatio((odds) => noncentral(urn, odds, table.a).mean - table.a);
}

/** Clopper and Pearson's way: an end is where the tail beyond the observed count is the share missed. */
function oddsRatioInterval(
  table: TwoByTwo,
  { alternative, confidence }: { alternative: Alternative; confidence: number },
): Interval {
  const urn = urnOf(table);
  const { a } = table;
  const [least, most] = supportOf(urn);
  const missed = tailOf(alternative, confidence);
  const low =
    alternative === 'less' || a === least
      ? 0
      : solveForOddsRatio((odds) => noncentral(urn, odds, a).above - missed);
  const high =
    alternative === 'greater' || a === most
      ? Infinity
      : solveForOddsRatio((odds) => missed - noncentral(urn, odds, a).below);
  return { low, high };
}

/** Solves for a rising function of the odds ratio, by the logarithm, which may be anything. */
function solveForOddsRatio(rising: (oddsRatio: number) => number): number {
  const f = (log: number) => rising(exp(log));
  let reach = 1;
  while (reach < 700 && (f(-reach) > 0 || f(reach) < 0)) reach *= 2;
  reach = Math.min(reach, 700);
  return exp(crossing(f, -reach, reach));
}
