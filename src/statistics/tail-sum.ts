/**
 * Sums of the probabilities of counts, walking from one count to the next by the ratio of the two.
 */

/**
 * The sum of a probability and of all that follow it, as a multiple of the first. `ratio(step)` is
 * the probability after `step` steps divided by the one before. Ends where nothing more is added,
 * since the ratios fall and are below 1 from somewhere on, or after `stepsMax`.
 *
 * O(steps), about nine standard deviations at most.
 */
export function sumRelativeToFirst(ratio: (step: number) => number, stepsMax: number): number {
  let term = 1;
  let sum = 1;
  for (let step = 1; step <= stepsMax; step++) {
    const factor = ratio(step);
    term *= factor;
    const next = sum + term;
    if (next === sum && factor < 1) break;
    sum = next;
  }
  return sum;
}
