/**
 * Goal: what an indicator counts, an alert concludes and a budget reports is what the books say, with each rule and without
 * it. Method: the smallest cases by hand, on both sides of every boundary.
 */
import { describe, expect, test } from 'vitest';
import outageAlerts from '../../../scenarios/slo/outage-alerts.ts';
import { SlidingCounts } from '../../../sims/slo/alerts/sliding-counts.ts';
import { reportedSpent } from '../../../sims/slo/indicators/budget.ts';
import { brokenSteps } from '../../../sims/slo/indicators/funnel.ts';
import { pages } from '../../../sims/slo/indicators/incidents.ts';
import { missing, together } from '../../../sims/slo/indicators/journeys.ts';
import { hoursCompared, isBelowHalf } from '../../../sims/slo/indicators/last-week.ts';
import { answers, recordedMs } from '../../../sims/slo/indicators/measured-latency.ts';
import { unnoticedMs } from '../../../sims/slo/indicators/probe.ts';
import { allUp, promised } from '../../../sims/slo/indicators/promise.ts';
import {
  countedAs,
  isFailure,
  loggedStatus,
  type Outcome,
} from '../../../sims/slo/indicators/purchases.ts';
import { fleetRatio } from '../../../sims/slo/indicators/ratios.ts';
import { firesAfter } from '../../../sims/slo/indicators/scrapes.ts';
import { noticedHours } from '../../../sims/slo/indicators/silence.ts';
import { sloRules } from '../../../sims/slo/rules.ts';
import { run } from '../../../src/lab/run.ts';

const rules = sloRules.without();
const draws =
  (...values: number[]) =>
  () =>
    values.shift() ?? 1;

test('purchases: what users saw, what the server wrote, what counts', () => {
  const outcomes: readonly Outcome[] = ['good', 'failed-in-body', 'server-down'];
  expect(outcomes.map(isFailure)).toEqual([false, true, true]);
  expect(outcomes.map(loggedStatus)).toEqual([200, 200, undefined]);
  expect(outcomes.map((one) => countedAs(one, rules))).toEqual(['good', 'failed', 'failed']);
  const atServer = sloRules.without('count-at-the-edge', 'count-outcomes-not-statuses');
  expect(outcomes.map((one) => countedAs(one, atServer))).toEqual(['good', 'good', 'not at all']);
});

describe('a probe', () => {
  const failure = { everyMs: 60_000, failedShare: 0.5, givenUpMs: 150_000 };

  test('sees the failure at the first probe that fails, from its own moment on', () => {
    expect(unnoticedMs(failure, draws(0.5, 0.4), rules)).toBe(30_000);
    expect(unnoticedMs(failure, draws(0.5, 0.6, 0.4), rules)).toBe(90_000);
  });

  test('counts the probe at the very end, and none after it', () => {
    expect(unnoticedMs(failure, draws(0.5, 0.6, 0.6, 0.4), rules)).toBe(150_000);
    const shorter = { ...failure, givenUpMs: 149_999 };
    expect(unnoticedMs(shorter, draws(0.5, 0.6, 0.6, 0.4), rules)).toBeUndefined();
  });

  test('sees nothing if it does not come to the broken step', () => {
    const shallow = sloRules.without('probe-the-whole-journey');
    expect(unnoticedMs(failure, draws(0.5, 0, 0, 0), shallow)).toBeUndefined();
  });
});

test('half of last week: strictly below, and one hour without the rule', () => {
  expect([isBelowHalf(4, 10), isBelowHalf(5, 10), isBelowHalf(5, 11)]).toEqual([true, false, true]);
  expect(hoursCompared(2, 8_766, sloRules.without('threshold-fits-volume'))).toBe(1);
  expect(hoursCompared(100_000, 8_766, rules)).toBe(1);
  expect(hoursCompared(2, 8_766, rules)).toBeGreaterThan(10);
});

test('a budget is a number of requests, or of minutes', () => {
  const night = { lost: 100, all: 1_000_000, downMin: 43.2, periodMin: 43_200 };
  expect(reportedSpent(night, 0.999, rules)).toBeCloseTo(0.1, 9);
  const byTime = sloRules.without('budget-by-requests');
  expect(reportedSpent(night, 0.999, byTime)).toBeCloseTo(1, 9);
});

test('a page is for what users suffer from, and not for a cause', () => {
  const quiet = { hasKnownCause: true, hurtsUsers: false };
  const novel = { hasKnownCause: false, hurtsUsers: true };
  expect([pages(quiet, rules), pages(novel, rules)]).toEqual([false, true]);
  const causes = sloRules.without('page-on-symptoms');
  expect([pages(quiet, causes), pages(novel, causes)]).toEqual([true, false]);
});

test('each journey has its objective; together a small one hides', () => {
  const journeys = [
    { name: 'browse', requests: 99_000, failed: 0 },
    { name: 'pay', requests: 1_000, failed: 80 },
  ];
  expect(missing(journeys, 0.999, rules).map(({ name }) => name)).toEqual(['pay']);
  const all = sloRules.without('objective-for-each-journey');
  expect(missing(journeys, 0.999, all)).toEqual([]);
  expect(together(journeys)).toEqual({ name: 'all', requests: 100_000, failed: 80 });
  expect(missing(journeys, 0.9999, all)).toHaveLength(1);
  // Exactly what is allowed is not missed.
  expect(missing([{ name: 'half', requests: 10, failed: 5 }], 0.5, rules)).toEqual([]);
});

