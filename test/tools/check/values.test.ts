/**
 * Goal: values are read exactly, however they are cut into pieces and however deep they are nested.
 * Method: edn-data and JSON.parse are the oracles for what they can read; what they lose is written
 * out by hand.
 */

import { fc, test as property } from '@fast-check/vitest';
import { parseEDNString } from 'edn-data';
import { describe, expect, test } from 'vitest';
import { exactNumber } from '../../../src/check/linearizability/exact-number.ts';
import { asEdn, asJson, keyOf, type Value } from '../../../src/check/linearizability/value.ts';
import { must } from '../../../src/kernel/must.ts';
import { EdnReader, valueFromEdn, valuesFromEdn } from '../../../src/tools/check/edn.ts';
import { JsonReader } from '../../../src/tools/check/json.ts';

function fromJson(text: string, pieces: readonly string[] = [text]): Value[] {
  const values: Value[] = [];
  const reader = new JsonReader((value) => values.push(value));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return values;
}

/** A text in pieces of so many characters at most. */
function inPieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, place) =>
    text.slice(place * size, (place + 1) * size),
  );
}

describe('numbers', () => {
  test.each<[string, string]>([
    ['1.00000000000000000001M', '1.00000000000000000002M'],
    ['1.00000000000000000001', '1.00000000000000000002'],
    ['123456789012345678901234567890N', '123456789012345678901234567891N'],
    ['9007199254740993', '9007199254740992'],
    ['1/3', '33333333333333333/100000000000000000'],
    ['1e400', '1e401'],
    ['1e-400', '0'],
    ['1e999999999', '1e999999998'],
    ['-1e25', '1e25'],
  ])('%s is not %s', (one, other) => {
    expect(keyOf(valueFromEdn(one))).not.toBe(keyOf(valueFromEdn(other)));
  });

  test.each<[string, string]>([
    ['1.0M', '1'],
    ['1.50M', '1.5'],
    ['7N', '7'],
    ['+7', '7'],
    ['-0.0', '0'],
    ['0M', '0'],
    ['1e3', '1000'],
    ['12.5e-1M', '1.25'],
    ['4/2', '2'],
    ['2/6', '1/3'],
    ['-4/6', '-2/3'],
    ['1e25', '10000000000000000000000000N'],
    ['0.1M', '0.1'],
    ['100e-30M', '1E-28'],
  ])('%s is %s', (one, other) => {
    expect(keyOf(valueFromEdn(one))).toBe(keyOf(valueFromEdn(other)));
  });

  test.each(['1.2.3', '12ab', '007', '1/0', '0x1F', '1e'])('%s is refused', (text) => {
    expect(() => valueFromEdn(text)).toThrow('is not a number');
  });

  property.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])(
    'a number of JavaScript is read as it was written',
    (number) => {
      const value = exactNumber(String(number));
      expect(typeof value === 'bigint' ? Number(value) : value).toBe(number === 0 ? 0 : number);
    },
  );

  test('is shown as it was written', () => {
    expect(asEdn(valueFromEdn('-0.00000000000000000125M'))).toBe('-1.25e-18');
    expect(asEdn(valueFromEdn('1.00000000000000000001M'))).toBe('1.00000000000000000001M');
    expect(asJson(valueFromEdn('[1.00000000000000000001M 1/3]'), 'text')).toBe(
      '["100000000000000000001e-20","1/3"]',
    );
  });

  property.prop([fc.bigInt(), fc.nat(40)])('a decimal is exact', (coefficient, places) => {
    const digits = String(coefficient < 0n ? -coefficient : coefficient).padStart(places + 1, '0');
    const point = digits.length - places;
    const text = `${coefficient < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}0`;
    const next = String(coefficient + 1n);
    expect(exactNumber(text)).toEqual(exactNumber(`${coefficient}e-${places}`));
    expect(exactNumber(text)).not.toEqual(exactNumber(`${next}e-${places}`));
  });
});

