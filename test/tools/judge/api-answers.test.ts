/**
 * Goal: what the APIs of CloudWatch and Datadog answer is read with its units, its labels and what is
 * missing in it; what holds no values is refused by its name.
 */
import { describe, expect, test } from 'vitest';
import { judgeInputFrom } from '../../../src/tools/judge/reader.ts';

const read = (data: unknown) => judgeInputFrom(JSON.stringify(data), {});
const at = (minute: number) => `2026-11-24T10:0${minute}:00Z`;
const second = [{ family: 'time', name: 'second', short_name: 's' }, null];

describe('CloudWatch', () => {
  const result = (label: string, values: readonly number[], from = 0) => ({
    Label: label,
    Timestamps: values.map((_, place) => at(from + place)),
    Values: values,
    StatusCode: 'Complete',
  });
  const results = (...all: object[]) => ({ MetricDataResults: all, Messages: [] });

  test('get-metric-data: newest first or last, in one page or two', () => {
    const both = [result('p99 baseline', [1, 2, 3, 4]), result('p99 canary', [5, 6, 7, 8])];
    const pages = [
      results(result('p99 baseline', [1, 2]), result('p99 canary', [5, 6])),
      results(result('p99 baseline', [3, 4], 2), result('p99 canary', [7, 8], 2)),
    ];
    const [metric] = read(results(...both)).metrics;
    expect(metric).toMatchObject({ name: 'p99', baseline: [1, 2, 3, 4], canary: [5, 6, 7, 8] });
    expect(read(pages).metrics).toEqual([metric]);
  });

  test('get-metric-statistics: each statistic is a metric, in its unit', () => {
    const answer = (side: string, factor: number) => ({
      Label: `Latency ${side}`,
      Datapoints: [0, 1].map((minute) => ({
        Timestamp: at(minute),
        Average: factor * 0.1,
        SampleCount: 50,
        ExtendedStatistics: { p99: factor * 0.4 },
        Unit: 'Seconds',
      })),
    });
    const { metrics } = read([answer('baseline', 1), answer('canary', 2)]);
    expect(metrics).toMatchObject([
      {
        name: 'Latency{statistic="Average"}',
        unit: 'ms',
        baseline: [100, 100],
        canary: [200, 200],
      },
      { name: 'Latency{statistic="SampleCount"}', unit: '', baseline: [50, 50] },
      { name: 'Latency{statistic="p99"}', unit: 'ms', canary: [800, 800] },
    ]);
  });

  test.each([
    [results({ ...result('p99 canary', [1]), StatusCode: 'InternalError' }), 'InternalError'],
    [results({ ...result('p99 canary', [1]), Values: [] }), 'as many Values as Timestamps'],
    [results({ ...result('p99 canary', [1]), Timestamps: ['noon'] }), 'is not a time with a zone'],
    [results(), 'holds no series'],
  ])('refuses %j', (data, message) => {
    expect(() => read(data)).toThrow(message);
  });
});

describe('Datadog', () => {
  const series = (version: string, values: readonly (number | null)[], unit: unknown = second) => ({
    metric: 'latency',
    scope: `service:cart,version:${version}`,
    unit,
    pointlist: values.map((value, place) => [60_000 * place, value]),
  });
  const answer = (...all: object[]) => ({ status: 'ok', res_type: 'time_series', series: all });

  test('version 1: null is a value that was not recorded', () => {
    const { metrics } = read(
      answer(series('stable', [0.1, null, 0.3]), series('canary', [0.2, 0.2, 0.4])),
    );
    expect(metrics).toMatchObject([
      { name: 'latency', unit: 'ms', baseline: [100, 300], missing: { baseline: 1, canary: 0 } },
    ]);
  });

  test('version 2: values beside the times of all', () => {
    const attributes = {
      series: ['stable', 'canary'].map((version) => ({
        group_tags: [`version:${version}`],
        query_index: 0,
        unit: second,
      })),
      times: [0, 60_000],
      values: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    };
    const { metrics } = read({ data: { type: 'timeseries_response', attributes } });
    expect(metrics).toMatchObject([{ unit: 'ms', baseline: [100, 200], canary: [300, 400] }]);
  });

  test('rates keep what they are per', () => {
    const perSecond = [{ short_name: 'req' }, { short_name: 's' }];
    const { metrics } = read(
      answer(series('stable', [1, 2], perSecond), series('canary', [2, 3], perSecond)),
    );
    expect(metrics[0]).toMatchObject({ unit: 'req/s', baseline: [1, 2] });
  });

  test.each([
    [{ status: 'error', res_type: 'time_series', error: 'rate limit' }, 'error: rate limit'],
    [answer(), 'holds no series'],
    [answer({ metric: 'x', pointlist: [['noon', 1]] }), 'a point is [milliseconds, value]'],
    [answer({ metric: 'x', pointlist: [[0, '1']] }), '"1" is not a number'],
    [answer({ metric: 'x' }), 'has no list "series 1, pointlist"'],
  ])('refuses %j', (data, message) => {
    expect(() => read(data)).toThrow(message);
  });
});

test.each([
  [
    '{"results":{"A":{"frames":[]}}}',
    'It is the answer of Grafana’s own API (data frames): use Inspect, Data, Download CSV',
  ],
  ['{"type":"Point"}\n{"type":"Point"}\n', 'It is JSON with an object on each line'],
])('%s is refused by its name', (text, message) => {
  expect(() => judgeInputFrom(text, {})).toThrow(message);
});
