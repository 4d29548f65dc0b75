/** Goal: columns stand below one another, and a long last cell goes on below itself where there is room for it. */
import { describe, expect, test } from 'vitest';
import { paintIn } from '../../src/draw/colour.ts';
import { hangingColumns } from '../../src/draw/text.ts';

describe('hanging columns', () => {
  const words = 'one two three four five six seven eight nine ten eleven twelve';

  test('go on below the beginning of their last cell', () => {
    expect(
      hangingColumns(
        [
          ['a', words],
          ['bcd', 'short'],
        ],
        '  ',
        40,
      ),
    ).toEqual([
      '  a    one two three four five six seven',
      '       eight nine ten eleven twelve',
      '  bcd  short',
    ]);
  });

  test('stay in one line where a column would be too narrow, and alone', () => {
    const wide = 'w'.repeat(30);
    expect(hangingColumns([[wide, words]], '', 50)).toEqual([`${wide}  ${words}`]);
    expect(hangingColumns([[words]], '', 40)).toEqual([words]);
  });

  test('colour takes no room', () => {
    const paint = paintIn(true);
    const [first = '', second] = hangingColumns([[paint.bold('a'), words]], '', 40);
    expect(first.endsWith('one two three four five six seven')).toBe(true);
    expect(second).toBe('   eight nine ten eleven twelve');
  });
});
