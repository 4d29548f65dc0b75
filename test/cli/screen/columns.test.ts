/**
 * Goal: a table fits its width, and what is left of it can be read. Method: examples for each step by
 * which a table gets narrower, and for any table the laws of every one.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { type Column, fitted } from '../../../src/cli/screen/columns.ts';
import { clockTime, timesInColumn } from '../../../src/cli/screen/times.ts';
import { displayWidth } from '../../../src/words/width.ts';

const columns: Column[] = [
  { label: '', cells: ['n1', 'n2'], stays: true },
  { label: 'vote', cells: ['', ''] },
  { label: 'leader', cells: ['n1', 'n1'] },
  { label: 'says', cells: ['a long sentence of a server', ''] },
  { label: 'timer', cells: ['[##...] 12 ms election', ''], least: 13, stays: true },
  { label: 'clock', cells: ['+0.0', '+0.0'], isEmpty: (off) => Number(off) === 0 },
];

test.each<[number, string, string]>([
  // Everything; without what is empty; with what is long cut; without whole columns.
  [
    90,
    '    vote  leader  says                         timer                   clock',
    'n1        n1      a long sentence of a server  [##...] 12 ms election  +0.0',
  ],
  [
    65,
    '    leader  says                         timer',
    'n1  n1      a long sentence of a server  [##...] 12 ms election',
  ],
  [46, '    leader  says              timer', 'n1  n1      a long sentence…  [##...] 12 ms e…'],
  [30, '    leader  timer  +1 column', 'n1  n1      [##...] 12 ms ele…'],
  [20, '    timer', 'n1  [##...] 12 ms e…'],
])('in %i columns', (width, heading, first) => {
  const table = fitted(columns, width);
  expect([table.heading, table.rows[0]]).toEqual([heading, first]);
});

test('names are cut in the middle, since they often differ at the end', () => {
  const names = ['service-of-checkout-a', 'service-of-checkout-b'];
  const { rows } = fitted([{ label: '', cells: names, stays: true, least: 9, keepsEnd: true }], 9);
  expect(rows).toEqual(['se…kout-a', 'se…kout-b']);
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '漢', '1'), maxLength: 20 });
const anyColumn = fc.record({
  label: fc.stringMatching(/^[a-z]{1,9}$/),
  cells: fc.array(word, { minLength: 3, maxLength: 3 }),
});

test.prop([fc.array(anyColumn, { maxLength: 8 }), fc.integer({ min: 1, max: 100 })])(
  'every line fits, and no label is cut unless it stands alone',
  (some, width) => {
    const { heading, rows } = fitted(some, width);
    for (const line of [heading, ...rows]) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    const labels = heading.replace(/ {2}\+\d+ columns?$/, '').trim();
    const known = new Set(some.map(({ label }) => label));
    const shown = labels === '' ? [] : labels.split(/ +/);
    expect(shown.every((label) => known.has(label))).toBe(true);
  },
);

test.each([
  [0, '0.000 ms'],
  [0.0005, '0.5 µs'],
  [175.4961, '175.496 ms'],
  [3_600, '3.600000 s'],
  [86_400_000, '86,400.000000 s'],
])('the clock at %d ms reads %s', (ms, text) => {
  expect(clockTime(ms)).toBe(text);
});

test('times below one another have one unit, and differ if they are different', () => {
  expect(timesInColumn([0, 175.5, 175.5, 181])).toEqual({
    unit: 'ms',
    texts: ['0.0', '175.5', '175.5', '181.0'],
  });
  expect(timesInColumn([1_500.4726, 1_500.473])).toEqual({
    unit: 's',
    texts: ['1.5004726', '1.5004730'],
  });
  expect(timesInColumn([0.0125, 0.5]).unit).toBe('µs');
});
