/** Goal: the judge decides as Kayenta does, on the examples of Kayenta's own tests and on its edges. */
import { describe, expect, test } from 'vitest';
import {
  classifyMetric,
  type MetricResult,
} from '../../../../sims/canary/kayenta/classify-metric.ts';
import { defaultJudgeConfig, type MetricData } from '../../../../sims/canary/kayenta/config.ts';
import { judgeAsKayenta } from '../../../../sims/canary/kayenta/judge.ts';
import { withoutOutliers } from '../../../../sims/canary/kayenta/outliers.ts';
import { scoreOf } from '../../../../sims/canary/kayenta/score.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';

const stream = () => new RandomStreams('kayenta').stream('noise');
const classify = (
  metric: Partial<MetricData>,
  settings = { tolerance: 0.1, confLevel: 0.95 },
): MetricResult =>
  classifyMetric({ name: 'latency', control: [], experiment: [], ...metric }, settings, stream());

describe('one metric', () => {
  const experiment = [20, 22, 21, 25, 30];
  const control = [1, 2.2, 1.1, 2.5, 3];

  test.each([
    ['a clear rise', {}, 'High', false],
    ['a rise that is allowed', { allowedDecrease: 1, allowedIncrease: 13 }, 'Pass', false],
    [
      'a rise that is not yet critical',
      { allowedIncrease: 5, criticalIncrease: 13 },
      'High',
      false,
    ],
    ['a rise that is critical', { allowedIncrease: 5, criticalIncrease: 12 }, 'High', true],
  ] as const)('%s', (_what, effectSize, classification, critical) => {
    const result = classify({
      experiment,
      control,
      critical: true,
      effectSize: { criticalIncrease: 100, ...effectSize },
    });
    expect(result).toMatchObject({ classification, critical });
    expect(result.effectSize).toBeCloseTo(12.0408, 4);
  });

  test('by the share of pairs in which the canary is the larger', () => {
    const cles = classify({
      experiment,
      control,
      effectSize: { measure: 'cles', allowedIncrease: 1 },
    });
    expect(cles).toMatchObject({ classification: 'High', effectSize: 1 });
  });

  test.each([
    ['increase', 'High'],
    ['either', 'High'],
    ['decrease', 'Pass'],
  ] as const)('looking for %s', (direction, classification) => {
    expect(classify({ experiment, control, direction }).classification).toBe(classification);
  });

  test('a fall is Low', () => {
    const falls = classify({ experiment: control, control: experiment, direction: 'decrease' });
    expect(falls.classification).toBe('Low');
  });

  test.each([
    ['ties, and one value apart', [1, 1, 1, 1, 10], [1, 1, 1, 1, 1]],
    ['one value only', [1, 1, 1], [1, 1]],
    ['the same data in another order', [3, 1, 2], [1, 2, 3]],
  ])('%s passes', (_what, experiment, control) => {
    expect(classify({ experiment, control }).classification).toBe('Pass');
  });

  test('two constants that differ are told apart, the same way every time', () => {
    const constants = { experiment: Array(10).fill(20), control: Array(10).fill(10) };
    expect(classify(constants).classification).toBe('High');
    expect(classify(constants)).toEqual(classify(constants));
  });

  const nothing = [Number.NaN, Number.NaN];
  test.each([
    ['is no data', {}, 'Nodata', false],
    ['fails the metric that must have some', { mustHaveData: true }, 'NodataFailMetric', false],
    ['fails the canary where the metric is critical', { critical: true }, 'Nodata', true],
    ['counts as 0 where that was asked for', { nanStrategy: 'replace' as const }, 'Low', false],
  ])('nothing but missing values %s', (_what, config, classification, critical) => {
    const metric = {
      ...config,
      experiment: [...nothing, ...nothing, ...nothing],
      control: [5, 6, 7, 8, 9, 10],
    };
    expect(classify(metric)).toMatchObject({ classification, critical });
  });

  test('empty data passes where missing values count as 0', () => {
    expect(classify({ nanStrategy: 'replace', control: [1] }).classification).toBe('Pass');
  });
});

