import { describe, expect, test } from 'vitest';
import { expectationInWords } from '../../src/check/figures.ts';

describe('an expectation in words', () => {
  test.each([
    {
      says: 'long times are no longer milliseconds',
      report: { text: 'ms until all see it', measured: 1_348_987, bound: { atMost: 12_345 } },
      words: 'time until all see it: measured 22.48 min, expected at most 0.2057 min',
    },
    {
      says: 'a unit in the middle goes with them',
      report: {
        text: 'longest time to fill, in ms: a lock',
        measured: 90_000,
        bound: { atMost: 7e5 },
      },
      words: 'longest time to fill: a lock: measured 1.5 min, expected at most 11.67 min',
    },
    {
      says: 'short times are',
      report: { text: 'ms until all see it', measured: 143.04, bound: { atMost: 3000 } },
      words: 'ms until all see it: measured 143.04, expected at most 3,000',
    },
    {
      says: 'shares are percentages',
      report: { text: 'share of calls', measured: 0.5, bound: { atLeast: 0.25, atMost: 1 } },
      words: 'share of calls: measured 50%, expected 25% to 100%',
    },
    {
      says: 'counts are as they are',
      report: { text: 'letters that are missing', measured: null, bound: { atMost: 0 } },
      words: 'letters that are missing: not measured, expected 0',
    },
  ])('$says', ({ report, words }) => {
    expect(expectationInWords(report)).toBe(words);
  });
});
