/**
 * Goal: bad input gets one clear sentence with what would be valid; nothing is lost or silently
 * defaulted.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import * as z from 'zod';
import {
  describeParams,
  distribution,
  paramInText,
  parseAssignments,
  parseParams,
  range,
} from '../../src/lab/params.ts';
import { digestOfSample, parseSampleText, Sample, sampleText } from '../../src/lab/sample.ts';

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
    ['mode=eqal', 'mode must be one of full, equal, not "eqal". Did you mean "equal"?'],
    ['mode=ful', 'mode must be one of full, equal, not "ful". Did you mean "full"?'],
    ['mode=7', 'mode must be one of full, equal, not 7.'],
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

test('a parameter of a scenario that has none is refused in a whole sentence', () => {
  expect(() => parseParams(z.object({}), { nodes: 3 })).toThrow(
    'There is no parameter "nodes". It takes no parameters.',
  );
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

describe('a parameter that is drawn from a file', () => {
  const drawn = z.object({ nodes: z.int().default(5), latencyMs: distribution(1, 3) });
  const values = new Float64Array([0.5, 2, 8]);
  const data = { path: 'data/mine.csv', column: 'p99', digest: digestOfSample(values), values };
  const text = sampleText(data);

  test('is a range with its values, and is written as it was typed', () => {
    const params = parseAssignments(drawn, [`latencyMs=${text}`], [data]) as { latencyMs: Sample };
    expect(params).toMatchObject({ nodes: 5, latencyMs: { min: 0.5, max: 8, values } });
    expect(paramInText(params.latencyMs)).toBe(`@data/mine.csv:p99#${data.digest}`);
    // Parameters are checked again by each run that is given them.
    expect(parseParams(drawn, params)).toEqual(params);
  });

  test('is named without its folder in tokens', () => {
    expect(JSON.stringify(new Sample(data))).toBe(`"@mine.csv:p99#${data.digest}"`);
  });

  test.each([
    [`latencyMs=${text}`, 'latencyMs is drawn from a file, data/mine.csv'],
    ['latencyMs=@mine.csv', 'give the file with --data mine.csv'],
    [
      'nodes=@mine.csv',
      'nodes cannot be drawn from a file: of this scenario’s parameters latencyMs can.',
    ],
  ])('%s is refused without its numbers', (assignment, message) => {
    expect(() => parseAssignments(drawn, [assignment])).toThrow(message);
  });

  test('its limits hold for the numbers of the file', () => {
    const negative = { ...data, values: new Float64Array([-1, 2]) };
    expect(() => parseAssignments(drawn, [`latencyMs=${text}`], [negative])).toThrow(
      'latencyMs.min must be at least 0',
    );
  });

  test('help says so', () => {
    expect(describeParams(drawn)[1]?.allowed).toBe('a range, min..max, or @file:column');
  });

  test.each([
    ['@a.csv', { path: 'a.csv', column: undefined, digest: undefined }],
    ['@a.csv:2', { path: 'a.csv', column: '2', digest: undefined }],
    [
      '@b/a.csv:p99#0123456789abcdef',
      { path: 'b/a.csv', column: 'p99', digest: '0123456789abcdef' },
    ],
    ['@a#1.csv', { path: 'a#1.csv', column: undefined, digest: undefined }],
    ['@', { path: '', column: undefined, digest: undefined }],
  ])('%s', (written, reference) => {
    expect(parseSampleText(written)).toEqual(reference);
    expect(sampleText(reference)).toBe(written);
  });

  test('a colon may belong to the name of the file', () => {
    const isFile = (path: string) => path === 'a:b.csv';
    expect(parseSampleText('@a:b.csv', isFile)).toMatchObject({ path: 'a:b.csv' });
    expect(parseSampleText('@a:b.csv:c', isFile)).toMatchObject({ path: 'a:b.csv', column: 'c' });
  });
});

test.each([
  [5, '5'],
  [{ min: 1, max: 3 }, '1..3'],
  ['full', 'full'],
  [true, 'true'],
])('%j is written %s', (value, text) => {
  expect(paramInText(value)).toBe(text);
});
