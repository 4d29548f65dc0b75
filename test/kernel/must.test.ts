/** Goal: what is there is given back, whatever it is; what is missing is named. */
import { expect, test } from 'vitest';
import { must } from '../../src/kernel/must.ts';

test.each([0, '', false, null, []])('%j is there', (value) => {
  expect(must(value, 'value')).toBe(value);
});

test('what is missing is named', () => {
  expect(() => must([1][1], 'second number')).toThrow(
    'There is no second number, but there must be',
  );
});
