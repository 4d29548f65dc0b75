/**
 * Goal: the tables and documents that people have are read as they are meant, whatever their notation,
 * and what can be meant in two ways is refused in one sentence that says what to do.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/lab/input-error.ts';
import { readFrom } from '../../../src/tools/input/chunk-reader.ts';
import { judgeInputFrom, judgeReader } from '../../../src/tools/judge/reader.ts';
import type { ReadOptions } from '../../../src/tools/judge/series.ts';

const read = (text: string, options: ReadOptions = {}) => judgeInputFrom(text, options).metrics;
const only = (text: string, options: ReadOptions = {}) => {
  const metrics = read(text, options);
  expect(metrics).toHaveLength(1);
  const [metric] = metrics;
  if (metric?.kind !== 'samples') throw new Error('not samples');
  return metric;
};
const fact = (text: string, name: string, options: ReadOptions = {}) =>
  judgeInputFrom(text, options).understood.facts.find((each) => each.name === name)?.value;

const minute = (place: number) => `2026-11-24 10:${String(place).padStart(2, '0')}:00`;

describe('the same values', () => {
  const values = fc.array(fc.integer({ min: 1, max: 999_999 }), { minLength: 2, maxLength: 20 });
  const pair = fc.tuple(values, values).map(([a, b]) => {
    const length = Math.min(a.length, b.length);
    const inTenths = (list: readonly number[]) => list.slice(0, length).map((each) => each / 10);
    return { baseline: inTenths(a), canary: inTenths(b) };
  });
  type Pair = { readonly baseline: readonly number[]; readonly canary: readonly number[] };
  const rows = ({ baseline, canary }: Pair, line: (a: string, b: string, i: number) => string) =>
    baseline.map((value, i) => line(String(value), String(canary[i]), i));
  const comma = (text: string) => text.replace('.', ',');

  const formats: Readonly<Record<string, (pair: Pair) => string>> = {
    'long CSV': ({ baseline, canary }) =>
      [
        'group,value',
        ...baseline.map((value) => `baseline,${value}`),
        ...canary.map((value) => `canary,${value}`),
      ].join('\n'),
    'wide CSV': (pair) =>
      ['time,control,experiment', ...rows(pair, (a, b, i) => `${minute(i)},${a},${b}`)].join(
        '\r\n',
      ),
    'decimal commas': (pair) =>
      [
        'Time;stable;canary',
        ...rows(pair, (a, b, i) => `${minute(i)};${comma(a)};${comma(b)}`),
      ].join('\n'),
    'units in cells': (pair) =>
      ['"Time","old","new"', ...rows(pair, (a, b, i) => `"${minute(i)}","${a} ms","${b} ms"`)].join(
        '\n',
      ),
    'a matrix of Prometheus': ({ baseline, canary }) => {
      const matrix = (version: string, list: readonly number[]) => ({
        metric: { version },
        values: list.map((value, i) => [1_700_000_000 + 60 * i, String(value)]),
      });
      const result = [matrix('baseline', baseline), matrix('canary', canary)];
      return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    },
    'pairs of Kayenta': ({ baseline, canary }) =>
      JSON.stringify([{ name: 'metric', values: { control: baseline, experiment: canary } }]),
    'a list in JSON': ({ baseline, canary }) =>
      JSON.stringify([{ name: 'metric', baseline, canary }]),
    'an AnalysisRun': ({ baseline, canary }) => {
      const result = (name: string, list: readonly number[]) => ({
        name,
        measurements: list.map((value) => ({ value: `[${value}]` })),
      });
      const metricResults = [result('stable', baseline), result('canary', canary)];
      return JSON.stringify({ kind: 'AnalysisRun', status: { metricResults } });
    },
  };

  test.each(Object.entries(formats))('are read from %s', (_name, print) => {
    fc.assert(
      fc.property(pair, (values) => {
        const metric = only(print(values));
        expect(metric.baseline).toEqual(values.baseline);
        expect(metric.canary).toEqual(values.canary);
        expect(metric.missing).toEqual({ baseline: 0, canary: 0 });
      }),
      { numRuns: 50 },
    );
  });

  test('are read from any bytes that hold the text, however they are cut', () => {
    const text = 'group,value\r\nbaseline,1\r\nbaseline,2\r\ncanary,3\r\ncanary,4';
    const utf8 = new TextEncoder().encode(`\uFEFF${text}`);
    const utf16 = new Uint8Array(
      [...`\uFEFF${text}`].flatMap((character) => [
        character.charCodeAt(0) & 255,
        character.charCodeAt(0) >> 8,
      ]),
    );
    for (const bytes of [utf8, utf16]) {
      for (const size of [1, 3, bytes.length]) {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        );
        const { metrics } = readFrom(chunks, judgeReader());
        expect(metrics[0]).toMatchObject({ baseline: [1, 2], canary: [3, 4] });
      }
    }
  });
});

describe('a table', () => {
  test('says how it was understood', () => {
    const text =
      'time,baseline,canary\n2026-11-24 10:00:00,1 ms,2 ms\n2026-11-24 10:01:00,3 ms,4 ms\n';
    const { understood } = judgeInputFrom(text, {});
    expect(understood.facts.slice(0, 2)).toEqual([
      { name: 'columns', value: 'time, baseline, canary' },
      { name: 'unit', value: 'ms' },
    ]);
  });

  test('has its units brought to one', () => {
    const text = 'baseline,canary\n950 ms,1.2 s\n1 s,1.5 s\n0,2 s\n';
    expect(only(text)).toMatchObject({
      unit: 'ms',
      baseline: [950, 1000, 0],
      canary: [1200, 1500, 2000],
    });
    expect(only('baseline,canary\n3.5%,4%\n3%,5 %')).toMatchObject({ unit: 'share' });
    expect(only('p99 baseline (s),p99 canary [ms]\n1,2000\n2,4000\n')).toMatchObject({
      name: 'p99',
      unit: 'ms',
      baseline: [1000, 2000],
      canary: [2000, 4000],
    });
  });

  test('has its numbers in the notation that all of them show', () => {
    expect(only('baseline;canary\n1.234,5;2.000,5\n1,5;2,5')).toMatchObject({
      baseline: [1234.5, 1.5],
      canary: [2000.5, 2.5],
    });
    expect(only('baseline,canary\n"1,234.5 ms","2,000.5 ms"\n"1,234 ms","2 ms"')).toMatchObject({
      baseline: [1234.5, 1234],
    });
    expect(only('baseline;canary\n0.235;0.41\n0.236;0.42')).toMatchObject({ canary: [0.41, 0.42] });
    expect(only('baseline;canary\n1,234;2,345\n1,5;2,5')).toMatchObject({ baseline: [1.234, 1.5] });
    expect(only('baseline;canary\n1,234;2,345\n3,456;4,567')).toMatchObject({
      canary: [2.345, 4.567],
    });
    // Grafana wrote semicolons with decimal points, and Europe groups by points.
    expect(() => read('baseline;canary\n1.234;2.345\n3.456;4.567')).toThrow('Say --decimal');
    const ambiguous = 'baseline,canary\n"1,234","2,345"\n"3,456","4,567"';
    expect(() => read(ambiguous)).toThrow('Say --decimal point or --decimal comma');
    expect(only(ambiguous, { decimal: 'comma' })).toMatchObject({ baseline: [1.234, 3.456] });
    expect(only(ambiguous, { decimal: 'point' })).toMatchObject({ baseline: [1234, 3456] });
  });

  test('may lack values, and have blank lines, a mark of its separator, and empty columns', () => {
    const text =
      '\n"sep=;"\r\nTime;baseline;canary;\r\n\r\n1700000000;1;;\r\n1700000060;null;4\r\n;;;\r\n1700000120;3;5;\r\n';
    expect(only(text)).toMatchObject({
      baseline: [1, 3],
      canary: [4, 5],
      missing: { baseline: 1, canary: 1 },
      times: {
        baseline: [1_700_000_000_000, 1_700_000_120_000],
        canary: [1_700_000_060_000, 1_700_000_120_000],
      },
    });
  });

  test('has several metrics in wide columns, and says what it leaves out', () => {
    const text =
      'Time,p99 baseline,p99 canary,errors_baseline,errors_canary,limit\n1,1,2,3,4,9\n2,1,2,3,4,9\n';
    expect(read(text).map(({ name }) => name)).toEqual(['p99', 'errors']);
    expect(fact(text, 'left out')).toBe('limit');
  });

  test('may be pasted from Markdown', () => {
    const text =
      '| time | baseline | canary |\n| --- | ---: | :---: |\n| 1 | 1 | 2 |\n| 2 | 3 | 4 |\n';
    expect(only(text)).toMatchObject({ baseline: [1, 3], canary: [2, 4] });
  });

  test('may have each series in a table of its own', () => {
    const text =
      'Time,p99 stable\n2026-11-24 10:00:00,1\n2026-11-24 10:01:00,2\n\nTime,p99 canary\n2026-11-24 10:00:00,3\n2026-11-24 10:01:00,4\n';
    expect(only(text)).toMatchObject({ name: 'p99', baseline: [1, 2], canary: [3, 4] });
  });

  test('keeps its times in order where one series follows another for an hour', () => {
    const lines = (side: string) =>
      Array.from({ length: 60 }, (_, i) => `${side},${minute(i)},${i}`);
    const { times } = only(['group,time,value', ...lines('old'), ...lines('new')].join('\n'));
    expect(times?.canary).toEqual(times?.baseline);
  });

  test('of requests may have several at one time, and pods', () => {
    const text =
      'group,time,pod,value\nold,1700000000,a,1\nold,1700000000,b,2\nnew,1700000000,c,3\nnew,1700000000,d,4\n';
    expect(only(text)).toMatchObject({ clusters: { baseline: ['a', 'b'], canary: ['c', 'd'] } });
  });

  test('keeps metrics apart by what they are of, and not by pods', () => {
    const text =
      'version,path,pod,value\nbaseline,/a,p1,1\nbaseline,/a,p2,2\ncanary,/a,p3,3\ncanary,/a,p3,3\nbaseline,/b,p1,5\nbaseline,/b,p1,6\ncanary,/b,p3,7\ncanary,/b,p3,8\n';
    expect(read(text).map(({ name }) => name)).toEqual(['metric{path="/a"}', 'metric{path="/b"}']);
  });

  test('has sides by tags of Datadog, and by a name the user says', () => {
    const long =
      'metric,tags,value\np99,"env:prod,version:control",1\np99,"env:prod,version:control",2\np99,"env:prod,version:treatment",3\np99,"env:prod,version:treatment",4\n';
    expect(only(long)).toMatchObject({ name: 'p99', baseline: [1, 2], canary: [3, 4] });
    const colours = 'Time,blue,green\n1,1,2\n2,3,4\n';
    expect(() => read(colours)).toThrow('Say it: --baseline <label=value or name>');
    expect(only(colours, { baseline: 'green', canary: 'blue' })).toMatchObject({
      baseline: [2, 4],
      canary: [1, 3],
    });
    const versions = 'p99 v1,p99 v2,p50 v1,p50 v2\n1,2,3,4\n5,6,7,8\n';
    expect(read(versions, { baseline: 'v1', canary: 'v2' })).toMatchObject([
      { name: 'p99', baseline: [1, 5], canary: [2, 6] },
      { name: 'p50', baseline: [3, 7], canary: [4, 8] },
    ]);
  });

  test('with a baseline of its own does not take the stable version for it', () => {
    const text = 'group,value\nstable,9\nstable,9\nbaseline,1\nbaseline,2\ncanary,3\ncanary,4\n';
    expect(only(text)).toMatchObject({ baseline: [1, 2], canary: [3, 4] });
    expect(fact(text, 'left out')).toContain('stable');
  });

  test('tells the sides by words that not all columns have', () => {
    const text = 'control_plane_latency stable,control_plane_latency canary\n1,2\n3,4\n';
    expect(only(text)).toMatchObject({ name: 'control_plane_latency', baseline: [1, 3] });
  });

  test('may be wide and have labels', () => {
    const text = 'time,path,baseline,canary\n1,/a,1,2\n1,/b,5,6\n2,/a,3,4\n2,/b,7,8\n';
    expect(read(text)).toMatchObject([
      { name: 'metric{path="/a"}', baseline: [1, 3], canary: [2, 4] },
      { name: 'metric{path="/b"}', baseline: [5, 7], canary: [6, 8] },
    ]);
  });

  test('knows no prototype', () => {
    const text = 'metric,__proto__,constructor\n__proto__,1,2\n__proto__,3,4\n';
    expect(only(text, { baseline: '__proto__', canary: 'constructor' })).toMatchObject({
      name: '__proto__',
      baseline: [1, 3],
      canary: [2, 4],
    });
  });

  test('shows no control character of its own', () => {
    const text = 'metric,baseline,canary\n\u001b[31mred,1,2\n\u001b[31mred,3,4\n';
    expect(JSON.stringify(judgeInputFrom(text, {}))).not.toContain('\\u001b[31m');
  });

  test.each([
    ['no values', 'time,baseline,canary\n', 'There is a header, and nothing under it.'],
    ['nothing', '', 'There is nothing in it'],
    ['no canary', 'time,baseline\n1,2\n2,3', 'The input names the baseline, and no canary.'],
    ['a side without values', 'baseline,canary\n1,\n2,', 'metric: the canary has no values'],
    ['one value', 'baseline,canary\n1,2\n,3', 'the baseline has one value only (1)'],
    ['a unit nobody knows', 'baseline,canary\n1 foo,2\n3,4', 'line 2: "1 foo" is not a number.'],
    ['values with and without a unit', 'baseline,canary\n1 ms,2\n3,4', '"3" on line 3 has no unit'],
    ['a side without a unit', 'baseline,canary\n1 ms,2\n3 ms,4', 'different units (ms, none)'],
    ['two kinds of units', 'baseline,canary\n1 ms,2 MB\n3 ms,4 MB', 'different units (ms, bytes)'],
    ['NaN', 'baseline,canary\n1,NaN\n3,4', 'line 2: NaN is no measurement.'],
    ['infinity', 'baseline,canary\n1,+Inf\n3,4', 'line 2: a value cannot be infinite.'],
    ['what overflows', 'baseline,canary\n1,1e999\n3,4', 'line 2: a value cannot be infinite.'],
    ['two notations', 'baseline;canary\n1.5;2\n3,25;4', 'Write all of them in one notation.'],
    ['a time twice', 'time,old,new\n1,1,2\n1,3,4', 'line 3: it has the time of line 2.'],
    [
      'an overlap of two exports',
      'group,time,value\nold,1,1\nold,2,2\nnew,1,3\nnew,2,4\nold,2,2',
      'repeats line 3, the same value at the same time',
    ],
    ['no time', 'time,old,new\nlater,1,2\nsoon,3,4', 'line 2: "later" is not a time.'],
    [
      'times in two units',
      'time,old,new\n1700000000,1,2\n1700000060000,3,4',
      'Bring the column to one unit.',
    ],
    ['a column twice', 'time,old,old,new\n1,1,2,3\n2,1,2,3', 'Two columns are called old'],
    ['a separator nobody uses', 'sep=x\nbaseline,canary\n1,2', 'not by "x"'],
    ['an open quotation mark', 'baseline,canary\n"1,2\n3,4', 'a quotation mark is not closed'],
    ['two candidates', 'control,treatment a,treatment b\n1,2,3\n1,2,3', 'the canary has no values'],
    [
      'a slip of a side',
      'group,value\nbaseline,1\nbaselin,1\ncanary,2',
      'There is no side "baselin". Did you mean "baseline"? It stands on line 3.',
    ],
    [
      'a slip of a column',
      'metrc,group,value\nm,baseline,1',
      'There is no column "metrc". Did you mean "metric"?',
    ],
    ['values and counts', 'group,value,errors,requests\nold,1,1,2', 'which are meant?'],
  ])('with %s is refused in a sentence', (_name, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).toThrow(InputError);
  });

  test('is refused if the flags do not say one series each', () => {
    const text = 'time,v1,v2\n1,1,2\n2,3,4\n';
    expect(() => read(text, { baseline: 'v1' })).toThrow('Say both sides: --canary is missing.');
    expect(() => read(text, { baseline: 'v1', canary: 'v3' })).toThrow(
      '--canary "v3" fits no series. The input has: v1, v2.',
    );
    expect(() => read(text, { baseline: 'v', canary: 'v2' })).toThrow('both fit v2');
  });
});

describe('JSON', () => {
  test('may call its sides by other words, and by those the user says', () => {
    expect(only('[{"name":"m","stable":[1,2],"treatment":[3,4]}]')).toMatchObject({
      canary: [3, 4],
    });
    const text = '[{"name":"m","v1":[1,2],"v2":[3,4]}]';
    expect(() => read(text)).toThrow('m: it has no baseline');
    expect(only(text, { baseline: 'v1', canary: 'v2' })).toMatchObject({ canary: [3, 4] });
    expect(() => read('[{"name":"m","stable":[1,2],"control":[1,2],"canary":[3]}]')).toThrow(
      'm: it has control and stable: which one is the baseline?',
    );
  });

  test.each([
    ['[{"name":"m","baseline":[1,2]}]', 'm: it has no canary'],
    ['[{"name":"m","baseline":[1,"x"],"canary":[1,2]}]', 'm, baseline 2: "x" is not a number.'],
    ['[{"name":"m","baseline":[1,"1,234"],"canary":[1,2]}]', '"1,234" is not a number.'],
    ['[{"name":"m","baseline":[1,NaN],"canary":[1,2]}]', 'm, baseline 2: NaN is no measurement.'],
    ['[{"name":"m","baseline":[1,1e999],"canary":[1,2]}]', 'a value cannot be infinite'],
    [
      '[{"name":"m","baseline":["1 ms"],"canary":[1,2]}]',
      'is not a number; its unit goes into "unit".',
    ],
    [
      '[{"name":"m","baseline":{"errors":1},"canary":{"errors":1,"requests":2}}]',
      'm, baseline, requests: a count is a whole number from 0, missing.',
    ],
    [
      '[{"name":"m","baseline":[1,2],"canary":[1,2]},{"name":"m","baseline":[1,2],"canary":[1,2]}]',
      'Two metrics have the name m.',
    ],
    ['[{"baseline":[1,2],"canary":[1,2]}]', 'Metric 1, name'],
    ['{"panels":[]}', 'a dashboard of Grafana'],
    ['# HELP x y\n# TYPE x gauge\nx{version="canary"} 1\n', 'one scrape'],
  ])('%s is refused in a sentence', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).toThrow(InputError);
  });
});

describe('CloudWatch', () => {
  test('has rows above the values', () => {
    const text =
      'Id,m1,m2,m3,m4\nLabel,old p50,new p50,old p99,new p99\nPeriod,60,60,60,60\n2026/11/24 10:00:00,1,2,3,4\n2026/11/24 10:01:00,1,2,3,4\n';
    expect(read(text)).toMatchObject([
      { name: 'p50', baseline: [1, 1], canary: [2, 2] },
      { name: 'p99', baseline: [3, 3], canary: [4, 4] },
    ]);
    expect(read(text)[0]).not.toHaveProperty('clusters');
  });

  test('may tell the sides by a dimension', () => {
    const text =
      'Label,latency,latency\nTargetGroup,tg-stable,tg-canary\n2026/11/24 10:00:00,1,2\n2026/11/24 10:01:00,1,3\n';
    expect(only(text)).toMatchObject({ name: 'latency', baseline: [1, 1], canary: [2, 3] });
  });
});

describe('Prometheus', () => {
  type Values = readonly (readonly [number, string])[];
  const matrix = (...series: readonly (readonly [Record<string, string>, Values])[]) =>
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: series.map(([metric, values]) => ({ metric, values })),
      },
    });
  const values: Values = [
    [1, '1'],
    [2, '2'],
    [3, '3'],
  ];

  test('has missing values, and steps that are left out', () => {
    const text = matrix(
      [
        { version: 'stable' },
        [
          [1, '1'],
          [2, 'NaN'],
          [3, '3'],
          [4, '4'],
        ],
      ],
      [
        { version: 'canary' },
        [
          [2, '5'],
          [4, '6'],
        ],
      ],
    );
    expect(only(text)).toMatchObject({
      baseline: [1, 3, 4],
      canary: [5, 6],
      // Before its first value the canary was not there yet.
      missing: { baseline: 1, canary: 1 },
    });
  });

  test('has pods of each side, and metrics apart by what is measured', () => {
    const series = (version: string, pod: string, quantile: string) =>
      [{ version, pod, quantile, job: 'shop' }, values] as const;
    const text = matrix(
      ...['a', 'b'].flatMap((pod) => ['0.5', '0.99'].map((q) => series('v1', `old-${pod}`, q))),
      ...['c', 'd'].flatMap((pod) => ['0.5', '0.99'].map((q) => series('v2', `new-${pod}`, q))),
    );
    const metrics = read(text, { baseline: 'version=v1', canary: 'version="v2"' });
    expect(metrics.map(({ name }) => name)).toEqual([
      'metric{quantile="0.5"}',
      'metric{quantile="0.99"}',
    ]);
    const [first] = metrics;
    expect(first?.kind === 'samples' && new Set(first.clusters?.baseline)).toEqual(
      new Set(['old-a', 'old-b']),
    );
  });

  test('with one instance a side is a series, and has no clusters', () => {
    const text = matrix(
      [{ track: 'stable', instance: 'a:1' }, values],
      [{ track: 'canary', instance: 'b:1' }, values],
    );
    expect(only(text)).not.toHaveProperty('clusters');
  });

  test('may name the service and the side in one label', () => {
    const service = (name: string) => [{ service: name }, values] as const;
    const text = matrix(...['a-stable', 'a-canary', 'b-stable', 'b-canary'].map(service));
    expect(read(text).map(({ name }) => name)).toEqual([
      'metric{service="a"}',
      'metric{service="b"}',
    ]);
    expect(() => read(matrix(...['stable', 'canary-1', 'canary-2'].map(service)))).toThrow(
      'The label service has several values for the canary: canary-1, canary-2. Say which one is',
    );
  });

  test('never compares one quantile with another', () => {
    const text = matrix(
      [{ track: 'stable', quantile: '0.5' }, values],
      [{ track: 'canary', quantile: '0.99' }, values],
    );
    expect(() => read(text)).toThrow('the canary has no values');
  });

  test('that tells no order of its versions is refused with the flags that do', () => {
    const text = matrix([{ version: '1.4' }, values], [{ version: '1.5' }, values]);
    expect(() => read(text)).toThrow("--baseline 'version=1.4' --canary 'version=1.5'");
  });

  test.each([
    ['an error', '{"status":"error","errorType":"bad_data","error":"parse error"}', 'parse error'],
    [
      'a scalar',
      '{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}',
      'is a scalar',
    ],
    ['nothing', '{"status":"success","data":{"resultType":"matrix","result":[]}}', 'is empty'],
    [
      'a counter',
      matrix([{ __name__: 'http_requests_total' }, values]),
      'query rate(http_requests_total[5m])',
    ],
    ['a bucket', matrix([{ __name__: 'x_bucket', le: '1' }, values]), 'histogram_quantile'],
    [
      'infinity',
      matrix([{ version: 'canary' }, [[1700000000, '+Inf']]]),
      'at 2023-11-14T22:13:20Z: a value cannot be infinite',
    ],
    [
      'a number in hexadecimal',
      matrix([{ version: 'canary' }, [[1, '0x10']]]),
      '"0x10" is not a number',
    ],
    ['no number', matrix([{ version: 'canary' }, [[1, 'abc']]]), '"abc" is not a number'],
  ])('with %s is refused in a sentence', (_name, text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).toThrow(InputError);
  });
});

describe('Kayenta', () => {
  test('has missing values, steps, and pairs of one name', () => {
    const text =
      '[{"name":"m","tags":{"zone":"a"},"values":{"control":[1,NaN,"NaN",null,5],"experiment":[1,2]},"scopes":{"control":{"stepMillis":60000},"experiment":{"stepMillis":60000}}},' +
      '{"name":"m","tags":{"zone":"b"},"values":{"control":[1,2],"experiment":[1,2]}}]';
    expect(read(text)).toMatchObject([
      {
        name: 'm{zone="a"}',
        baseline: [1, 5],
        missing: { baseline: 3, canary: 0 },
        times: { baseline: [0, 240_000], canary: [0, 60_000] },
      },
      { name: 'm{zone="b"}' },
    ]);
  });

  test.each([
    ['{"judgeResult":{},"metricSetPairListId":"x"}', 'GET /metricSetPairList/'],
    ['{"classifier":{},"metrics":[{"name":"m","query":{}}]}', 'give it by --config'],
    ['[{"name":"m","values":{"control":[1,2]}}]', 'no list "experiment"'],
    [
      '[{"name":"m","values":{"control":[1,"x"],"experiment":[1]}}]',
      'm, control 2: "x" is not a number.',
    ],
  ])('%s is refused in a sentence', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });
});

describe('Argo Rollouts', () => {
  const run = (...results: readonly (readonly [string, readonly unknown[]])[]) => ({
    kind: 'AnalysisRun',
    metadata: { name: 'run' },
    status: {
      metricResults: results.map(([name, values]) => ({
        name,
        measurements: values.map((value) => (value === null ? { phase: 'Error' } : { value })),
      })),
    },
  });

  test('may have both sides in each value', () => {
    const text = JSON.stringify(
      run(['latency', ['{"stable":1,"canary":3}', '{"stable":2,"canary":4}']]),
    );
    expect(only(text)).toMatchObject({ name: 'latency', baseline: [1, 2], canary: [3, 4] });
  });

  test('may be several documents of YAML', () => {
    const yaml = (version: string, values: string) =>
      `kind: AnalysisRun\nmetadata: { labels: { version: ${version} } }\nstatus: { metricResults: [{ name: p99, measurements: [${values}] }] }\n`;
    const text = `---\n${yaml('stable', '{ value: "1" }, { value: 2 }')}---\n${yaml('canary', '{ value: [3] }, { value: 4 }')}`;
    expect(only(text)).toMatchObject({ name: 'p99', baseline: [1, 2], canary: [3, 4] });
  });

  test('may have a run for each side, and measurements that failed', () => {
    const of = (value: string, values: readonly unknown[]) => ({
      ...run(['p99', values]),
      spec: { args: [{ name: 'version', value }] },
    });
    const text = JSON.stringify({
      kind: 'List',
      items: [of('v1', ['1', null, '2']), of('v2', ['3', '[4]'])],
    });
    expect(only(text, { baseline: 'version=v1', canary: 'version=v2' })).toMatchObject({
      name: 'p99',
      baseline: [1, 2],
      canary: [3, 4],
      missing: { baseline: 1, canary: 0 },
    });
  });

  test.each([
    [
      'kind: AnalysisTemplate\nspec: {}\n',
      'It is of kind AnalysisTemplate, which holds no measurements',
    ],
    ['kind: AnalysisRun\nstatus: {}\n', 'has no measurements yet'],
    ['kind: [\n', 'is not YAML'],
    ['kind: &a [1]\nspec: [*a, *a, *b]\n', 'is not YAML'],
    ['apiVersion: v1\nkind: ConfigMap\n', 'an AnalysisRun of Argo Rollouts can be judged'],
    [JSON.stringify(run(['success-rate', ['0.9', '0.8']])), 'The input has: success-rate.'],
    [JSON.stringify(run(['canary', ['[1,2]', '[1,2]']])), 'its value is a list of 2'],
    [
      JSON.stringify({
        ...run(['score', ['90']]),
        spec: { metrics: [{ name: 'score', provider: { kayenta: {} } }] },
      }),
      'scores of Kayenta',
    ],
  ])('%s is refused in a sentence', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).toThrow(InputError);
  });
});

describe('load generators', () => {
  const vegeta = (attack: string, latency: number, place: number) =>
    `${1795498587 + place}000000000,200,${latency},0,2,,b2s=,${attack},${place},GET,http://x/,\n`;

  test('Vegeta: latencies in ns, from the first line on', () => {
    const { baseline, canary, unit } = only(
      vegeta('baseline', 1_500_000, 0) +
        vegeta('canary', 3_000_000, 1) +
        vegeta('canary', 4, 2) +
        vegeta('baseline', 2_000_000, 3),
    );
    expect({ baseline, canary, unit }).toEqual({
      baseline: [1.5, 2],
      canary: [3, 4e-6],
      unit: 'ms',
    });
  });

  test('Vegeta without the name of an attack has no sides', () => {
    expect(() => read(vegeta('', 1, 0) + vegeta('', 2, 1))).toThrow('vegeta attack -name=baseline');
  });

  const k6 = 'metric_name,timestamp,metric_value,error,scenario,service,extra_tags\n';
  test('k6: a side in the tags; what it counts is left out', () => {
    const sides = ['baseline', 'canary', 'baseline', 'canary'];
    const rows = sides.map(
      (side, place) =>
        `vus,179549858${place},1,,s,,a=b&side=${side}\nhttp_req_duration,179549858${place},${place}.5,,s,,a=b&side=${side}\n`,
    );
    const { baseline, canary } = only(k6 + rows.join(''));
    expect({ baseline, canary }).toEqual({ baseline: [0.5, 2.5], canary: [1.5, 3.5] });
    expect(() => read(`${k6}vus,1795498587,1,,s,,\n`)).toThrow('k6 has timed no request');
  });
});
