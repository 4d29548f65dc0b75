/** Goal: every figure is shown with its unit, and a dash if there is none. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { counted, inDigits, inSeconds, inTenths, rounded } from '../../src/words/numbers.ts';

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

test('tenths without a zero at the end, and with commas', () => {
  expect([138.744, 3611.409, 80, 0.04, -2.25].map(inTenths)).toEqual([
    '138.7',
    '3,611.4',
    '80',
    '0',
    '-2.2',
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

test('a share below 1 reads as 1 only if rounding made the difference', () => {
  const shares = [0.9994, 0.9995, 0.99967, 0.999999, 1 - 1e-12, -0.99996, 1];
  expect(shares.map(inDigits)).toEqual([
    '0.9994',
    '0.9995',
    '0.99967',
    '0.999999',
    '1',
    '-0.99996',
    '1',
  ]);
});

test.prop([
  fc.oneof(
    fc.double(),
    fc.double({ min: -2e6, max: 2e6, noNaN: true }),
    // Halves, which binary fractions only come near to.
    fc.integer({ min: -2e9, max: 2e9 }).map((number) => (2 * number + 1) / 2_000),
  ),
])('figures are written as in en-US', (value) => {
  const size = Math.abs(value);
  fc.pre(size === 0 || (size >= 0.0005 && !(size >= 0.99 && size < 1)));
  const decimals = { maximumFractionDigits: size >= 1e6 ? 0 : 3 };
  expect(inDigits(value)).toBe(value.toLocaleString('en-US', decimals));
});
