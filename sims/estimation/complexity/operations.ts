/** Operations of textbook algorithms, counted while they run. */

import { log2 } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';

/** Steps that a binary search takes at most. */
export function stepsOfBinarySearch(items: number): number {
  let [steps, left] = [0, items];
  while (left > 0) {
    steps += 1;
    left = Math.floor(left / 2);
  }
  return steps;
}

/** Comparisons of a top-down merge sort. */
export function comparisonsOfMergeSort(items: readonly number[]): number {
  return mergeSorted(items).comparisons;
}

function mergeSorted(items: readonly number[]): { sorted: number[]; comparisons: number } {
  if (items.length < 2) return { sorted: [...items], comparisons: 0 };
  const middle = Math.floor(items.length / 2);
  const [left, right] = [mergeSorted(items.slice(0, middle)), mergeSorted(items.slice(middle))];
  const sorted: number[] = [];
  let comparisons = left.comparisons + right.comparisons;
  let [i, j] = [0, 0];
  while (i < left.sorted.length && j < right.sorted.length) {
    comparisons += 1;
    const [a, b] = [must(left.sorted[i], 'item'), must(right.sorted[j], 'item')];
    sorted.push(Math.min(a, b));
    if (a <= b) i += 1;
    else j += 1;
  }
  sorted.push(...left.sorted.slice(i), ...right.sorted.slice(j));
  return { sorted, comparisons };
}

/** Comparisons of all pairs. O(items²). */
export function comparisonsOfPairs(items: number): number {
  let comparisons = 0;
  for (let first = 0; first < items; first++) comparisons += items - first - 1;
  return comparisons;
}

/** Look-ups until two items with that sum are found in a hash map, or all items were checked. */
export function lookUpsOfPairSum(items: readonly number[], sum: number): number {
  const seen = new Set<number>();
  let lookUps = 0;
  for (const item of items) {
    lookUps += 1;
    if (seen.has(sum - item)) return lookUps;
    seen.add(item);
  }
  return lookUps;
}

/**
 * log2 n!: comparisons that any comparison sort needs in the worst case (Knuth, TAOCP 3, §5.3.1).
 */
export function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += log2(k);
  return sum;
}
