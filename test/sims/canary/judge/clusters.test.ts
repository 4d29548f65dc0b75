/**
 * Goal: requests of one pod fail together, and a pod that is ill is not a release that is: counts by pod
 * raise no more false alarms than alpha, and still show harm that all pods have.
 */
import { expect, test } from 'vitest';
import { defaultDesign } from '../../../../sims/canary/judge/design.ts';
import { judgeMetrics } from '../../../../sims/canary/judge/judge-metrics.ts';
import { drawBinomial } from '../../../../src/kernel/counts.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { compareClusters } from '../../../../src/statistics/cluster-ratio.ts';
import { intervalOfProbability } from '../../../support/confidence.ts';

const design = { ...defaultDesign, harm: () => 'increase' as const };
const stream = new RandomStreams('clusters').stream('counts');

interface Pod {
  readonly cluster: string;
  readonly hits: number;
  readonly trials: number;
}

const totalOf = (pods: readonly Pod[]) => ({
  hits: pods.reduce((sum, { hits }) => sum + hits, 0),
  trials: pods.reduce((sum, { trials }) => sum + trials, 0),
});

function judged(baseline: readonly Pod[], canary: readonly Pod[], isClustered = true) {
  const clusters = isClustered ? { clusters: { baseline, canary } } : {};
  const strata = [{ baseline: totalOf(baseline), canary: totalOf(canary), ...clusters }];
  return judgeMetrics([{ kind: 'counts', name: 'errors', strata }], design);
}

/** Pods of 2,000 requests, each with an error rate of its own, from a half to one and a half of the mean. */
const pods = (count: number, rate: number): Pod[] =>
  Array.from({ length: count }, (_, place) => ({
    cluster: `pod ${place}`,
    hits: drawBinomial(2_000, rate * (0.5 + stream()), stream),
    trials: 2_000,
  }));

test.each([
  ['raise false alarms if they count as independent', false],
  ['raise no more than alpha if pods are named', true],
])('counts of pods %s', (_what, isClustered) => {
  const trials = 300;
  let alarms = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (judged(pods(5, 0.03), pods(5, 0.03), isClustered).verdict === 'fail') alarms += 1;
  }
  const isAbove = intervalOfProbability(alarms, trials).low > design.alpha;
  expect(isAbove).toBe(!isClustered);
});

test('harm that all pods have fails', () => {
  const { verdict, metrics } = judged(pods(8, 0.02), pods(8, 0.06));
  expect(verdict).toBe('fail');
  expect(metrics[0]?.test).toBe('ratio of clusters');
});

test('one ill pod of four is no proof against the release', () => {
  const well = (name: string) => ({ cluster: name, hits: 10, trials: 1_000 });
  const baseline = ['b1', 'b2', 'b3', 'b4'].map(well);
  const canary = [{ ...well('c1'), hits: 80 }, ...['c2', 'c3', 'c4'].map(well)];
  expect(judged(baseline, canary, false).verdict).toBe('fail');
  expect(judged(baseline, canary).verdict).toBe('marginal');
});

test('one pod on a side can tell nothing, and the reason says so', () => {
  const { verdict, reason } = judged(pods(1, 0.01), pods(5, 0.2));
  expect(verdict).toBe('inconclusive');
  expect(reason).toContain('a side has only one cluster');
});

test('users with one request each are as good as independent requests', () => {
  const users = (side: string, errors: number) =>
    Array.from({ length: 4_000 }, (_, place) => ({
      cluster: `${side} ${place}`,
      hits: place < errors ? 1 : 0,
      trials: 1,
    }));
  const [first, second] = [users('c', 200), users('b', 120)];
  const { pValue, difference } = compareClusters([{ first, second, weight: 1 }], 0.05);
  expect(difference).toBeCloseTo(0.02, 12);
  // z = 0.02 / sqrt(0.05 x 0.95 / 3,999 + 0.03 x 0.97 / 3,999) = 4.5697, whose two normal tails are
  // 4.8833e-6; Student's t with some 7,500 degrees of freedom adds (z^4 + z^2) / (4 x 7,500) = 1.5%.
  expect(pValue / 4.8833e-6).toBeCloseTo(1.015, 2);
});
