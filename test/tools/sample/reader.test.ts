/**
 * Goal: the numbers that a parameter is drawn from are those of the file, in ms: read in either
 * notation and in any unit, or refused with the line; never by a silent factor.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { readFrom } from '../../../src/tools/input/chunk-reader.ts';
import { type SampleOptions, sampleReader } from '../../../src/tools/sample/reader.ts';

const read = (text: string, options: Partial<SampleOptions> = {}) =>
  readFrom(
    [new TextEncoder().encode(text)],
    sampleReader({ column: undefined, parameter: 'latencyMs', ...options }),
  );
const valuesOf = (text: string, options: Partial<SampleOptions> = {}) => [
  ...read(text, options).values,
];

describe('which numbers', () => {
  test.each([
    ['a number on each line', '3\n1\n2\n', {}, [1, 2, 3], '1'],
    ['a header and one column', 'latency\n3.5\n1\n', {}, [1, 3.5], 'latency'],
    ['the only column of numbers', 'host,value\na,3\nb,1\n', {}, [1, 3], 'value'],
    [
      'the column called as the parameter',
      'count,latency_ms\n9,3\n9,1\n',
      {},
      [1, 3],
      'latency_ms',
    ],
    ['a column by name', 'p50,p99\n1,10\n2,20\n', { column: 'p99' }, [10, 20], 'p99'],
    ['a column by another case', 'P50,P99\n1,10\n2,20\n', { column: 'p99' }, [10, 20], 'P99'],
    ['a column by number', 'p50,p99\n1,10\n2,20\n', { column: '2' }, [10, 20], 'p99'],
    ['no header, by number', '1;10\n2;20\n', { column: '2' }, [10, 20], '2'],
    ['a name that cannot be written', 'a b,p99\n1,10\n', { column: 'a b' }, [1], '1'],
    ['blank lines and cells', 'x,y\n1,2\n\n,3\n4,NaN\n', { column: 'y' }, [2, 3], 'y'],
    ['a byte order mark, CRLF', '\ufeffx,y\r\n1,2\r\n', { column: 'x' }, [1], 'x'],
    ['quoted cells', 'x,y\n"1,500",2\n', { column: 'x', decimal: 'point' }, [1500], 'x'],
  ] as const)('%s', (_what, text, options, values, column) => {
    expect(valuesOf(text, options)).toEqual(values);
    expect(read(text, options).column).toBe(column);
  });

  test.each([
    ['x,y\n1,2\n', {}, 'several columns, x, y: say which one holds latencyMs'],
    ['1,2\n3,4\n', {}, 'several columns, 1 to 2'],
    ['p50,p99\n1,2\n', { column: 'p98' }, 'There is no column "p98". Did you mean "p99"?'],
    ['1,2\n', { column: 'p99' }, 'It has no header'],
    ['x,x\n1,2\n', { column: 'x' }, 'Columns 1 and 2 are both called x'],
    ['latency\n1\nabc\n', {}, 'Line 3: "abc" is not a number'],
    ['latency\n1\n-2\n', {}, 'Line 3: "-2" is negative, and latencyMs cannot be'],
    ['latency\n1e999\n', {}, 'Line 2: "1e999" is too large'],
    ['x,y\n1,2\n3\n', { column: 'x' }, 'Line 3 has 1 cell, and the first line 2'],
    ['', {}, 'It has no numbers to draw from.'],
    ['latency\n', {}, 'It has no numbers to draw from.'],
    ['[1,2]', {}, 'It looks like JSON'],
    ['1\n2\n3\n', { valuesMax: 2 }, 'more than 2 numbers, which is the limit'],
  ] as const)('%j is refused', (text, options, message) => {
    expect(() => read(text, options)).toThrow(message);
  });
});

describe('units', () => {
  test.each([
    ['latency_us\n1500\n', 1.5],
    ['latency_s\n0.25\n', 250],
    ['duration (seconds)\n0.25\n', 250],
    ['elapsedSeconds\n2\n', 2000],
    ['latencyMs\n3\n', 3],
    ['p99 latency [ms]\n3\n', 3],
    ['latency\n250ms\n', 250],
    ['latency\n1.5 s\n', 1500],
    ['latency_s\n250 ms\n', 250],
    ['latency\n1m30s\n', 90_000],
    ['latency\n7\n', 7],
  ])('%j', (text, ms) => {
    expect(valuesOf(text)).toEqual([expect.closeTo(ms, 9)]);
  });

  test.each([
    ['latency\n1\n2 s\n', 'Line 2 has no unit, and line 3 has s'],
    ['latency\n5 MiB\n', 'Line 2: "5 MiB" is not a time'],
    ['latency_min\n5\n', 'Column latency_min may be in minutes or hold a minimum'],
    ['size_bytes\n5\n', 'Column size_bytes is in bytes, which is not a time'],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('notation', () => {
  test('a decimal comma, in one column or between semicolons', () => {
    expect(valuesOf('latency\n1,5\n2,25\n')).toEqual([1.5, 2.25]);
    expect(valuesOf('x;y\n1,5;2\n2,25;2\n', { column: 'x' })).toEqual([1.5, 2.25]);
  });

  test('what could be either is refused, unless it is said', () => {
    expect(() => read('latency\n1.234\n5.678\n')).toThrow('Say --decimal point or --decimal comma');
    expect(valuesOf('latency\n1.234\n5.678\n', { decimal: 'point' })).toEqual([1.234, 5.678]);
    expect(valuesOf('latency\n1.234\n5.678\n', { decimal: 'comma' })).toEqual([1234, 5678]);
  });
});

describe('the digest', () => {
  const numbers = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 });
  const column = (values: readonly number[]) =>
    read(`latency\n${values.join('\n')}\n`, { decimal: 'point' });

  test.prop([numbers])('names the numbers, in any order of the rows', (values) => {
    expect(column(values.toReversed()).digest).toBe(column(values).digest);
  });

  test.prop([numbers, numbers])('tells other numbers apart', (one, other) => {
    const sorted = (values: readonly number[]) =>
      [...new Float64Array(values).sort()].map((x) => x + 0);
    const areEqual = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
    expect(column(one).digest === column(other).digest).toBe(areEqual);
  });
});
