/**
 * Goal: bad input gets one clear sentence with what would be valid; nothing is lost or silently
 * defaulted.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { describeParams, paramInText, parseAssignments, range } from '../../src/lab/params.ts';

const schema = z.object({
  nodes: z.int().min(1).max(9).default(5).describe('how many'),
  timeoutMs: range(150, 300).describe('how long'),
  factor: z.number().positive().default(2),
  mode: z.enum(['full', 'equal']).default('full'),
  verbose: z.boolean().default(false),
});

const defaults = {
  nodes: 5,
  timeoutMs: { min: 150, max: 300 },
  factor: 2,
  mode: 'full',
  verbose: false,
};

describe('assignments', () => {
  test('leave the others at their defaults', () => {
    expect(parseAssignments(schema, [])).toEqual(defaults);
    expect(parseAssignments(schema, ['nodes=3', 'mode=equal', 'verbose=true'])).toEqual({
      ...defaults,
      nodes: 3,
      mode: 'equal',
      verbose: true,
    });
  });

  test.each(['10..20', '10-20', '10,20', '[10,20]', ' 10 .. 20 '])(
    'a range is written %s',
    (text) => {
      expect(parseAssignments(schema, [`timeoutMs=${text}`])).toMatchObject({
        timeoutMs: { min: 10, max: 20 },
      });
    },
  );

  test('one number is a range of itself', () => {
    expect(parseAssignments(schema, ['timeoutMs=150'])).toMatchObject({
      timeoutMs: { min: 150, max: 150 },
    });
  });

  test.each([
    ['nodes', '"--set nodes" is not an assignment: write --set name=value'],
    ['=3', 'is not an assignment'],
    ['nodes=12', 'nodes must be at most 9, not 12.'],
    ['nodes=0', 'nodes must be at least 1, not 0.'],
    ['nodes=2.5', 'nodes must be a whole number, not 2.5.'],
    ['nodes=many', 'nodes must be a finite number, not "many".'],
    ['nodes=', 'nodes must be a finite number, not "".'],
    ['nodes=Infinity', 'nodes must be'],
    ['node=3', 'There is no parameter "node". Did you mean "nodes"?'],
    ['timeoutMs=5..3', 'the lower end must not be above the upper end'],
    ['timeoutMs=soon', 'timeoutMs must be a range such as 150..300, not "soon".'],
    ['timeoutMs=a..b', 'timeoutMs'],
    ['timeoutMs=-1..3', 'timeoutMs.min must be at least 0'],
    ['factor=0', 'factor must be above 0, not 0.'],
    ['mode=decorrelated', 'mode must be one of full, equal, not "decorrelated".'],
    ['verbose=yes', 'verbose must be true or false, not "yes".'],
  ])('%s is refused: %s', (assignment, message) => {
    expect(() => parseAssignments(schema, [assignment])).toThrow(message);
  });

  test.prop([fc.string(), fc.string()])('nothing that is typed crashes it', (name, value) => {
    try {
      parseAssignments(schema, [`${name}=${value}`]);
    } catch (error) {
      expect((error as Error).name).toBe('InputError');
      expect((error as Error).message.split('\n').length).toBeLessThanOrEqual(
        2 + name.split('\n').length + value.split('\n').length,
      );
    }
  });
});

test('help is read from the schema', () => {
  expect(describeParams(schema)).toEqual([
    { name: 'nodes', says: 'how many', default: 5, allowed: 'whole number, 1 to 9' },
    {
      name: 'timeoutMs',
      says: 'how long',
      default: { min: 150, max: 300 },
      allowed: 'a range, min..max',
    },
    { name: 'factor', says: '', default: 2, allowed: 'number, above 0' },
    { name: 'mode', says: '', default: 'full', allowed: 'full or equal' },
    { name: 'verbose', says: '', default: false, allowed: 'true or false' },
  ]);
});

test.each([
  [5, '5'],
  [{ min: 1, max: 3 }, '1..3'],
  ['full', 'full'],
  [true, 'true'],
])('%j is written %s', (value, text) => {
  expect(paramInText(value)).toBe(text);
});
