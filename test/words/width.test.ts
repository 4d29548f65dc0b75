/** Goal: a text takes as many columns as a terminal gives it, and is never cut within a character. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginning, displayWidth } from '../../src/words/width.ts';

// Widths as UAX #11 and the emoji data have them, counted by hand.
test.each([
  ['', 0],
  ['raft', 4],
  ['Größe', 5],
  ['東京', 4],
  ['ｶﾅ', 2],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['\u001b[31mred\u001b[39m', 3],
])('%j takes %d columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

test.each([
  ['東京都', 5, '東京'],
  ['e\u0301e\u0301', 1, 'e\u0301'],
  ['a👩‍👩‍👧b', 2, 'a'],
  ['abc', 0, ''],
])('of %j fits into %d columns: %j', (text, columns, fitting) => {
  expect(beginning(text, columns)).toBe(fitting);
});

test('a beginning fits, and is as long as can be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 12 }), (text, columns) => {
      const part = beginning(text, columns);
      expect(text.startsWith(part)).toBe(true);
      expect(displayWidth(part)).toBeLessThanOrEqual(columns);
      if (displayWidth(text) <= columns) expect(part).toBe(text);
    }),
  );
});
