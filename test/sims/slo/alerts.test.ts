/**
 * Goal: burn rates, windows and alerts are those of the SRE Workbook. Method: its tables and sentences, a window that
 * is counted anew each time, and failures that come at a constant rate against the closed forms.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BurnWatch } from '../../../sims/slo/alerts/burn-watch.ts';
import { detectionMs, resetMs, spentShare } from '../../../sims/slo/alerts/formulas.ts';
import {
  burnRate,
  dayMs,
  hourMs,
  minuteMs,
  thresholdOf,
  workbookAlerts,
} from '../../../sims/slo/alerts/policy.ts';
import { SlidingCounts } from '../../../sims/slo/alerts/sliding-counts.ts';
import { sloRules } from '../../../sims/slo/rules.ts';
import { must } from '../../../src/kernel/must.ts';

const objective = { objective: 0.999, periodMs: 30 * dayMs };
const rules = sloRules.without();
const alert = (place: number) => must(workbookAlerts[place], 'alert of the table');

describe('the Workbook, chapter 5', () => {
  test('its table: 14.4, 6 and 1', () => {
    const thresholds = workbookAlerts.map((each) => thresholdOf(each, objective, rules));
    for (const [place, threshold] of [14.4, 6, 1].entries())
      expect(thresholds[place]).toBeCloseTo(threshold, 12);
  });

  test.each([
    // All requests fail: 52 s, 2 min 10 s, 4 min 19 s.
    [1, [51.84, 129.6, 259.2]],
    // One in ten fails: 8.6, 21.6 and 43.2 min.
    [0.1, [518.4, 1_296, 2_592]],
    // One in a hundred: never, 216 and 432 min.
    [0.01, [undefined, 12_960, 25_920]],
    // At the burn rate of a threshold itself the whole window is needed.
    [0.0144, [3_600, 9_000, 18_000]],
    [0.001, [undefined, undefined, 259_200]],
    [0.0009, [undefined, undefined, undefined]],
  ])('%f of the requests fail: seconds until each alert fires', (failedShare, seconds) => {
    for (const [place, expected] of seconds.entries()) {
      const threshold = thresholdOf(alert(place), objective, rules);
      const ms = detectionMs(alert(place), threshold, { failedShare, objective: 0.999 });
      if (expected === undefined || ms === undefined) expect(ms).toBe(expected);
      else {
        expect(ms / 1_000).toBeCloseTo(expected, 6);
        const spent = spentShare({ failedShare, objective: 0.999 }, ms, objective.periodMs);
        expect(spent).toBeCloseTo(alert(place).budgetShare, 9);
      }
    }
  });

  test('an outage resets the page after 4.93 minutes, and after 59 without the short window', () => {
    const { longMs, shortMs } = alert(0);
    const failing = { failedShare: 1, objective: 0.999 };
    const lasted = 30 * minuteMs;
    expect(resetMs([longMs, shortMs], 14.4, failing, lasted) / minuteMs).toBeCloseTo(4.928, 3);
    expect(resetMs([longMs], 14.4, failing, lasted) / minuteMs).toBeCloseTo(59.136, 3);
  });

  test('ten requests an hour: one failure is a burn rate of 100, and 13.9% of the month', () => {
    expect(burnRate(1 / 10, objective)).toBeCloseTo(100, 9);
    expect(1 / (10 * 720 * 0.001)).toBeCloseTo(0.1389, 4);
  });
});

/** Failures at a constant rate, a slot each ten seconds, against an alert; when it fires and when it resets. */
function watched(place: number, failedShare: number, lastsMs: number, off: readonly string[] = []) {
  const watch = new BurnWatch(alert(place), objective, sloRules.without(...off));
  const slotMs = 10_000;
  for (let endMs = -alert(place).longMs + slotMs; endMs <= 0; endMs += slotMs)
    watch.add(endMs, 0, 1_000);
  let [fires, resets] = [undefined as number | undefined, undefined as number | undefined];
  for (let endMs = slotMs; endMs <= lastsMs + alert(place).longMs; endMs += slotMs) {
    watch.add(endMs, endMs <= lastsMs ? 1_000 * failedShare : 0, 1_000);
    const { isFiring } = watch.evaluate();
    if (isFiring) fires ??= endMs;
    if (!isFiring && fires !== undefined) resets ??= endMs - lastsMs;
  }
  return { fires, resets };
}

test.each([
  [0, 1],
  [0, 0.1],
  [0, 0.05],
  [1, 0.5],
  [1, 0.01],
  [2, 0.02],
])(
  'alert %i at a failed share of %f fires and resets as the formulas say',
  (place, failedShare) => {
    const threshold = thresholdOf(alert(place), objective, rules);
    const burning = { failedShare, objective: 0.999 };
    const expected = must(detectionMs(alert(place), threshold, burning), 'time');
    const lasts = Math.ceil((1.5 * expected) / 10_000) * 10_000;
    const { fires, resets } = watched(place, failedShare, lasts);
    expect(fires).toBe(Math.ceil(expected / 10_000 - 1e-9) * 10_000);
    const { longMs, shortMs } = alert(place);
    const reset = resetMs([longMs, shortMs], threshold, burning, lasts);
    expect(must(resets, 'reset') - reset).toBeGreaterThanOrEqual(0);
    expect(must(resets, 'reset') - reset).toBeLessThanOrEqual(10_000 + 1e-6);
    const bare = watched(place, failedShare, lasts, ['both-windows-must-burn']);
    expect(must(bare.resets, 'reset')).toBeGreaterThan(shortMs);
  },
);

test('a window holds what came within its span, no more and no less', () => {
  const slot = fc.record({
    afterMs: fc.integer({ min: 1, max: 900_000 }),
    failed: fc.integer({ min: 0, max: 9 }),
    more: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(slot, { maxLength: 60 }),
      fc.integer({ min: 1, max: 2 * hourMs }),
      (list, span) => {
        const counts = new SlidingCounts(span);
        let nowMs = 0;
        const all: { endMs: number; failed: number; requests: number }[] = [];
        for (const { afterMs, failed, more } of list) {
          nowMs += afterMs;
          counts.add(nowMs, failed, failed + more);
          all.push({ endMs: nowMs, failed, requests: failed + more });
          const within = all.filter(({ endMs }) => endMs > nowMs - span);
          expect(counts.failed).toBe(within.reduce((sum, each) => sum + each.failed, 0));
          expect(counts.requests).toBe(within.reduce((sum, each) => sum + each.requests, 0));
        }
      },
    ),
  );
});

test('0 of 0 is no ratio, and burns nothing', () => {
  expect(new SlidingCounts(hourMs).failedShare).toBeUndefined();
  expect(new BurnWatch(alert(0), objective, rules).evaluate()).toEqual({
    isFiring: false,
    longBurn: 0,
    shortBurn: 0,
    isHeldBack: false,
  });
});

test('rates that are not whole leave nothing behind: a window of silence has no ratio', () => {
  const counts = new SlidingCounts(10 * minuteMs);
  for (let minute = 1; minute <= 30; minute++)
    counts.add(minute * minuteMs, minute % 3 === 0 ? 0.1 : 0, 0.3);
  for (let minute = 31; minute <= 40; minute++) counts.add(minute * minuteMs, 0, 0);
  expect([counts.failed, counts.requests, counts.failedShare]).toEqual([0, 0, undefined]);
  for (let minute = 41; minute <= 50; minute++) counts.add(minute * minuteMs, 0, 0.7);
  expect(counts.failedShare).toBe(0);
});
