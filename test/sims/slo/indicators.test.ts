/** Goal: the closed forms of indicators are right. Method: sums and integrals that are written without looking at them. */
import { expect, test } from 'vitest';
import { requestsInOutage } from '../../../sims/slo/indicators/day.ts';
import { falseAlarmChance, hoursCompared } from '../../../sims/slo/indicators/last-week.ts';
import { answers } from '../../../sims/slo/indicators/measured-latency.ts';
import { meanOfRatios, ratioOfSums } from '../../../sims/slo/indicators/ratios.ts';
import { silenceHours } from '../../../sims/slo/indicators/silence.ts';
import { sloRules } from '../../../sims/slo/rules.ts';

/** Probabilities of counts, by the recursion. */
function poisson(mean: number, most: number): number[] {
  const list = [Math.exp(-mean)];
  for (let k = 1; k <= most; k++) list.push(((list[k - 1] ?? 0) * mean) / k);
  return list;
}

test.each([0.5, 3, 10, 42.5])('false alarms below half of last week at a mean of %f', (mean) => {
  const chances = poisson(mean, 200);
  let sum = 0;
  for (const [before, one] of chances.entries())
    for (const [count, other] of chances.entries()) if (2 * count < before) sum += one * other;
  expect(falseAlarmChance(mean) / sum).toBeCloseTo(1, 9);
});

test('the window that fits the volume is the first in its steps without a false alarm', () => {
  const rules = sloRules.without();
  for (const perHour of [2, 10, 300]) {
    const hours = hoursCompared(perHour, 8_766, rules);
    expect(8_766 * falseAlarmChance(perHour * hours)).toBeLessThanOrEqual(1e-7);
    if (hours > 1)
      expect(8_766 * falseAlarmChance(perHour * Math.floor(hours / 1.1 - 1))).toBeGreaterThan(1e-7);
  }
});

test.each([
  [0, 60],
  [13, 240],
  [23.5, 90],
])('requests of an outage from %f o’clock, %i minutes long', (beginsHour, outageMin) => {
  const day = { requestsPerS: 7, swing: 0.6 };
  let sum = 0;
  const slices = 100_000;
  for (let slice = 0; slice < slices; slice++) {
    const hour = beginsHour + ((slice + 0.5) / slices) * (outageMin / 60);
    sum += 7 * (1 - 0.6 * Math.cos((2 * Math.PI * (hour - 2)) / 24));
  }
  const byHand = (sum / slices) * outageMin * 60;
  expect(requestsInOutage(day, beginsHour, outageMin) / byHand).toBeCloseTo(1, 8);
});

test('a silence of which a year has one by chance', () => {
  const silence = silenceHours(30, 1);
  expect(30 * 8_766 * Math.exp(-30 * silence)).toBeCloseTo(1, 9);
  expect(silence * 60).toBeCloseTo(24.96, 2);
});

test('one of one fails and none of 999: half by the mean, 0.1% in truth', () => {
  const instances = [
    { failed: 1, requests: 1 },
    { failed: 0, requests: 999 },
  ];
  expect(meanOfRatios(instances)).toBe(0.5);
  expect(ratioOfSums(instances)).toBe(0.001);
});

test('behind a stall each request waits for those before it', () => {
  const stall = { everyMs: 10, serviceMs: 1, stallMs: 100, requests: 20, stallsBefore: 5 };
  const waits = answers(stall).map(({ dueMs, answeredMs }) => answeredMs - dueMs);
  expect(waits.slice(0, 8)).toEqual([1, 1, 1, 1, 1, 101, 92, 83]);
});
