/**
 * Goal: a number in either notation is read as it was meant or refused, and never by a factor of 1,000
 * wrong; units are those of the field.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DecimalMark,
  decimalMarkOf,
  type NotationOptions,
  numberFrom,
} from '../../../src/tools/input/numbers.ts';
import { quantityFrom } from '../../../src/tools/input/quantities.ts';

const column = (...texts: string[]) => texts.map((text, place) => ({ text, line: place + 2 }));

describe('a number', () => {
  test.each<[string, DecimalMark, number | undefined]>([
    ['10,000', 'point', 10_000],
    ['10,000', 'comma', 10],
    ['10.000', 'comma', 10_000],
    ['10.000', 'point', 10],
    ['1 234,5', 'comma', 1234.5],
    ['1\u202f234,5', 'comma', 1234.5],
    ["1'234.5", 'point', 1234.5],
    ['1.234.567,8', 'comma', 1_234_567.8],
    ['1e6', 'point', 1e6],
    ['1,5e3', 'comma', 1500],
    ['12_000', 'point', 12_000],
    ['-0.5', 'point', -0.5],
    ['\u22125', 'point', -5],
    ['.5', 'point', 0.5],
    ['0.123', 'comma', undefined],
    ['1234.567', 'comma', undefined],
    ['1,23', 'point', undefined],
    ['1,2345', 'point', undefined],
    ['1_2', 'point', undefined],
    ['0x10', 'point', undefined],
    ['Infinity', 'point', undefined],
    ['', 'point', undefined],
    ['12ms', 'point', undefined],
  ])('%s with a decimal %s is %s', (text, mark, value) => {
    expect(numberFrom(text, mark)).toBe(value);
  });

  test.each<[string, 'en-US' | 'de-DE', DecimalMark]>([
    ['English', 'en-US', 'point'],
    ['German', 'de-DE', 'comma'],
  ])('as a %s spreadsheet writes it is read back', (_, locale, mark) => {
    const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
        expect(numberFrom(format.format(thousandths / 1000), mark)).toBe(thousandths / 1000 || 0);
      }),
    );
  });
});

describe('a column', () => {
  test.each<[string, string[], NotationOptions, DecimalMark]>([
    ['plain numbers', ['1', '20'], {}, 'point'],
    ['one cell that only a point explains', ['1.234', '0.5'], {}, 'point'],
    ['one cell that only a comma explains', ['1.234', '1.234,5'], {}, 'comma'],
    ['a leading zero is no group', ['1.234', '0.123'], {}, 'point'],
    ['two groups', ['10.000', '1.000.000'], {}, 'comma'],
    ['whole numbers', ['10.000', '10.005'], { isWhole: true }, 'comma'],
    ['whole numbers in English', ['10,000', '10,005'], { isWhole: true }, 'point'],
    ['whole numbers written as floats', ['10.0', '10.000'], { isWhole: true }, 'point'],
    ['semicolons', ['10.000', '5.000'], { delimiter: ';' }, 'comma'],
    ['semicolons with points all the same', ['1.5'], { delimiter: ';' }, 'point'],
    ['what the user said', ['10.000'], { said: 'comma' }, 'comma'],
    ['words are no evidence', ['a.b', 'n/a', 'v1,2'], {}, 'point'],
  ])('%s', (_, texts, options, mark) => {
    expect(decimalMarkOf(column(...texts), options)).toBe(mark);
  });

  test('that shows nothing is refused with its line and what to say', () => {
    const ask = () => decimalMarkOf(column('7', '10.000', '5.000'), { name: 'offset' });
    expect(ask).toThrow(
      'Line 3: "10.000" is 10 with a decimal point and 10000 with a decimal comma, and no number of column "offset" tells which. Say --decimal point or --decimal comma',
    );
    expect(() => decimalMarkOf(column('10,000'), { delimiter: ',' })).toThrow('Line 2');
    const elsewhere = 'point' as const;
    expect(decimalMarkOf(column('10.000'), { elsewhere })).toBe('point');
  });

  test('that disagrees with itself is refused with both lines', () => {
    expect(() => decimalMarkOf(column('1.5', '2', '1,5'))).toThrow(
      'line 2 has "1.5", with a decimal point, and line 4 has "1,5", with a decimal comma',
    );
  });

  test('is never read by a factor of 1,000 wrong', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 9_999_999 }), { minLength: 1 });
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom('en-US', 'de-DE'),
        fc.boolean(),
        (all, locale, whole) => {
          const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
          const values = all.map((amount) => (whole ? amount : amount / 1000));
          const texts = values.map((value) => format.format(value));
          let mark: DecimalMark;
          try {
            mark = decimalMarkOf(column(...texts), { isWhole: whole });
          } catch {
            return;
          }
          expect(texts.map((text) => numberFrom(text, mark))).toEqual(values);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test.each([
  ['12 ms', 12, 'time'],
  ['1.2s', 1200, 'time'],
  ['3µs', 0.003, 'time'],
  ['2 min', 120_000, 'time'],
  ['1m30s', 90_000, 'time'],
  ['1h2m3.5s', 3_723_500, 'time'],
  ['5 MiB', 5_242_880, 'bytes'],
  ['1.5 kB', 1500, 'bytes'],
  ['3%', 0.03, 'share'],
  ['1.2 K', 1200, 'count'],
  ['4 req/s', 4, 'rate'],
  ['17', 17, 'count'],
])('%s is %s (%s)', (text, value, dimension) => {
  expect(quantityFrom(text)).toMatchObject({ dimension });
  expect(quantityFrom(text)?.value).toBeCloseTo(value, 9);
});

test.each(['', 'ms', 's5', '1 parsec', '1s2h', '1 constructor', '5 ms ms'])(
  '"%s" is no quantity',
  (text) => {
    expect(quantityFrom(text)).toBeUndefined();
  },
);
