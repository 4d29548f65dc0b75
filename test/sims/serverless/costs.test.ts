/**
 * Goal: functions and fleets cost what price lists say. Method: published examples, costs on both
 * sides of the break-even, numerical sums, and a naive plan of a day.
 */
import { describe, expect, test } from 'vitest';
import {
  billedMs,
  billOf,
  breakEvenUtilisation,
  costOfRequest,
  curveOfDay,
  fixedFleet,
  perServer,
  scaledHours,
} from '../../../sims/serverless/costs.ts';
import { serverlessRules } from '../../../sims/serverless/rules.ts';

const rules = serverlessRules.without();
const prices = { request: 2e-7, gbSecond: 0.00001667, instanceHour: 0.085 };

test('the example of AWS: 2 million requests and 1.1 million GB-seconds beyond the free tier', () => {
  const used = { requests: 2e6, gbSeconds: 1.1e6 };
  expect(billOf(used, prices, rules)).toBeCloseTo(18.74, 2);
  const blind = serverlessRules.without('memory-times-duration');
  expect(billOf(used, prices, blind)).toBeCloseTo(0.4, 12);
});

test('a published comparison: Lambda for 2 vCPUs is 2.28 times as dear as a busy c6g.large', () => {
  // How much more expensive is AWS Lambda, cloudphilos.io: $121.60 and $53.29 a month in Ireland.
  const ireland = { request: 2e-7, gbSecond: 0.0000133334, instanceHour: 0.073 };
  const work = { serviceMs: 1_000, memoryGb: 3_538 / 1_024, atOnce: 1 };
  const month = 730 * 3_600;
  expect((month * costOfRequest(work, ireland, rules)) / 121.6).toBeCloseTo(1, 2);
  expect(breakEvenUtilisation(work, ireland, rules)).toBeCloseTo(53.29 / 121.6, 2);
});

test.each([
  [10, 0.25, 8],
  [300, 2, 1],
  [5, 0.125, 64],
])(
  'at the break-even both cost the same: %d ms, %d GB, %i at once',
  (serviceMs, memoryGb, atOnce) => {
    const work = { serviceMs, memoryGb, atOnce };
    const requests = breakEvenUtilisation(work, prices, rules) * ((3_600_000 / serviceMs) * atOnce);
    expect(requests * costOfRequest(work, prices, rules)).toBeCloseTo(prices.instanceHour, 12);
  },
);

test.each([1, 5, 100])('durations of %d ms on average are rounded up one by one', (mean) => {
  // The mean of the ceiling is the sum of P(X > k).
  let sum = 0;
  for (let k = 0; k < 60 * mean; k++) sum += Math.exp(-k / mean);
  expect(billedMs(mean)).toBeCloseTo(sum, 9);
});

describe('fleets', () => {
  const work = { serviceMs: 100, memoryGb: 1, atOnce: 2 };

  test('a fixed fleet carries the peak, and has servers to spare', () => {
    const fleet = { meanPerS: 100, peakFactor: 2, target: 0.7, least: 2 };
    expect(perServer(work)).toBe(20);
    expect(fixedFleet(work, fleet, rules)).toBe(15);
    expect(fixedFleet(work, { ...fleet, meanPerS: 70, peakFactor: 1 }, rules)).toBe(5);
    expect(fixedFleet(work, { ...fleet, meanPerS: 0.1 }, rules)).toBe(2);
    expect(fixedFleet(work, fleet, serverlessRules.without('fleet-carries-the-peak'))).toBe(8);
  });

  test.each([
    [100, 2],
    [37, 1.5],
    [1_000, 1],
    [1, 2],
  ])(
    'a scaled fleet has enough in each hour, and no more: %d a second, peak %d',
    (meanPerS, peakFactor) => {
      let hours = 0;
      for (let hour = 0; hour < 24; hour++) {
        let highest = 0;
        for (let at = 0; at <= 60; at++)
          highest = Math.max(
            highest,
            1 + (peakFactor - 1) * -Math.cos(((hour + at / 60) / 12) * Math.PI),
          );
        let servers = 2;
        while (servers * 20 * 0.7 < meanPerS * highest - 1e-9) servers += 1;
        hours += servers;
      }
      expect(scaledHours(work, { meanPerS, peakFactor, target: 0.7, least: 2 })).toBe(hours);
    },
  );

  test('the curve of a day has its mean, its peak at noon and its trough at midnight', () => {
    const minutes = Array.from({ length: 1_440 }, (_, minute) => curveOfDay(minute / 1_440, 1.8));
    expect(minutes.reduce((sum, each) => sum + each, 0) / 1_440).toBeCloseTo(1, 9);
    expect(curveOfDay(0.5, 1.8)).toBeCloseTo(1.8, 12);
    expect(curveOfDay(0, 1.8)).toBeCloseTo(0.2, 12);
  });
});
