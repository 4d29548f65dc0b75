/**
 * Goal: JSON is read as JSON.parse reads it, at any depth, exact numbers if asked for, and an error
 * has its line; several documents below one another are all read.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, JsonSplitter, jsonFrom } from '../../../src/tools/input/json.ts';

/** With ordinary objects in place of those without a prototype. */
const plain = (value: unknown): unknown => structuredClone(value);

describe('a document', () => {
  test('is what JSON.parse says', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const laidOut = JSON.stringify(JSON.parse(text), undefined, indent);
        expect(plain(jsonFrom(laidOut))).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  test('is refused if JSON.parse refuses it', () => {
    const pieces = fc.constantFrom(...'{}[],:"\\ \n01.-eE+tnu', 'null', 'true', '"a"', '\\u00e4');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(() => jsonFrom(text)).toThrow(/^Line \d+, column \d+: not valid JSON: /);
          return;
        }
        expect(plain(jsonFrom(text))).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });

  test('names the place of its error', () => {
    expect(() => jsonFrom('{\n  "a": 1,\n  b\u001b: 2\n}')).toThrow(
      'Line 3, column 3: not valid JSON: a key in quotation marks should stand here, and "b\\x1b: 2" stands there.',
    );
    expect(() => jsonFrom('[1, 2', { line: 7 })).toThrow(
      'Line 7, column 6: not valid JSON: a comma or ] should stand here, and the input ends.',
    );
  });

  test('may nest as deep as it is allowed, without using the stack', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(() => jsonFrom(deep(1001))).toThrow('it nests deeper than 1000, which is the limit');
    expect(Array.isArray(jsonFrom(deep(200_000), { depthMax: 200_000 }))).toBe(true);
  });

  test('keeps numbers exact if asked, and no key reaches a prototype', () => {
    expect(jsonFrom('[9007199254740993]', { numberFrom: BigInt })).toEqual([9007199254740993n]);
    const value = jsonFrom('{"__proto__": {"polluted": 1}}');
    if (!isJsonObject(value)) throw new Error('not an object');
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(value['constructor']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

test('documents below one another, on one line, and laid out over many, are all read', () => {
  const values = fc.array(fc.object({ maxDepth: 3 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      values,
      fc.constantFrom(0, 2),
      fc.constantFrom('\n', ' ', '', '\n\n', ',\n'),
      (all, indent, gap) => {
        const text = all.map((value) => JSON.stringify(value, undefined, indent)).join(gap);
        const read: unknown[] = [];
        const places: number[] = [];
        const splitter = new JsonSplitter((value, line) => {
          read.push(value);
          places.push(line);
        });
        const lines = text.split('\n');
        for (const [place, line] of lines.entries()) splitter.push(line, place + 1);
        splitter.end();
        expect(plain(read)).toEqual(JSON.parse(JSON.stringify(all)));
        for (const place of places) expect(lines[place - 1]).toContain('{');
      },
    ),
  );
});
