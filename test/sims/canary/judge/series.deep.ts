/**
 * Goal: what series.test.ts holds in few trials holds in many, for more processes, lengths and
 * spreads: of points that hang together over time, false alarms stay within alpha, and up to an
 * autocorrelation of 0.5 a doubled p99 fails in four of five trials.
 *
 * Noise over a drift that a record holds a few swings of only is left out: such a drift cannot be told
 * from a difference between the sides. Of 60 points over a drift of autocorrelation 0.97, 19% raise a
 * false alarm, of 180 8%.
 */
import { expect, test } from 'vitest';
import { defaultDesign } from '../../../../sims/canary/judge/design.ts';
import { judgeMetrics } from '../../../../sims/canary/judge/judge-metrics.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { intervalOfProbability } from '../../../support/confidence.ts';
import { autoregressive, noisy, plus, type Series, shocks } from '../../../support/series.ts';

const design = { ...defaultDesign, harm: () => 'increase' as const };
const { draw, heavy } = shocks(new RandomStreams('canary series').stream('deep'));
const trials = 1_000;
/** Of a doubled p99 on a trend that both sides share 83% are found: near the bar, so more of them. */
const manyTrials = 6_000;

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
  [60, 180, 720]
    .filter((count) => count === 720 || !/^noise over a drift 0\.9/.test(name))
    .map((count) => [name, count, series] as const),
);

function judged(series: Series, count: number, factor: number, sigma: number) {
  const places = Array.from({ length: count }, (_, place) => place);
  const side = (times: number) =>
    series(count).map((value) => 200 * times * Math.exp(sigma * value));
  return judgeMetrics(
    [
      {
        kind: 'samples',
        name: 'p99',
        unit: 'ms',
        baseline: side(1),
        canary: side(factor),
        missing: { baseline: 0, canary: 0 },
        times: { baseline: places, canary: places },
      },
    ],
    design,
  ).verdict;
}

test.each(cases)('%s, %i points: false alarms within alpha', (_name, count, series) => {
  let alarms = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (judged(series, count, 1, 0.3) === 'fail') alarms += 1;
  }
  expect(intervalOfProbability(alarms, trials).low).toBeLessThan(design.alpha);
});

/**
 * The bound: with the autocorrelation known, 180 points of spread 1 are worth 60, and a shift of ln 2
 * is found in P(Z > z(0.0125) - ln 2 / sqrt(2 / 60)) = 94% of trials, two comparisons allowed for.
 */
const told = processes
  .filter(([name]) => / (?:0|0\.5)$/.test(name) && !name.startsWith('noise'))
  .map(([name, series]) => ({ name, series }));

test.each(told)('$name, 180 points: a doubled p99 fails in at least 80%', ({ series }) => {
  for (const sigma of [0.3, 1]) {
    let found = 0;
    for (let trial = 0; trial < manyTrials; trial++) {
      if (judged(series, 180, 2, sigma) === 'fail') found += 1;
    }
    expect(intervalOfProbability(found, manyTrials).low).toBeGreaterThan(0.8);
  }
});
