/**
 * Goal: points that hang together over time, or within pods, raise no more false alarms than alpha,
 * and a doubled p99 is still found where it can be; where it cannot, the judge says so. Small numbers
 * of trials with fixed seeds; series.deep.ts has many, of more processes.
 */

import { describe, expect, test } from 'vitest';
import { defaultDesign } from '../../../../sims/canary/judge/design.ts';
import { judgeMetrics, type OwnJudgement } from '../../../../sims/canary/judge/judge-metrics.ts';
import { must } from '../../../../src/kernel/must.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { intervalOfProbability } from '../../../support/confidence.ts';
import { autoregressive, noisy, plus, type Series, shocks } from '../../../support/series.ts';

const design = { ...defaultDesign, harm: () => 'increase' as const };
const stream = (name: string) => new RandomStreams('canary series').stream(name);
const places = Array.from({ length: 180 }, (_, place) => place);

/** 180 minutes of a p99 around 200 ms, `factor` times as long on the canary. */
function judged(series: Series, factor: number): OwnJudgement {
  const latencies = (times: number) =>
    series(places.length).map((value) => 200 * times * Math.exp(0.3 * value));
  return judgeMetrics(
    [
      {
        kind: 'samples',
        name: 'p99',
        unit: 'ms',
        baseline: latencies(1),
        canary: latencies(factor),
        missing: { baseline: 0, canary: 0 },
        times: { baseline: places, canary: places },
      },
    ],
    design,
  );
}

const { draw, heavy } = shocks(stream('shocks'));
const processes: readonly (readonly [name: string, series: Series])[] = [
  ['independent points', autoregressive(0, draw)],
  ['autocorrelation 0.5', autoregressive(0.5, draw)],
  ['autocorrelation 0.9', autoregressive(0.9, draw)],
  ['autocorrelation 0.97', autoregressive(0.97, draw)],
  ['heavy tails, autocorrelation 0.9', autoregressive(0.9, heavy)],
  ['noise over a slow drift', noisy(autoregressive(0.97, draw), draw)],
  ['a daily swing', plus(autoregressive(0.5, draw), (place) => Math.sin(place / 10))],
  ['a trend', plus(autoregressive(0.5, draw), (place, count) => (2 * place) / count)],
];

const trials = 60;

test.each(processes)('of %s, false alarms stay within alpha', (_name, series) => {
  let alarms = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (judged(series, 1).verdict === 'fail') alarms += 1;
  }
  expect(intervalOfProbability(alarms, trials).low).toBeLessThan(design.alpha);
});

test.each(processes.filter(([name]) => !/0\.9|drift/.test(name)))(
  'of %s, a doubled p99 fails in at least 80%% of trials',
  (_name, series) => {
    let found = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (judged(series, 2).verdict === 'fail') found += 1;
    }
    expect(intervalOfProbability(found, trials).low).toBeGreaterThan(0.8);
  },
);

test('points of the same times are compared in pairs: what both share does not count', () => {
  const shared = autoregressive(0.9, draw)(places.length);
  const both = plus(autoregressive(0.3, draw), (place) => 3 * must(shared[place], 'shared value'));
  const { metrics, verdict } = judged(both, 1.5);
  expect(metrics[0]?.dependence).toMatchObject({ kind: 'pairs' });
  // Without pairs, the drift that both share would hide the difference.
  expect(metrics[0]?.dependence?.inflation).toBeLessThan(1);
  expect(verdict).toBe('fail');
});

test('what hangs together too much is inconclusive, with the reason', () => {
  const { verdict, reason } = judged(autoregressive(0.99, draw), 2);
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/autocorrelation 0\.9\d\): they are worth about \d independent ones/);
});

describe('values of pods', () => {
  const pods = (side: string) => places.map((place) => `${side} ${place % 6}`);
  /** Each pod has a pace of its own, from 0.8 to 1.2 of the others. */
  const byPod = (clustered: boolean) => {
    const pace = () => Array.from({ length: 6 }, () => Math.exp(0.2 * draw()));
    const side = (paces: number[]) =>
      places.map((place) => 200 * must(paces[place % 6], 'pace in turn') * Math.exp(0.05 * draw()));
    const clusters = { baseline: pods('baseline'), canary: pods('canary') };
    return judgeMetrics(
      [
        {
          kind: 'samples',
          name: 'latency',
          unit: 'ms',
          baseline: side(pace()),
          canary: side(pace()),
          missing: { baseline: 0, canary: 0 },
          ...(clustered ? { clusters } : {}),
        },
      ],
      { ...design, compareTail: false },
    );
  };

  test.each([
    ['raise false alarms if they count as independent', false],
    ['raise no more than alpha if pods are named', true],
  ])('%s', (_what, clustered) => {
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (byPod(clustered).verdict === 'fail') alarms += 1;
    }
    const isAbove = intervalOfProbability(alarms, trials).low > design.alpha;
    expect(isAbove).toBe(!clustered);
  });
});
