/**
 * Goal: tests and rollouts keep the error rates that they promise, in computed intervals: false alarms
 * at most alpha, p-values uniform where nothing differs, power as the closed form has it; flags stick
 * to users.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { defaultDesign } from '../../../sims/canary/judge/design.ts';
import { judgeMetrics, type OwnMetric } from '../../../sims/canary/judge/judge-metrics.ts';
import { sampleRatio } from '../../../sims/canary/judge/sample-ratio.ts';
import { alphaByLook, defaultPlan } from '../../../sims/canary/rollout/plan.ts';
import { canaryRules } from '../../../sims/canary/rules.ts';
import { runStudy, studyMs } from '../../../sims/canary/study.ts';
import { bucketOf, buckets, seesNewVersion } from '../../../sims/canary/traffic/bucketing.ts';
import { defaultService } from '../../../sims/canary/traffic/service.ts';
import { drawBinomial } from '../../../src/kernel/counts.ts';
import { lognormal, sampler } from '../../../src/kernel/distribution.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { binomialPValue, isRarerThan } from '../../../src/statistics/binomial-test.ts';
import { chiSquaredTwoByTwo } from '../../../src/statistics/chi-squared.ts';
import { logBinomialProbability } from '../../../src/statistics/discrete.ts';
import { quantileOfTail } from '../../../src/statistics/distributions.ts';
import { fisherPValue } from '../../../src/statistics/fisher.ts';
import { crossingProbabilities } from '../../../src/statistics/group-sequential.ts';
import { kolmogorovSmirnov } from '../../../src/statistics/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../../src/statistics/mann-whitney.ts';
import { powerOfTwoProportions } from '../../../src/statistics/power.ts';
import { tableOf } from '../../../src/statistics/table.ts';
import { twoProportions } from '../../../src/statistics/two-proportions.ts';
import { World } from '../../../src/world/world.ts';
import { countOf } from '../../support/campaign.ts';
import { contains, intervalOfProbability } from '../../support/confidence.ts';

const stream = (name: string) => new RandomStreams('canary laws').stream(name);
const trials = 2_000;
const alpha = 0.05;

/** The shares of the whole that are in after each part. */
function cumulative(parts: readonly number[]): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  return parts.map((part) => {
    sum += part;
    return sum / total;
  });
}

describe('where nothing differs', () => {
  test.each([
    ['Fisher', (a, b) => fisherPValue(tableOf(a, b), 'two-sided')],
    ['chi-squared', (a, b) => chiSquaredTwoByTwo(tableOf(a, b), { yates: false }).pValue],
    ['two-proportion z', (a, b) => twoProportions(a, b).pValue],
  ] as [
    string,
    (a: { hits: number; trials: number }, b: { hits: number; trials: number }) => number,
  ][])('%s raises a false alarm at most as often as alpha', (name, pValue) => {
    const draws = stream(name);
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      const share = () => ({ hits: drawBinomial(2_000, 0.02, draws), trials: 2_000 });
      if (pValue(share(), share()) < alpha) alarms += 1;
    }
    expect(intervalOfProbability(alarms, trials).low).toBeLessThan(alpha);
  });

  const samples = (name: string, size: number) => {
    const draw = sampler(lognormal(100, 0.5), stream(name));
    return () => Array.from({ length: size }, draw);
  };

  test('p-values of Mann-Whitney are uniform', () => {
    const draw = samples('uniform', 60);
    const pValues = Array.from(
      { length: 600 },
      () => mannWhitney(draw(), draw(), { continuity: false }).pValue,
    );
    const uniform = Array.from({ length: 6_000 }, (_, i) => (i + 0.5) / 6_000);
    expect(kolmogorovSmirnov(pValues, uniform, { exact: false }).pValue).toBeGreaterThan(0.001);
  });

  test.each([
    ['Mann-Whitney', (x, y) => mannWhitney(x, y).pValue],
    ['Kolmogorov-Smirnov', (x, y) => kolmogorovSmirnov(x, y).pValue],
  ] as [string, (x: number[], y: number[]) => number][])('%s keeps alpha', (name, pValue) => {
    const draw = samples(name, 50);
    let alarms = 0;
    for (let trial = 0; trial < 1_000; trial++) if (pValue(draw(), draw()) < alpha) alarms += 1;
    expect(intervalOfProbability(alarms, 1_000).low).toBeLessThan(alpha);
  });
});

