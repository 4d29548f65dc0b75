/**
 * Goal: what series.test.ts holds in few trials holds in many, for more processes, lengths and
 * spreads: of points that hang together over time, false alarms stay within alpha.
 */
import { expect, test } from 'vitest';
import { defaultDesign } from '../../../../sims/canary/judge/design.ts';
import { judgeMetrics } from '../../../../sims/canary/judge/judge-metrics.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { intervalOfProbability } from '../../../support/confidence.ts';
import { autoregressive, noisy, plus, type Series, shocks } from '../../../support/series.ts';

const design = { ...defaultDesign, harm: () => 'increase' as const };
const { draw, heavy } = shocks(new RandomStreams('canary series').stream('deep'));
const trials = 2_000;

const processes: [string, Series][] = [0, 0.5, 0.9, 0.97].flatMap((correlation) => {
  const plain = autoregressive(correlation, draw);
  return [
    [`normal ${correlation}`, plain],
    [`heavy tails ${correlation}`, autoregressive(correlation, heavy)],
    [`noise over a drift ${correlation}`, noisy(plain, draw)],
    [`a daily swing ${correlation}`, plus(plain, (place) => 1.5 * Math.sin(place / 10))],
    [`a trend ${correlation}`, plus(plain, (place, count) => (2 * place) / count)],
  ] as [string, Series][];
});
const cases = processes.flatMap(([name, series]) =>
  [60, 180, 720].map((count) => [name, count, series] as const),
);

test.each(cases)('%s, %i points: false alarms within alpha', (_name, count, series) => {
  const places = Array.from({ length: count }, (_, place) => place);
  let alarms = 0;
  for (let trial = 0; trial < trials; trial++) {
    const side = () => series(count).map((value) => 200 * Math.exp(0.3 * value));
    const { verdict } = judgeMetrics(
      [
        {
          kind: 'samples',
          name: 'p99',
          unit: 'ms',
          baseline: side(),
          canary: side(),
          missing: { baseline: 0, canary: 0 },
          times: { baseline: places, canary: places },
        },
      ],
      design,
    );
    if (verdict === 'fail') alarms += 1;
  }
  expect(intervalOfProbability(alarms, trials).low).toBeLessThan(design.alpha);
});
