/**
 * Goal: viewers at once, and what is attached to posts, are counted right. Method: counting viewers
 * minute by minute, and numerical integrals of the day's curve.
 */
import { expect, test } from 'vitest';
import { triangleOfDay } from '../../../sims/estimation/capacity/day.ts';
import { attachedBytes } from '../../../sims/estimation/capacity/storage.ts';
import {
  drawnBeginning,
  shareAtPeak,
  watchingAtOnce,
  watchingAtPeak,
} from '../../../sims/estimation/capacity/viewers.ts';
import { estimationRules } from '../../../sims/estimation/rules.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

test('on average as many watch at once as a minute-by-minute count finds', () => {
  // 144 viewers that begin one every ten minutes, and watch for 30: three at once.
  const watching = Array.from({ length: 1_440 }, (_, minute) => {
    const begun = Array.from({ length: 144 }, (_, viewer) => viewer * 10);
    return begun.filter((at) => (minute - at + 1_440) % 1_440 < 30).length;
  });
  const mean = watching.reduce((sum, each) => sum + each, 0) / 1_440;
  expect(mean).toBe(3);
  expect(watchingAtOnce(144, 30)).toBeCloseTo(mean, 12);
  // YouTube, You know what's cool? A billion hours, 2017.
  expect(watchingAtOnce(1e9, 60)).toBeCloseTo(1e9 / 24, 3);
});

test.each([
  [60, 2.5],
  [180, 2],
  [5, 8],
  [180, 8],
])(
  '%i minutes at a peak factor of %d: the share at the peak is the largest integral of a view',
  (minutes, factor) => {
    const steps = 14_400;
    const rate = Array.from({ length: steps }, (_, at) =>
      triangleOfDay((at + 0.5) / steps, factor),
    );
    const length = minutes * 10;
    let sum = rate.slice(0, length).reduce((all, each) => all + each, 0);
    let largest = sum;
    for (let at = length; at < steps; at++) {
      sum += (rate[at] ?? 0) - (rate[at - length] ?? 0);
      largest = Math.max(largest, sum);
    }
    expect(shareAtPeak(minutes, factor)).toBeCloseTo(largest / steps, 5);
  },
);

test('viewers begin as the curve of the day says', () => {
  const stream = new RandomStreams('viewers').stream('beginnings');
  const draws = 20_000;
  const beginnings = Array.from({ length: draws }, () => drawnBeginning(2, stream));
  // A triangle over a whole day: an eighth of the viewers begin in the first quarter.
  const early = beginnings.filter((at) => at < 0.25).length / draws;
  expect(Math.abs(early - 0.125)).toBeLessThan(4.5 * Math.sqrt((0.125 * 0.875) / draws));
  expect(Math.min(...beginnings)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...beginnings)).toBeLessThanOrEqual(1);
});

test('at the peak those watch that began up to half a view before noon or after it', () => {
  const minutesFromNoon = [-40, -31, -29, 0, 30, 31].map((minutes) => 0.5 + minutes / 1_440);
  expect(watchingAtPeak(minutesFromNoon, 60.001)).toBe(3);
});

test('attachments are counted by the share that has one, and not at all without the rule', () => {
  expect(attachedBytes(0.1, 500_000, estimationRules.without())).toBe(50_000);
  expect(attachedBytes(0.1, 500_000, estimationRules.without('count-the-attachments'))).toBe(0);
});
