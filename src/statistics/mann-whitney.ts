/**
 * The Mann-Whitney U test (Wilcoxon's rank-sum test): do values of one sample tend to be larger than
 * those of the other?
 *
 * Exact for small samples without ties, where every order of the ranks is equally likely; else the
 * normal approximation, its variance corrected for ties and its step of one half for continuity: all
 * as R's wilcox.test has them. It sees shifts. A change that touches only the slowest hundredth of
 * the requests hardly moves the ranks.
 *
 * Sources: Mann and Whitney 1947; Lehmann, Nonparametrics, §1.
 */
import type { Alternative } from './alternative.ts';
import { rankSum, sorted } from './ranks.ts';
import { pValueOf } from './two-proportions.ts';

export interface MannWhitneyOptions {
  readonly alternative?: Alternative;
  /** Exact where both samples have fewer than 50 values and no two are equal, unless said otherwise. */
  readonly exact?: boolean;
  /** The normal approximation's step of one half; on unless said otherwise. */
  readonly continuity?: boolean;
}

export interface MannWhitneyResult {
  /** In how many pairs the first sample's value is the larger; equal pairs count one half. */
  readonly u: number;
  readonly pValue: number;
  readonly exact: boolean;
  /** The normal deviate of U; 0 if all values are equal. */
  readonly z: number;
  /** The share of pairs in which the first value is the larger: 0.5 where nothing differs. */
  readonly commonLanguageEffectSize: number;
}

const exactBelow = 50;

/** O((n + m) log(n + m)); exact O(n m min(n, m)). Throws RangeError for empty samples, ties if exact. */
export function mannWhitney(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: MannWhitneyOptions = {},
): MannWhitneyResult {
  const { alternative = 'two-sided', continuity = true } = options;
  const [x, y] = [sorted(first), sorted(second)];
  const [m, n] = [x.length, y.length];
  const { ofFirst, tieTerm } = rankSum(x, y);
  const u = ofFirst - (m * (m + 1)) / 2;
  const exact = options.exact ?? (tieTerm === 0 && m < exactBelow && n < exactBelow);
  if (exact && tieTerm > 0) throw new RangeError('with equal values there is no exact test');
  const z = normalDeviate(u, m, n, { tieTerm, alternative, continuity });
  const isConstant = uVariance(m, n, tieTerm) === 0;
  const byNormal = isConstant ? 1 : pValueOf(z, alternative);
  const pValue = exact ? exactPValue(u, m, n, alternative) : byNormal;
  return { u, pValue, exact, z, commonLanguageEffectSize: u / (m * n) };
}

function exactPValue(u: number, m: number, n: number, alternative: Alternative): number {
  const distribution = uDistribution(m, n);
  const atMost = (k: number) => shareAtMost(distribution, k, m * n);
  // By symmetry P(U >= u) = P(U <= m n - u), which keeps the digits of small tails.
  if (alternative === 'less') return atMost(u);
  if (alternative === 'greater') return atMost(m * n - u);
  return Math.min(1, 2 * Math.min(atMost(u), atMost(m * n - u)));
}

/**
 * P(U = k) for k from 0 to half of m n, where U is symmetric about it.
 *
 * The orders of ranks that give U = k are counted by the Gaussian binomial coefficient
 * prod_{i=1..m} (1 - q^{n+i}) / (1 - q^i), a polynomial in q; each factor takes two sweeps over the
 * coefficients. O(m^2 n).
 */
export function uDistribution(m: number, n: number): Float64Array {
  const [small, large] = m < n ? [m, n] : [n, m];
  const half = Math.floor((m * n) / 2);
  const counts = new Float64Array(half + 1);
  counts[0] = 1;
  let orders = 1;
  for (let i = 1; i <= small; i++) {
    const step = large + i;
    for (let k = half; k >= step; k--) (counts[k] as number) -= counts[k - step] as number;
    for (let k = i; k <= half; k++) (counts[k] as number) += counts[k - i] as number;
    orders *= step / i;
  }
  return counts.map((count) => count / orders);
}

function shareAtMost(distribution: Float64Array, k: number, most: number): number {
  if (k < 0) return 0;
  const half = Math.floor(most / 2);
  if (k > half) return 1 - shareAtMost(distribution, most - k - 1, most);
  let share = 0;
  for (let i = 0; i <= k; i++) share += distribution[i] as number;
  return share;
}

/**
 * The largest k with P(U <= k - 1) < share: R's qwilcox, for intervals. `m` and `n` are the sizes.
 */
export function uQuantile(share: number, m: number, n: number): number {
  const distribution = uDistribution(m, n);
  let below = 0;
  for (let k = 0; k < distribution.length; k++) {
    below += distribution[k] as number;
    if (below >= share) return k;
  }
  throw new RangeError(`only shares of at most one half are looked up, not ${share}`);
}

function normalDeviate(
  u: number,
  m: number,
  n: number,
  {
    tieTerm,
    alternative,
    continuity,
  }: { tieTerm: number; alternative: Alternative; continuity: boolean },
): number {
  const deviation = u - (m * n) / 2;
  const sigma = Math.sqrt(uVariance(m, n, tieTerm));
  return sigma === 0 ? 0 : (deviation - stepOf(deviation, alternative, continuity)) / sigma;
}

/** Of U where nothing differs, given how many values are equal. */
export function uVariance(m: number, n: number, tieTerm: number): number {
  const all = m + n;
  return ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
}

function stepOf(deviation: number, alternative: Alternative, continuity: boolean): number {
  if (!continuity) return 0;
  if (alternative === 'two-sided') return Math.sign(deviation) * 0.5;
  return alternative === 'greater' ? 0.5 : -0.5;
}
