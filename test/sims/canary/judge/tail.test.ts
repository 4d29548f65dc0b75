/**
 * Goal: the tail is each side's own share beyond the baseline's quantile. A doubled share never passes
 * in more than alpha of trials, and fails where the sample can tell. (Many more trials in tail.deep.ts.)
 */
import { describe, expect, test } from 'vitest';
import { defaultDesign, type JudgeDesign } from '../../../../sims/canary/judge/design.ts';
import { judgeMetrics } from '../../../../sims/canary/judge/judge-metrics.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { countOf } from '../../../support/campaign.ts';
import { intervalOfProbability } from '../../../support/confidence.ts';

type Direction = 'increase' | 'decrease';

function judged(
  baseline: readonly number[],
  canary: readonly number[],
  { harm = 'increase', ...changed }: Partial<JudgeDesign> & { harm?: Direction } = {},
) {
  const missing = { baseline: 0, canary: 0 };
  return judgeMetrics(
    [{ kind: 'samples', name: 'latency', unit: 'ms', baseline, canary, missing }],
    { ...defaultDesign, ...changed, harm: () => harm },
  );
}

/** `slow` values of 1,000 ms and more among others of 50 to 99 ms. */
function requests(count: number, slow: number): number[] {
  return Array.from({ length: count }, (_, i) => (i < slow ? 1_000 + i : 50 + (i % 50)));
}

describe('1% against 2% slow requests', () => {
  test.each([
    [10_000, 10_000],
    [2_000, 40_000],
    [40_000, 4_000],
  ])('is twice, with %i requests of the baseline and %i of the canary', (n, m) => {
    const { verdict, metrics } = judged(requests(n, n / 100), requests(m, m / 50));
    expect(metrics[1]).toMatchObject({ baseline: 0.01, canary: 0.02, harm: 1, verdict: 'fail' });
    expect(verdict).toBe('fail');
  });

  test('is twice if all slow ones are equal, such as those given up', () => {
    const capped = (slow: number) => requests(10_000, slow).map((value) => Math.min(value, 1_000));
    expect(judged(capped(100), capped(200)).metrics[1]).toMatchObject({ harm: 1 });
    expect(judged(capped(300), capped(600)).metrics[1]).toMatchObject({
      baseline: 0.03,
      harm: 1,
      verdict: 'fail',
    });
  });

  test('is not looked at if the tail is switched off', () => {
    const { verdict, metrics } = judged(requests(10_000, 100), requests(10_000, 200), {
      compareTail: false,
    });
    expect({ verdict, metrics: metrics.length }).toEqual({ verdict: 'pass', metrics: 1 });
  });

  test('has its lower tail looked at if less is worse', () => {
    const few = (low: number) => requests(10_000, low).map((value) => -value);
    const fewer = judged(few(100), few(200), { harm: 'decrease' });
    expect(fewer.metrics[1]).toMatchObject({ metric: 'latency p1', harm: 1, verdict: 'fail' });
    const more = judged(requests(10_000, 100), requests(10_000, 200), { harm: 'decrease' });
    expect(more.verdict).toBe('pass');
  });
});

describe('by chance', () => {
  const stream = new RandomStreams('canary tail').stream('draws');
  /** Of the requests a share is slow; the rest are spread evenly. */
  const drawn = (count: number, slow: number) =>
    Array.from({ length: count }, () => (stream() < slow ? 1_000 : 50) + 50 * stream());
  // 60 notice a judge that is wrong in a third of them with more than 99.9%.
  const trials = countOf({ unit: 60, deep: 2_000 });
  const verdicts = (verdict: string, count: number, slow: number) => {
    let found = 0;
    for (let trial = 0; trial < trials; trial++) {
      if (judged(drawn(count, 0.01), drawn(count, slow)).verdict === verdict) found += 1;
    }
    return found;
  };
  const shareOf = (verdict: string, count: number, slow: number) =>
    intervalOfProbability(verdicts(verdict, count, slow), trials);

  test.each([[100], [200], [400], [800]])(
    '%i a side cannot tell twice the share: inconclusive',
    (n) => {
      expect(verdicts('pass', n, 0.02)).toBe(0);
    },
  );

  test('2,000 a side pass no more than alpha of twice the share', () => {
    expect(shareOf('pass', 2_000, 0.02).low).toBeLessThan(defaultDesign.alpha);
  });

  test('2,000 a side find four times the share', () => {
    expect(shareOf('fail', 2_000, 0.04).low).toBeGreaterThan(0.8);
  });

  test('2,000 a side raise no more than alpha of false alarms', () => {
    expect(shareOf('fail', 2_000, 0.01).low).toBeLessThan(defaultDesign.alpha);
  });
});
