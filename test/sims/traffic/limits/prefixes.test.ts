/** Proves what one prefix of an object store admits at once: a millisecond's reads, and what turns leave over. */
import { expect, test } from 'vitest';
import { burstOf } from '../../../../sims/traffic/limits/prefixes.ts';

test.each([
  [3_500, 6],
  [5_000, 7],
  [5_001, 8],
  [1, 3],
])('of %i reads a second, %i at once', (perPrefix, burst) => {
  expect(burstOf(perPrefix)).toBe(burst);
});
