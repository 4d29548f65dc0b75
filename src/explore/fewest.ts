/**
 * Makes a list shorter as long as what is left still does it: first without each half, then without
 * each quarter, down to single elements (ddmin: Zeller and Hildebrandt 2002, "Simplifying and isolating
 * failure-inducing input", figure 2, of which only the complements are tried). What is left at the end
 * of the tries need not be the shortest there is. O(n log n) tries where little is left of n.
 */
export function fewest<Element>(
  list: readonly Element[],
  stillDoes: (list: readonly Element[]) => boolean,
  triesMax: number,
): readonly Element[] {
  let left = list;
  let tries = 0;
  for (let size = left.length; size >= 1; ) {
    let isShorter = false;
    for (let start = 0; start < left.length && tries < triesMax; ) {
      const others = [...left.slice(0, start), ...left.slice(start + size)];
      tries += 1;
      if (stillDoes(others)) {
        left = others;
        isShorter = true;
      } else {
        start += size;
      }
    }
    if (tries >= triesMax) break;
    // Without one element another may have become superfluous.
    if (size > 1 || !isShorter) size = size === 1 ? 0 : Math.ceil(Math.min(size, left.length) / 2);
  }
  return left;
}
