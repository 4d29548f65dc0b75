/** An array that grows: how much it copies (Cormen et al., Introduction to Algorithms, 2022, §16.4). */

type Growth = (capacity: number) => number;

export const doubling: Growth = (capacity) => 2 * capacity;
/** As java.util.ArrayList does: by half of its size, and by at least one. */
export const growingByHalf: Growth = (capacity) => capacity + Math.max(1, Math.floor(capacity / 2));

/** The sizes at which it copied itself, and the total number of copied items. O(resizes). */
export function growthCosts(
  appends: number,
  first: number,
  grow: Growth,
): { readonly resizes: readonly number[]; readonly copied: number } {
  const resizes: number[] = [];
  let [capacity, copied] = [first, 0];
  while (capacity < appends) {
    resizes.push(capacity);
    copied += capacity;
    capacity = grow(capacity);
  }
  return { resizes, copied };
}