describe('outliers', () => {
  const even = Array.from({ length: 500 }, (_, i) => i);

  test('are those beyond three interquartile ranges', () => {
    expect(withoutOutliers([...even, 5_000], 3)).toEqual(even);
    expect(withoutOutliers(even, 3)).toEqual(even);
    // Any factor above 0 is one: the quartiles of 1, 2 and 3 are 1.5 and 2.5, so half of their range reaches both ends.
    expect(withoutOutliers([1, 2, 3], 0.5)).toEqual([1, 2, 3]);
    expect(withoutOutliers([], 3)).toEqual([]);
  });

  test('never lie between the first and the ninety-ninth percentile', () => {
    const sample = [...Array(200).fill(1), ...Array(5).fill(100)];
    expect(withoutOutliers(sample, 3)).toEqual(sample);
  });

  test('are found by percentiles between order statistics, as R’s quantile has them by default', () => {
    // The 99th percentile of these is 1 + 0.9 x 99 = 90.1 (type 7), and not the largest value (type 6).
    expect(withoutOutliers([...Array(10).fill(1), 100], 3)).toEqual(Array(10).fill(1));
  });
});

describe('the score', () => {
  const metric = (
    groups: readonly string[],
    classification: MetricResult['classification'],
    critical = false,
  ): MetricResult => ({
    name: 'm',
    groups,
    classification,
    critical,
    muted: false,
    reason: '',
    effectSize: 1,
  });
  const config = { ...defaultJudgeConfig, groupWeights: { latency: 60 } };

  test('weighs the groups; those without a weight share the rest', () => {
    const results = [
      metric(['latency'], 'Pass'),
      metric(['latency'], 'High'),
      metric(['errors'], 'Pass'),
      metric(['load'], 'Low'),
      metric(['load'], 'Pass'),
      metric(['load'], 'Pass'),
    ];
    // 60% of 50, 20% of 100, 20% of 66.67
    expect(scoreOf(results, config)).toMatchObject({ score: 63.33, verdict: 'Fail' });
  });

  test('metrics without data do not count, unless they must have some', () => {
    const pass = metric(['a'], 'Pass');
    expect(scoreOf([pass, pass, metric(['a'], 'Nodata')], defaultJudgeConfig).score).toBe(100);
    expect(scoreOf([pass, metric(['a'], 'NodataFailMetric')], defaultJudgeConfig).score).toBe(50);
  });

  test('metrics without a group share one', () => {
    const metrics = [classify({ control: [1, 2], experiment: [1, 2] }), metric(['a'], 'High')];
    expect(scoreOf(metrics, defaultJudgeConfig).groups).toEqual([
      { name: 'default', score: 100, hasData: true },
      { name: 'a', score: 0, hasData: true },
    ]);
  });

  test('muted metrics count for nothing, even critical ones', () => {
    const muted = { ...metric(['a'], 'High', true), muted: true };
    expect(scoreOf([metric(['a'], 'Pass'), muted], defaultJudgeConfig)).toMatchObject({
      score: 100,
      verdict: 'Pass',
    });
  });

  test('half without data fails', () => {
    const results = [metric(['a'], 'Pass'), metric(['b'], 'Nodata')];
    expect(scoreOf(results, defaultJudgeConfig)).toMatchObject({ score: 0, verdict: 'Fail' });
    expect(scoreOf([], defaultJudgeConfig).verdict).toBe('Fail');
  });

  test('a critical metric fails alone', () => {
    const results = [...Array(20).fill(metric(['a'], 'Pass')), metric(['a'], 'High', true)];
    expect(scoreOf(results, defaultJudgeConfig)).toMatchObject({ score: 0, verdict: 'Fail' });
  });

  test.each([
    [20, 1, 'Pass'],
    [19, 1, 'Pass'],
    [18, 2, 'Marginal'],
    [3, 1, 'Marginal'],
    [2, 1, 'Fail'],
  ])('%i passes and %i failures: %s', (passes, failures, verdict) => {
    const results = [
      ...Array(passes).fill(metric(['a'], 'Pass')),
      ...Array(failures).fill(metric(['a'], 'High')),
    ];
    expect(scoreOf(results, defaultJudgeConfig).verdict).toBe(verdict);
  });
});

test('the judge puts it together', () => {
  const control = [10, 11, 12, 13, 14, 15, 16, 17];
  const same = { name: 'same', groups: ['a'], control, experiment: control.map((x) => x + 0.1) };
  const worse = { name: 'worse', groups: ['b'], control, experiment: control.map((x) => x + 20) };
  const judgement = judgeAsKayenta([same, worse], stream());
  expect(judgement.metrics.map(({ classification }) => classification)).toEqual(['Pass', 'High']);
  expect(judgement).toMatchObject({ score: 50, verdict: 'Fail' });
});