test('power is what the closed form says', () => {
  const draws = stream('power');
  const [baseline, changed, size] = [0.05, 0.07, 3_000];
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const a = { hits: drawBinomial(size, changed, draws), trials: size };
    const b = { hits: drawBinomial(size, baseline, draws), trials: size };
    const { pValue, difference } = twoProportions(a, b);
    if (pValue < alpha && difference > 0) found += 1;
  }
  const expected = powerOfTwoProportions(size, { baseline, changed, alpha });
  expect(contains(intervalOfProbability(found, trials), expected)).toBe(true);
});

test('a whole rollout of three phases keeps alpha, however its looks are spaced', () => {
  const rules = canaryRules.without();
  for (const looks of ['every-interval', 'end-of-phase'] as const) {
    const plan = { ...defaultPlan, looks };
    const alphas = alphaByLook(plan, defaultDesign, rules);
    const requests: number[] = [];
    for (const { percentage } of plan.phases) {
      const count = alphas.length / plan.phases.length;
      for (let look = 0; look < count; look++) requests.push(percentage / count);
    }
    const bounds = alphas.map((p) => quantileOfTail(p / 2));
    const spent = crossingProbabilities(bounds, cumulative(requests));
    expect(spent.reduce((total, p) => total + p, 0)).toBeCloseTo(alpha, 5);
  }
});

test('simulated rollouts of harmless releases raise at most alpha, with every look', () => {
  // 150 notice looks that each spend alpha, which a quarter of rollouts fail, with more than 99.9%.
  const rollouts = countOf({ unit: 150, deep: 400 });
  const world = new World('rollouts');
  const releases = Array.from({ length: rollouts }, () => ({
    what: '',
    defect: {},
    harmless: true,
  }));
  const options = {
    service: defaultService,
    plan: { ...defaultPlan, looks: 'every-interval' as const },
    design: { ...defaultDesign, errorRateThreshold: 1e-9 },
    releases,
    pauseMs: 1_000,
  };
  const study = runStudy(world, canaryRules.without(), options);
  world.kernel.runUntil(studyMs(options));
  const alarms = study.trials.filter(({ rollout }) => rollout.decision === 'fail').length;
  expect(study.trials).toHaveLength(rollouts);
  expect(intervalOfProbability(alarms, rollouts).low).toBeLessThan(alpha);
});

describe('feature flags', () => {
  const rules = canaryRules.without();
  const unused = () => 0.5;

  test.prop([
    fc.string(),
    fc.string(),
    fc.tuple(fc.integer({ max: 100, min: 0 }), fc.integer({ max: 100, min: 0 })),
  ])('raising the percentage never takes the new version away', (user, release, percentages) => {
    const [low, high] = [Math.min(...percentages), Math.max(...percentages)];
    const before = seesNewVersion(user, release, low, rules, unused);
    const after = seesNewVersion(user, release, high, rules, unused);
    expect(!before || after).toBe(true);
    expect(seesNewVersion(user, release, 100, rules, unused)).toBe(true);
    expect(seesNewVersion(user, release, 0, rules, unused)).toBe(false);
  });

  test('the share of users is the percentage, for each release by itself', () => {
    const users = 20_000;
    const exposed = (release: string) =>
      Array.from({ length: users }, (_, user) => bucketOf(`user ${user}`, release) < buckets / 10);
    const [first, second] = [exposed('a'), exposed('b')];
    const both = first.filter((isIn, user) => isIn && second[user] === true).length;
    const share = (of: boolean[]) => intervalOfProbability(of.filter(Boolean).length, users);
    expect(contains(share(first), 0.1)).toBe(true);
    expect(contains(share(second), 0.1)).toBe(true);
    expect(contains(intervalOfProbability(both, users), 0.01)).toBe(true);
  });
});

