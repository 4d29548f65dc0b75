/** Goal: equal data have equal digests, and data that differ anywhere have different ones. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Digest } from '../../src/trace/digest.ts';

function digestOf(...values: unknown[]): string {
  const digest = new Digest();
  for (const value of values) digest.value(value);
  return digest.hex();
}

/** JSON, with what JSON.stringify would hide kept apart. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => {
    if (part === undefined) return '<undefined>';
    return typeof part === 'number' && !Number.isInteger(part) ? String(part) : part;
  });

describe('digest', () => {
  test.prop([fc.jsonValue()])('equal data, equal digest', (value) => {
    expect(digestOf(value)).toBe(digestOf(structuredClone(value)));
    expect(digestOf(value)).toMatch(/^[0-9a-f]{16}$/);
  });

  test.prop([fc.array(fc.jsonValue()), fc.array(fc.jsonValue())], { numRuns: 2_000 })(
    'different data, different digest',
    (a, b) => {
      fc.pre(canonical(a) !== canonical(b));
      expect(digestOf(...a)).not.toBe(digestOf(...b));
    },
  );

  test.each([
    [[1, 2], [12]],
    [['a', 'b'], ['ab']],
    [[[1], 2], [[1, 2]]],
    [[{ a: 1 }], [{ b: 1 }]],
    [[0], [false]],
    [[null], [undefined]],
    [['1'], [1]],
    [[{}], [[]]],
    [
      [1, 2],
      [2, 1],
    ],
  ])('%j and %j differ', (a, b) => {
    expect(digestOf(...a)).not.toBe(digestOf(...b));
  });

  test('a small change anywhere in a long sequence changes the digest', () => {
    const sequence = (changed: number) => {
      const digest = new Digest();
      for (let i = 0; i < 10_000; i++) digest.word(i === changed ? i ^ 1 : i);
      return digest.hex();
    };
    const digests = Array.from({ length: 200 }, (_, i) => sequence(i * 50));
    expect(new Set([...digests, sequence(-1)]).size).toBe(201);
  });

  test('a copy goes on by itself', () => {
    const digest = new Digest();
    digest.number(1);
    const copy = digest.copy();
    copy.number(2);
    expect(digest.hex()).not.toBe(copy.hex());
    digest.number(2);
    expect(digest.hex()).toBe(copy.hex());
  });

  test.each([[new Map()], [new Set()], [() => {}], [Symbol('s')]])('refuses %s', (value) => {
    expect(() => digestOf({ hidden: value })).toThrow(TypeError);
  });
});
