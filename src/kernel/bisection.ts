/** Halving: where something ceases to hold, among places in order or among numbers. */

/** Of places 0 to `length` - 1, how many hold: those that do come first. O(log length). */
export function countWhile(length: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The neighbouring numbers between which it ceases to hold: it does at `low`, or `low` is `from`; from `high` on it does
 * not, or `high` is `to`. About 60 rounds, unless it ceases at 0.
 */
export function whereCeases(
  holds: (at: number) => boolean,
  from: number,
  to: number,
): { readonly low: number; readonly high: number } {
  let [low, high] = [from, to];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return { low, high };
    if (holds(middle)) low = middle;
    else high = middle;
  }
}
