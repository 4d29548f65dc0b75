/** Goal: every figure is shown with its unit, and a dash if there is none. */
import { expect, test } from 'vitest';
import { counted, inSeconds, rounded } from '../../src/words/numbers.ts';

test('seconds to the tenth, and milliseconds below that', () => {
  const durations = [undefined, 0, 40.4, 99, 100, 12_340, 30_000, 1_234_500];
  expect(durations.map(inSeconds)).toEqual([
    '—',
    '0 s',
    '40 ms',
    '99 ms',
    '0.1 s',
    '12.3 s',
    '30 s',
    '1,234.5 s',
  ]);
});

test('whole numbers', () => {
  expect([undefined, 0.4, 1_234.5].map(rounded)).toEqual(['—', '0', '1,235']);
});

test('a count and its noun', () => {
  expect([0, 1, 2].map((count) => counted(count, 'vote'))).toEqual([
    '0 votes',
    '1 vote',
    '2 votes',
  ]);
});
