/** Goal: limits and charges of AWS are what its documents say. Method: by hand, from the numbers that they give. */
import { expect, test } from 'vitest';
import { breakEvenKb, failoversAYear, partMb } from '../../../sims/serverless/aws.ts';

test('an object of 5 TB takes parts of 500 MB, of which 10,000 make it up', () => {
  expect(partMb(5)).toBe(500);
  expect(10_000 * partMb(0.05)).toBeCloseTo(50_000, 6);
});

test('below the break-even the minimum charge costs more than Standard, above it less', () => {
  const [standard, infrequent] = [0.023, 0.0125];
  const kb = breakEvenKb(standard, infrequent);
  expect(128 * infrequent).toBeCloseTo(kb * standard, 12);
  expect(breakEvenKb(1, 1)).toBe(128);
});

test('four nines are 52.6 minutes a year: 26 failovers of two minutes', () => {
  expect(failoversAYear(0.9999, 120)).toBeCloseTo(52.596 / 2, 3);
  expect(failoversAYear(1, 120)).toBe(0);
});
