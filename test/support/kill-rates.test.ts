/** Goal: a rule is held over the least number of seeds that misses a defect with less than 5%. */
import { describe, expect, test } from 'vitest';
import { seedsToCatch } from './kill-rates.ts';

describe('seeds to catch a defect', () => {
  test.each([
    [200, 200, 5],
    [20, 20, 5],
    [15, 20, 5],
    [100, 200, 5],
    [50, 200, 11],
    [10, 200, 59],
    [2, 200, 299],
  ])('%i kills in %i seeds: %i', (found, tried, seeds) => {
    expect(seedsToCatch({ found, tried })).toBe(seeds);
    const missed = (n: number) => (1 - found / tried) ** n;
    expect(missed(seeds)).toBeLessThan(0.05);
    if (seeds > 5) expect(missed(seeds - 1)).toBeGreaterThanOrEqual(0.05);
  });

  test('a killer that never kills is refused', () => {
    expect(() => seedsToCatch({ found: 0, tried: 200 })).toThrow('no seed kills');
  });
});
