/** Goal: what a tool understood of its input is rows of a name and a value, the format first. */
import { expect, test } from 'vitest';
import { understoodRows } from '../../../src/tools/input/understood.ts';

test('the format, then each fact', () => {
  const facts = [
    { name: 'columns', value: 'time, baseline, canary' },
    { name: 'unit', value: 'ms' },
  ];
  expect(understoodRows({ format: 'CSV', facts })).toEqual([
    ['read as', 'CSV'],
    ['columns', 'time, baseline, canary'],
    ['unit', 'ms'],
  ]);
});
