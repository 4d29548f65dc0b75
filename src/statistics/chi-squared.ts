/**
 * Pearson's chi-squared tests: do groups share one distribution over the outcomes; do counts follow
 * given shares?
 *
 * Assumes independent observations and expected counts of at least 5 (Cochran 1954): the statistic
 * only then follows the chi-squared distribution. `expectedMin` says how far that holds; where it
 * does not, Fisher's test is exact.
 *
 * Sources: Pearson 1900; Yates 1934 (continuity correction).
 */
import { pow } from '../kernel/elementary.ts';
import { chiSquaredUpperTail } from './distributions.ts';
import { requireCount, requireTable, type TwoByTwo } from './table.ts';

export interface ChiSquaredResult {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** The smallest count that the hypothesis expects in any cell. */
  readonly expectedMin: number;
}

/** For a 2 x 2 table, with Yates's correction where it is asked for. */
export function chiSquaredTwoByTwo(
  table: TwoByTwo,
  { yates }: { yates: boolean },
): ChiSquaredResult {
  requireTable(table);
  const { a, b, c, d } = table;
  return chiSquaredTable(
    [
      [a, b],
      [c, d],
    ],
    { yates },
  );
}

/**
 * For a table of r groups and c outcomes, with (r - 1)(c - 1) degrees of freedom. Yates's correction
 * is for 2 x 2 tables only. Throws RangeError for a row or column without any observation.
 */
export function chiSquaredTable(
  rows: readonly (readonly number[])[],
  { yates = false }: { yates?: boolean } = {},
): ChiSquaredResult {
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || width < 2 || rows.some((row) => row.length !== width)) {
    throw new RangeError('a table needs at least two rows and two columns of equal length');
  }
  for (const row of rows) for (const count of row) requireCount(count);
  const rowSums = rows.map(sum);
  const columnSums = Array.from({ length: width }, (_, column) =>
    sum(rows.map((row) => row[column] as number)),
  );
  const all = sum(rowSums);
  if (rowSums.includes(0) || columnSums.includes(0)) {
    throw new RangeError('a row or a column without any observation tells nothing');
  }
  const isTwoByTwo = rows.length === 2 && width === 2;
  const expected = rowSums.map((row) => columnSums.map((column) => (row * column) / all));
  const deviations = rows.map((row, i) =>
    row.map((count, j) => Math.abs(count - (expected[i]?.[j] as number))),
  );
  const correction = yates && isTwoByTwo ? Math.min(0.5, ...deviations.flat()) : 0;
  const terms = deviations.map((row, i) =>
    row.map((deviation, j) => pow(deviation - correction, 2) / (expected[i]?.[j] as number)),
  );
  return resultOf(sum(terms.flat()), (rows.length - 1) * (width - 1), Math.min(...expected.flat()));
}

/**
 * Goodness of fit: do the counts follow the shares, which are given as weights of any sum? Degrees of
 * freedom: one less than there are counts.
 */
export function chiSquaredFit(
  counts: readonly number[],
  weights: readonly number[] = counts.map(() => 1),
): ChiSquaredResult {
  if (counts.length < 2 || counts.length !== weights.length) {
    throw new RangeError('a fit needs at least two counts, and a weight for each');
  }
  for (const count of counts) requireCount(count);
  if (weights.some((weight) => !(weight > 0))) throw new RangeError('weights must be above 0');
  const all = sum(counts);
  if (all === 0) throw new RangeError('no observation, no fit');
  const total = sum(weights);
  const expected = weights.map((weight) => (all * weight) / total);
  const terms = counts.map(
    (count, i) => pow(count - (expected[i] as number), 2) / (expected[i] as number),
  );
  return resultOf(sum(terms), counts.length - 1, Math.min(...expected));
}

function resultOf(
  statistic: number,
  degreesOfFreedom: number,
  expectedMin: number,
): ChiSquaredResult {
  const pValue = chiSquaredUpperTail(statistic, degreesOfFreedom);
  return { statistic, degreesOfFreedom, pValue, expectedMin };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
