/**
 * Where a function that rises or falls through zero crosses it, between `low` and `high`, as near as
 * numbers allow, or within the tolerance. The function may jump. Throws RangeError where the signs at the ends are the same.
 *
 * Bisection: slow but certain, and good for step functions. About 60 evaluations for bounds of like
 * size, 1,100 at most.
 */
export function crossing(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 0,
): number {
  let [left, right] = [low, high];
  const atLeft = f(left);
  const atRight = f(right);
  if (atLeft === 0) return left;
  if (atRight === 0) return right;
  if (atLeft > 0 === atRight > 0) throw new RangeError(`no crossing between ${low} and ${high}`);
  for (;;) {
    const middle = left + (right - left) / 2;
    if (middle === left || middle === right || right - left <= tolerance) return middle;
    const value = f(middle);
    if (value === 0) return middle;
    if (value > 0 === atLeft > 0) left = middle;
    else right = middle;
  }
}