describe('the ratio of the samples', () => {
  test('is as improbable as the binomial says', () => {
    expect(sampleRatio({ baseline: 1_000, canary: 1_000 }, 0.5)?.pValue).toBe(1);
    expect(sampleRatio({ baseline: 1_000, canary: 800 }, 0.5)?.pValue).toBeLessThan(1e-5);
    expect(sampleRatio({ baseline: 0, canary: 0 }, 0.5)).toBe(undefined);
  });

  test.prop([
    fc.integer({ min: 1, max: 100_000 }),
    fc.double({ min: -5, max: 5, noNaN: true }),
    fc.constantFrom(0, 0.01, 0.25, 0.5, 0.9, 1),
    fc.constantFrom(0, 1e-6, 0.001, 0.05, 1),
  ])('is found improbable as its p-value says', (trials, deviations, share, alpha) => {
    const count = trials * share + deviations * Math.sqrt(trials * share * (1 - share));
    const observed = { hits: Math.min(trials, Math.max(0, Math.round(count))), trials };
    const pValue = binomialPValue(observed, share, 'two-sided');
    expect(isRarerThan(alpha, observed, share)).toBe(pValue < alpha);
  });

  test.prop([fc.integer({ min: 1, max: 2_000 }), fc.nat()])(
    'of a fair coin has two tails of one probability',
    (trials, place) => {
      const hits = place % (trials + 1);
      const far = Math.abs(hits - trials / 2);
      const counts = Array.from({ length: trials + 1 }, (_, k) => k);
      const beyond = counts.filter((k) => Math.abs(k - trials / 2) >= far);
      const sum = beyond.reduce(
        (total, k) => total + Math.exp(logBinomialProbability(k, trials, 0.5, 0.5)),
        0,
      );
      expect(binomialPValue({ hits, trials }, 0.5, 'two-sided')).toBeCloseTo(Math.min(1, sum), 10);
    },
  );
});

describe('somebody’s own canary', () => {
  const design = { ...defaultDesign, harm: () => 'increase' as const };
  const counts = (baseline: [number, number], canary: [number, number]): OwnMetric => ({
    kind: 'counts',
    name: 'errors',
    strata: [
      {
        baseline: { hits: baseline[0], trials: baseline[1] },
        canary: { hits: canary[0], trials: canary[1] },
      },
    ],
  });

  test.each([
    ['the same', counts([1_000, 100_000], [1_010, 100_000]), 'pass'],
    ['far worse', counts([1_000, 100_000], [2_000, 100_000]), 'fail'],
    ['far better', counts([2_000, 100_000], [1_000, 100_000]), 'pass'],
    ['too few to say', counts([0, 40], [1, 40]), 'inconclusive'],
    ['harm not excluded', counts([3, 300], [3, 300]), 'marginal'],
    ['no errors at all on little traffic', counts([0, 300], [0, 300]), 'marginal'],
  ] as const)('%s', (_what, metric, verdict) => {
    expect(judgeMetrics([metric], design).verdict).toBe(verdict);
  });

  test('a mismatch of the samples comes before everything else', () => {
    const metric = counts([1_000, 100_000], [2_000, 90_000]);
    expect(judgeMetrics([metric], { ...design, expectedShare: 0.5 }).verdict).toBe('inconclusive');
    expect(judgeMetrics([metric], { ...design, expectedShare: 0.474 }).verdict).toBe('fail');
  });

  test('of orders a fall is the harm', () => {
    const metric = counts([5_000, 100_000], [3_000, 100_000]);
    expect(judgeMetrics([metric], design).verdict).toBe('pass');
    expect(judgeMetrics([metric], { ...design, harm: () => 'decrease' }).verdict).toBe('fail');
  });

  test.prop([fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 })])(
    'the interval holds the difference, and the verdict follows from it',
    (a, b) => {
      const [metric] = judgeMetrics([counts([a, 5_000], [b, 5_000])], design).metrics;
      if (metric === undefined) throw new Error('no metric');
      expect(metric.harm).toBeCloseTo((b - a) / 5_000, 12);
      expect(metric.interval.low).toBeLessThanOrEqual(metric.harm);
      expect(metric.interval.high).toBeGreaterThanOrEqual(metric.harm);
      if (metric.verdict === 'fail') expect(metric.harm).toBeGreaterThanOrEqual(metric.threshold);
      if (metric.verdict === 'pass') expect(metric.interval.high).toBeLessThan(metric.threshold);
    },
  );
});
