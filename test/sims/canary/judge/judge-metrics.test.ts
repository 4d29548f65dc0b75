/**
 * Goal: verdicts, intervals and reasons of your own metrics agree with one another, whatever the
 * values are: zeros, negatives, equal names, missing ones, several looks.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { defaultDesign } from '../../../../sims/canary/judge/design.ts';
import {
  countsTraffic,
  judgeMetrics,
  type OwnDesign,
  type OwnSamples,
} from '../../../../sims/canary/judge/judge-metrics.ts';
import { alphaAtLook } from '../../../../sims/canary/judge/looks.ts';
import { normal, sampler } from '../../../../src/kernel/distribution.ts';
import { must } from '../../../../src/kernel/must.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { quantileOfTail } from '../../../../src/statistics/distributions.ts';
import {
  crossingProbabilities,
  obrienFlemingSpending,
  spendingBounds,
} from '../../../../src/statistics/group-sequential.ts';
import { intervalOfProbability } from '../../../support/confidence.ts';

const design: OwnDesign = { ...defaultDesign, harm: () => 'increase' };
const samples = (
  baseline: readonly number[],
  canary: readonly number[],
  more: Partial<OwnSamples> = {},
): OwnSamples => ({
  kind: 'samples',
  name: 'm',
  unit: '',
  baseline,
  canary,
  missing: { baseline: 0, canary: 0 },
  ...more,
});
const repeated = (count: number, ...values: readonly number[]) =>
  Array.from({ length: count }, (_, i) => must(values[i % values.length], 'value in turn'));

describe('where a share of the median has no meaning', () => {
  test('logarithms are compared by their difference, which is named', () => {
    const log10 = samples(repeated(3_000, -1, -0.98, -0.96), repeated(3_000, -0.7, -0.68, -0.66));
    const [bulk] = judgeMetrics([log10], design).metrics;
    expect(bulk).toMatchObject({ unit: 'absolute', verdict: 'fail' });
    expect(bulk?.harm).toBeCloseTo(0.3, 12);
    expect(bulk?.threshold).toBeCloseTo(0.098, 12);
  });

  test('mostly zeros: 20 bad minutes of 200 against 90 fail, against 20 pass', () => {
    const bad = (count: number) => [...Array(200 - count).fill(0), ...Array(count).fill(1)];
    expect(judgeMetrics([samples(bad(20), bad(90))], design).verdict).toBe('fail');
    expect(judgeMetrics([samples(bad(20), bad(20))], design).verdict).toBe('pass');
    const bulkOnly = { ...design, compareTail: false };
    expect(judgeMetrics([samples(bad(20), bad(90))], bulkOnly)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('more than half of the pairs are equal'),
    });
  });

  const value = fc.oneof(
    fc.constantFrom(0, 0, 1, -1),
    fc.integer({ min: -1e8, max: 1e8 }).map((cents) => cents / 100),
  );
  const side = fc.array(value, { minLength: 2, maxLength: 40 });
  test.prop([side, side, fc.boolean(), fc.boolean()])(
    'no figure is NaN or infinite, whatever the values',
    (baseline, canary, isSeries, isDecrease) => {
      const times = { baseline: baseline.map((_, i) => i), canary: canary.map((_, i) => i) };
      const { metrics } = judgeMetrics([samples(baseline, canary, isSeries ? { times } : {})], {
        ...design,
        harm: () => (isDecrease ? 'decrease' : 'increase'),
      });
      for (const metric of metrics) {
        const { harm, interval, threshold, pValue, adjusted, sampleNeeded = 0 } = metric;
        const figures = [harm, interval.low, interval.high, threshold, pValue, adjusted];
        for (const figure of [...figures, sampleNeeded]) expect(figure).toSatisfy(Number.isFinite);
        expect(interval.low).toBeLessThanOrEqual(harm);
        expect(interval.high).toBeGreaterThanOrEqual(harm);
        // The interval and the test say the same.
        const isChange = interval.low > 0 || interval.high < 0;
        if (isChange && metric.unable?.of !== 'anything')
          expect(pValue).toBeLessThanOrEqual(design.alpha);
        if (metric.verdict === 'fail') expect(isChange).toBe(true);
      }
    },
  );
});

describe('limits', () => {
  const sixty = repeated(60, 191, 205, 214, 199, 220);
  test('too few observations hold up a pass, with the limit’s name and value', () => {
    expect(judgeMetrics([samples(sixty, sixty)], design)).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'm has 60 observations on a side, and minimumSample asks for 100 before anything passes; set minimumSample lower to judge fewer',
    });
  });

  test('and not a failure', () => {
    const doubled = sixty.map((value) => 2 * value);
    expect(judgeMetrics([samples(sixty, doubled)], design).verdict).toBe('fail');
  });

  test('a tail of few values holds up a pass', () => {
    const values = Array.from({ length: 500 }, (_, i) => 100 + (i % 97));
    expect(judgeMetrics([samples(values, values)], design)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/only 5 .* minimumTail asks for 10/),
    });
  });
});

test('two metrics of one name keep their verdicts apart', () => {
  const good = repeated(3_000, 10, 11, 12, 13);
  const bad = good.map((value) => 2 * value);
  const { metrics } = judgeMetrics([samples(good, good), samples(good, bad)], {
    ...design,
    compareTail: false,
  });
  expect(metrics.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
});

describe('a FAIL beside an interval that contains no change', () => {
  test('says that the test decided', () => {
    const strata = [{ baseline: { hits: 0, trials: 120 }, canary: { hits: 4, trials: 84 } }];
    const wide = { ...design, alpha: 0.03 };
    const [metric] = judgeMetrics([{ kind: 'counts', name: 'e', strata }], wide).metrics;
    expect(metric?.verdict).toBe('fail');
    expect(metric?.interval.low).toBeLessThanOrEqual(0);
    expect(metric?.reason).toBe('the test (Fisher) decided: the interval contains no change');
  });
});

describe('samples that are not what they should be', () => {
  const values = repeated(10_000, 50, 60, 70, 80, 90);
  test('a third missing on the canary’s side is no basis for a verdict', () => {
    const recorded = values.slice(0, 7_000);
    const missing = { baseline: 0, canary: 3_000 };
    expect(judgeMetrics([samples(values, recorded, { missing })], design)).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'of m, 30% of the canary’s values were not recorded, and 0% of the baseline’s: the rest cannot be compared',
    });
    const both = { baseline: 3_000, canary: 3_000 };
    expect(judgeMetrics([samples(recorded, recorded, { missing: both })], design).verdict).toBe(
      'pass',
    );
  });

  test('a share that is off by less than matters is let pass, however improbable', () => {
    const counts = (canary: number) => ({
      kind: 'counts' as const,
      name: 'errors',
      strata: [
        {
          baseline: { hits: 10_000, trials: 100_000_000 },
          canary: { hits: 10_000, trials: canary },
        },
      ],
    });
    const even = { ...design, expectedShare: 0.5 };
    const off = judgeMetrics([counts(100_100_000)], even);
    expect(off.ratio?.pValue).toBeLessThan(1e-9);
    expect(off.verdict).toBe('pass');
    expect(judgeMetrics([counts(101_000_000)], even).verdict).toBe('inconclusive');
  });

  test('the expected share is held against samples of requests, and points of a series are no traffic', () => {
    const half = samples(values, values.slice(0, 5_000));
    expect(judgeMetrics([half], { ...design, expectedShare: 0.5 }).verdict).toBe('inconclusive');
    expect(judgeMetrics([half], { ...design, expectedShare: 1 / 3 }).verdict).toBe('pass');
    const times = values.map((_, i) => i);
    expect(
      countsTraffic([samples(values, values, { times: { baseline: times, canary: times } })]),
    ).toBe(false);
  });
});

describe('several looks', () => {
  test('spend alpha as O’Brien and Fleming’s bounds do, and no more than alpha together', () => {
    const alphas = [1, 2, 3, 4, 5].map((look) => alphaAtLook({ look, looks: 5 }, 0.05));
    // Lan and DeMets 1983: the first of five looks may spend 0.000012.
    expect(alphas[0]).toBeCloseTo(0.000012, 6);
    const spent = crossingProbabilities(alphas.map((alpha) => quantileOfTail(alpha / 2)));
    expect(spent.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.05, 6);
    expect(alphaAtLook({ look: 1, looks: 1 }, 0.05)).toBe(0.05);
  });

  test('hold a failure up that a single look would have', () => {
    const strata = [
      { baseline: { hits: 100, trials: 10_000 }, canary: { hits: 140, trials: 10_000 } },
    ];
    const metrics = [{ kind: 'counts' as const, name: 'errors', strata }];
    expect(judgeMetrics(metrics, design).verdict).toBe('fail');
    expect(judgeMetrics(metrics, { ...design, look: { look: 1, looks: 5 } }).verdict).not.toBe(
      'fail',
    );
  });

  test('very close together stay within their total', () => {
    const times = [0.5, 0.50001, 0.50002, 0.8, 0.80001, 1];
    const bounds = spendingBounds(times, obrienFlemingSpending, 0.05);
    const draw = sampler(normal(0, 1), new RandomStreams('close looks').stream('walk'));
    const trials = 20_000;
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      let [score, before] = [0, 0];
      const crosses = times.some((time, look) => {
        score += Math.sqrt(time - before) * draw();
        before = time;
        return Math.abs(score) / Math.sqrt(time) > must(bounds[look], 'bound of the look');
      });
      if (crosses) alarms += 1;
    }
    const { low, high } = intervalOfProbability(alarms, trials);
    expect(low).toBeLessThan(0.05);
    expect(high).toBeGreaterThan(0.04);
  });
});