describe('EDN', () => {
  test.each<[string, Value[]]>([
    ['#inst "2020-01-01T00:00:00Z"', ['2020-01-01T00:00:00Z']],
    ['#uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"', ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6']],
    ['#_ a b', ['b']],
    ['#_ #_ a b c', ['c']],
    ['#_ [a #_ b {:c d}] e', ['e']],
    ['^{:line 3} [1]', [[1]]],
    ['^:private ^String x', ['x']],
    ['[1 ^:m 2 #_3]', [[1, 2]]],
    ['"a\\tb\\u00e9\\\\ \\"q\\""', ['a\tbé\\ "q"']],
    ['"two\nlines"', ['two\nlines']],
    ['\\a \\newline \\u0041 \\( \\\\', ['a', '\n', 'A', '(', '\\']],
    ['; all\n1 ; rest', [1]],
    [
      '#:a{:b 1 :_/c 2 :d/e 3}',
      [
        {
          map: [
            [{ keyword: 'a/b' }, 1],
            [{ keyword: 'c' }, 2],
            [{ keyword: 'd/e' }, 3],
          ],
        },
      ],
    ],
    ['foo/bar -x + nil true false', ['foo/bar', '-x', '+', null, true, false]],
    ['##Inf ##-Inf', [Infinity, -Infinity]],
    ['#{}', [{ set: [] }]],
    ['{}', [{ map: [] }]],
  ])('%s', (text, values) => {
    expect(valuesFromEdn(text)).toEqual(values);
  });

  test.each([
    ['#', 'nothing follows "#"'],
    ['[#_]', 'nothing follows "#_"'],
    ['[1 #tag]', 'nothing follows "#tag"'],
    ['{:a}', 'a map has a key without a value'],
    ['"a\\q"', 'a text has no escape \\q'],
    ['\\nowhere', 'there is no character \\nowhere'],
    ['[1}', '"}" closes the vector that opens with "[" in line 1'],
    [':', 'a keyword has no name'],
  ])('%s is refused', (text, message) => {
    expect(() => valuesFromEdn(text)).toThrow(message);
  });

  const word = fc.stringMatching(/^[a-z][a-z0-9*!_?-]{0,6}$/);
  const form: fc.Arbitrary<string> = fc.letrec<{ form: string }>((tie) => ({
    form: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('nil', 'true', 'false'),
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }).map(String),
      fc.string({ unit: 'grapheme-ascii' }).map((text) => JSON.stringify(text)),
      word.map((name) => `:${name}`),
      fc.array(tie('form'), { maxLength: 4 }).map((all) => `[${all.join(' ')}]`),
      fc.array(tie('form'), { maxLength: 4 }).map((all) => `( ${all.join(' , ')} )`),
      fc
        .array(fc.tuple(tie('form'), tie('form')), { maxLength: 3 })
        .map((all) => `{${all.map((pair) => pair.join(' ')).join(', ')}}`),
    ),
  })).form;

  property.prop([form, fc.integer({ min: 1, max: 9 })])(
    'is read as edn-data reads it, in pieces or not',
    (text, size) => {
      const options = { listAs: 'array', charAs: 'string' } as const;
      const expected = keyOf(fromEdnData(parseEDNString(text, options)));
      expect(keyOf(valueFromEdn(text))).toBe(expected);
      const values: Value[] = [];
      const reader = new EdnReader((value) => values.push(value), false);
      for (const piece of inPieces(text, size)) reader.push(piece);
      reader.end();
      expect(values.map(keyOf)).toEqual([expected]);
      expect(keyOf(valueFromEdn(asEdn(must(values[0], 'first value'))))).toBe(expected);
    },
  );
});

/** What edn-data makes of a text, as a value of a history. */
function fromEdnData(parsed: unknown): Value {
  if (Array.isArray(parsed)) return parsed.map(fromEdnData);
  if (typeof parsed === 'number')
    return Number.isFinite(parsed) ? (exactNumber(String(parsed)) ?? 0) : parsed;
  if (typeof parsed !== 'object' || parsed === null) return parsed as Value;
  if ('key' in parsed) return { keyword: String(parsed.key) };
  if ('map' in parsed) {
    const entries = parsed.map as [unknown, unknown][];
    return { map: entries.map(([key, of]) => [fromEdnData(key), fromEdnData(of)] as const) };
  }
  throw new Error(`edn-data gave ${JSON.stringify(parsed)}`);
}

describe('JSON', () => {
  property.prop([fc.json(), fc.integer({ min: 1, max: 9 })])(
    'is read as JSON.parse reads it, in pieces or not',
    (text, size) => {
      const whole = fromJson(`{"value":${text}}`);
      expect(JSON.parse(asJson(must(whole[0], 'first value')))).toEqual({
        value: withoutMinusZero(JSON.parse(text)),
      });
      expect(fromJson('', inPieces(`{"value":${text}}`, size))).toEqual(whole);
    },
  );

  property.prop([
    fc.json(),
    fc.nat(),
    fc.constantFrom('', ',', ':', ']', '}', '"', '1', '\\', '{', '['),
  ])('is refused where JSON.parse refuses it', (json, at, inserted) => {
    const text = `{"value":${json}}`;
    const place = at % text.length;
    const broken = text.slice(0, place) + inserted + text.slice(place + 1);
    const accepts = (read: () => unknown) => {
      try {
        read();
        return true;
      } catch {
        return false;
      }
    };
    // A value more at the end is another line, and one list is its elements.
    const isOneMap = accepts(() => JSON.parse(broken)) && broken.startsWith('{');
    if (isOneMap) expect(accepts(() => fromJson(broken))).toBe(true);
    else if (accepts(() => fromJson(broken))) expect(fromJson(broken)).not.toHaveLength(1);
  });

  test('numbers stay exact', () => {
    const [one, other] = fromJson('{"v":12345678901234567890.5}\n{"v":12345678901234567890.4}');
    expect(keyOf(one as Value)).not.toBe(keyOf(other as Value));
  });

  test.each([
    '[1,]',
    '{"a":1,}',
    '{"a"}',
    '{a:1}',
    '[01]',
    '[+1]',
    '[.5]',
    '[1 2]',
    "['a']",
    'nul',
  ])('%s is refused', (text) => {
    expect(() => fromJson(text)).toThrow('this is not JSON');
  });
});

function withoutMinusZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('nesting', () => {
  const depth = 20_000;
  const nested = (open: string, close: string) => open.repeat(depth) + close.repeat(depth);

  test.each([
    ['vectors', nested('[', ']')],
    ['maps', `${'{:a '.repeat(depth)}1${'}'.repeat(depth)}`],
    ['sets', nested('#{', '}')],
    ['tags', `${'#tag '.repeat(depth)}1`],
    ['what is left out', `${'#_ '.repeat(depth)}${'1 '.repeat(depth)} 2`],
  ])('of %s, 20,000 deep', (_, text) => {
    const value = valueFromEdn(text);
    expect(keyOf(value).length).toBeGreaterThan(0);
    expect(keyOf(valueFromEdn(asEdn(value)))).toBe(keyOf(value));
  });

  test('of arrays and objects in JSON', () => {
    const [value] = fromJson(`{"v":${nested('[', ']')}}`);
    expect(asJson(value as Value)).toBe(`{"v":${nested('[', ']')}}`);
  });

  test('that breaks off is refused', () => {
    expect(() => fromJson(`{"v":${'['.repeat(depth)}`)).toThrow('is never closed');
  });
});
