/** Goal: intervals leave as little out as they say. Method: against sums of probabilities, term by term. */
import { expect, test } from 'vitest';
import { gammaInterval, poissonInterval, trialsUntil } from '../../src/check/bounds.ts';

const missed = 1e-7;

test.each([0, 0.001, 0.7, 3, 40, 700])('Poisson of mean %f', (mean) => {
  const { atLeast, atMost } = poissonInterval(mean);
  let [term, below, upTo] = [Math.exp(-mean), 0, 0];
  for (let k = 0; k <= atMost; k++) {
    if (k < atLeast) below += term;
    upTo += term;
    term *= mean / (k + 1);
  }
  expect(below).toBeLessThan(missed * 1.01);
  expect(1 - upTo).toBeLessThan(missed * 1.01 + 1e-12);
});

test.each([1, 5, 60])('the time of event %i is Poisson turned around', (shape) => {
  const { atLeast, atMost } = gammaInterval(shape);
  const fewer = (time: number) => {
    let [term, sum] = [Math.exp(-time), 0];
    for (let k = 0; k < shape; k++) {
      sum += term;
      term *= time / (k + 1);
    }
    return sum;
  };
  expect(1 - fewer(atLeast)).toBeLessThan(missed * 1.01 + 1e-12);
  expect(fewer(atMost) / missed).toBeCloseTo(1, 3);
});

test.each([
  [1, 0.3],
  [4, 0.05],
  [20, 0.9],
  [7, 1],
])('%i successes of trials that succeed with %f', (successes, share) => {
  const { atLeast, atMost } = trialsUntil(successes, share);
  /** P(fewer than so many succeed), by the recursion over trials. */
  const fewer = (trials: number) => {
    let chances = [1];
    for (let trial = 0; trial < trials; trial++) {
      chances = Array.from(
        { length: successes },
        (_, k) => (chances[k] ?? 0) * (1 - share) + (chances[k - 1] ?? 0) * share,
      );
    }
    return chances.reduce((sum, each) => sum + each, 0);
  };
  expect(atLeast).toBeGreaterThanOrEqual(successes);
  expect(1 - fewer(atLeast - 1)).toBeLessThan(missed + 1e-12);
  expect(fewer(atMost)).toBeLessThan(missed + 1e-12);
});