test('a promise is no higher than all that is needed together', () => {
  expect(allUp([0.999, 0.999, 0.999])).toBeCloseTo(0.997003, 8);
  expect(promised(0.999, [0.999, 0.999, 0.999], rules)).toBeCloseTo(0.997003, 8);
  expect(promised(0.99, [0.999, 0.999], rules)).toBe(0.99);
  const bold = sloRules.without('promise-below-dependencies');
  expect(promised(0.999, [0.5], bold)).toBe(0.999);
});

test('a ratio of a fleet: sums divided, or the mean of ratios, of which none of none is 0', () => {
  const fleet = [
    { failed: 1, requests: 1 },
    { failed: 0, requests: 0 },
    { failed: 1, requests: 98 },
  ];
  expect(fleetRatio(fleet, rules)).toBeCloseTo(2 / 99, 12);
  const means = fleetRatio(fleet, sloRules.without('sum-then-divide'));
  expect(means).toBeCloseTo((1 + 1 / 98) / 3, 12);
});

test('scrapes: above the limit fires, silence fires after its time', () => {
  const alert = { failedShareMax: 0.01, absentForMs: 300_000 };
  const at = (atMs: number, failedShare?: number) => ({ atMs, failedShare });
  expect(firesAfter(at(0, 0.01), 0, alert, rules)).toBe(false);
  expect(firesAfter(at(0, 0.011), 0, alert, rules)).toBe(true);
  expect(firesAfter(at(299_999), 0, alert, rules)).toBe(false);
  expect(firesAfter(at(300_000), 0, alert, rules)).toBe(true);
  expect(firesAfter(at(900_000), 0, alert, sloRules.without('no-data-is-not-good'))).toBe(false);
});

test('absence is noticed a silence after the last event, or never', () => {
  expect(noticedHours(5, 0.4, rules)).toBe(5.4);
  expect(noticedHours(5, 0.4, sloRules.without('alert-on-absence'))).toBeUndefined();
});

test('a broken step is one that chance does not explain', () => {
  const steps = [
    { name: 'cart', usualShare: 0.5, came: 10_000, went: 4_950 },
    { name: 'pay', usualShare: 0.9, came: 4_950, went: 3_000 },
  ];
  expect(brokenSteps(steps, rules)).toEqual(['pay']);
  expect(brokenSteps(steps, sloRules.without('judge-each-step'))).toEqual([]);
});

test('a latency begins when the request was due', () => {
  const stall = { everyMs: 10, serviceMs: 1, stallMs: 100, requests: 8, stallsBefore: 5 };
  const all = answers(stall);
  expect(all.slice(5).map((one) => recordedMs(one, rules))).toEqual([101, 92, 83]);
  const sent = sloRules.without('latency-from-intended-start');
  expect(all.slice(5).map((one) => recordedMs(one, sent))).toEqual([101, 1, 1]);
});

test('a window of many slots: as if it were counted anew, also when it forgets', () => {
  const counts = new SlidingCounts(100_000);
  for (let at = 1; at <= 20_000; at++) {
    counts.add(at * 1_000, at % 7 === 0 ? 1 : 0, 2);
    if (at % 997 !== 0) continue;
    const within = Array.from({ length: Math.min(100, at) }, (_, back) => at - back);
    expect([at, counts.requests, counts.failed]).toEqual([
      ...[at, 2 * within.length],
      within.filter((each) => each % 7 === 0).length,
    ]);
  }
});

test('a page for a single failure breaks its law, and the minimum holds it back', () => {
  const params = { requestsPerS: 0.05, objective: 0.9999, failedShare: 0.02, outageMin: 60 };
  const broken = (without: string[]) =>
    run(outageAlerts, { seed: '3', params, without })
      .invariants.filter(({ violations }) => violations.length > 0)
      .map(({ id }) => id);
  expect(broken(['minimum-volume'])).toContain('page-has-more-than-one-failure');
  expect(broken([])).toEqual([]);
});

test('an alert that fires by chance after its window says what is spent in all', () => {
  // Just below the threshold of 14.4: a window of one hour alone would say 2%.
  const failedShare = 0.014;
  const params = { failedShare, outageMin: 400 };
  const { metrics, story, verdict } = run(outageAlerts, { seed: '1', params });
  const { hourMs, hourSpent } = metrics as Record<string, number | null>;
  const firedMs = hourMs ?? Number.NaN;
  expect(verdict).toBe('pass');
  expect(firedMs).toBeGreaterThan(3_600_000);
  // Requests come evenly, so only the failures among them vary: by 6 standard deviations at most.
  const [requests, budget] = [firedMs / 10, 0.001 * 100 * 30 * 86_400];
  const apart = 6 * Math.sqrt(requests * failedShare * (1 - failedShare));
  expect(Math.abs((hourSpent ?? 0) * budget - requests * failedShare)).toBeLessThan(apart);
  expect(story).toContain('by chance');
});
