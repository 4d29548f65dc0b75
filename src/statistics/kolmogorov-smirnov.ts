/**
 * The Kolmogorov-Smirnov test of two samples: the largest gap between their distribution functions.
 * It sees any difference, also in the spread; it is weak in the tails.
 *
 * Exact, also with equal values: the share of lattice paths that stray as far as the one observed
 * (Hodges 1957; for ties Schröer and Trenkler 1995), where m n < 10,000 as in R's ks.test; else the
 * limit distribution of Kolmogorov 1933, which assumes that no two values are equal.
 */
import { exp, pow } from '../kernel/elementary.ts';
import { sorted } from './ranks.ts';

export interface KolmogorovSmirnovResult {
  /** The largest gap: 0 to 1. */
  readonly d: number;
  readonly pValue: number;
  readonly exact: boolean;
}

const exactBelow = 10_000;

/** Two-sided. Exact O(m n), else O((m + n) log(m + n)). Throws RangeError for an empty sample. */
export function kolmogorovSmirnov(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: { exact?: boolean } = {},
): KolmogorovSmirnovResult {
  const [x, y] = [sorted(first), sorted(second)];
  const [m, n] = [x.length, y.length];
  const exact = options.exact ?? m * n < exactBelow;
  const { gap, endsOfGroups } = largestGap(x, y);
  const d = gap / (m * n);
  const pValue = exact
    ? shareOfPathsAsFar(gap, m, n, endsOfGroups)
    : kolmogorovUpperTail(d * Math.sqrt((m * n) / (m + n)));
  return { d, pValue, exact };
}

/** The gap times m n, which is a whole number; and after which places a new value begins. */
function largestGap(x: Float64Array, y: Float64Array) {
  const [m, n] = [x.length, y.length];
  const endsOfGroups = new Uint8Array(m + n + 1);
  let [i, j] = [0, 0];
  let gap = 0;
  while (i < m || j < n) {
    const value = Math.min(x[i] ?? Infinity, y[j] ?? Infinity);
    while (i < m && x[i] === value) i += 1;
    while (j < n && y[j] === value) j += 1;
    endsOfGroups[i + j] = 1;
    gap = Math.max(gap, Math.abs(i * n - j * m));
  }
  return { gap, endsOfGroups };
}

/**
 * Of all paths from (0, 0) to (m, n), the share that is as far from the diagonal as `gap` at a place
 * where a group of equal values ends. Every path is equally likely, so the last step into (i, j) came
 * from the left with probability i / (i + j).
 */
function shareOfPathsAsFar(gap: number, m: number, n: number, endsOfGroups: Uint8Array): number {
  if (gap === 0) return 1;
  const strays = (i: number, j: number) =>
    endsOfGroups[i + j] === 1 && Math.abs(i * n - j * m) >= gap;
  const share = new Float64Array(n + 1);
  for (let j = 1; j <= n; j++) share[j] = strays(0, j) ? 1 : (share[j - 1] as number);
  for (let i = 1; i <= m; i++) {
    if (strays(i, 0)) share[0] = 1;
    for (let j = 1; j <= n; j++) {
      const fromLeft = (i / (i + j)) * (share[j] as number);
      const fromBelow = (j / (i + j)) * (share[j - 1] as number);
      share[j] = strays(i, j) ? 1 : fromLeft + fromBelow;
    }
  }
  return share[n] as number;
}

/** P(K > x): 2 sum (-1)^(k-1) exp(-2 k^2 x^2), or its transform where that converges slowly. */
export function kolmogorovUpperTail(x: number): number {
  if (x <= 0) return 1;
  if (x < 1) {
    let below = 0;
    for (let k = 1; k <= 20; k += 2) below += exp(-pow(k * Math.PI, 2) / (8 * x * x));
    return 1 - (below * Math.sqrt(2 * Math.PI)) / x;
  }
  let above = 0;
  for (let k = 1; k <= 20; k++) above += (k % 2 === 1 ? 2 : -2) * exp(-2 * pow(k * x, 2));
  return above;
}
