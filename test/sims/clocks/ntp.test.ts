/**
 * Goal: offsets, intersections and corrections match the definitions, compared with brute force.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { DisciplinedClock } from '../../../sims/clocks/ntp/discipline.ts';
import { boundMs, estimate, shortest } from '../../../sims/clocks/ntp/exchange.ts';
import { intersection } from '../../../sims/clocks/ntp/intersection.ts';
import { clocksRules } from '../../../sims/clocks/rules.ts';
import { must } from '../../../src/kernel/must.ts';

const whole = (min: number, max: number) => fc.integer({ min, max });

property.prop([whole(-1_000, 1_000), whole(0, 100), whole(0, 100), whole(0, 50)])(
  'an estimate is wrong by half of what the ways differ, and never by more than half the round trip',
  (aheadMs, thereMs, backMs, atServerMs) => {
    // By the server's clock, which is right: sent at 1000.
    const sent = 1_000;
    const one = estimate({
      sentMs: sent - aheadMs,
      receivedMs: sent + thereMs,
      answeredMs: sent + thereMs + atServerMs,
      backMs: sent + thereMs + atServerMs + backMs - aheadMs,
    });
    expect(one.offsetMs - aheadMs).toBe((thereMs - backMs) / 2);
    expect(one.roundTripMs).toBe(thereMs + backMs);
    expect(Math.abs(one.offsetMs - aheadMs)).toBeLessThanOrEqual(boundMs(one));
  },
);

test('the shortest round trip is chosen, the first of equals', () => {
  const of = (offsetMs: number, roundTripMs: number) => ({ offsetMs, roundTripMs });
  expect(shortest([of(1, 9), of(2, 3), of(3, 3), of(4, 8)])).toEqual(of(2, 3));
});

describe('Marzullo’s intersection', () => {
  const interval = ([earliest, latest]: readonly [number, number]) => ({ earliest, latest });

  test.each([
    [
      [
        [8, 12],
        [11, 13],
        [10, 12],
      ],
      [11, 12],
      3,
    ],
    [
      [
        [8, 12],
        [11, 13],
        [14, 15],
      ],
      [11, 12],
      2,
    ],
    [
      [
        [8, 9],
        [8, 12],
        [10, 12],
      ],
      [8, 9],
      2,
    ],
    [[[1, 2]], [1, 2], 1],
    [
      [
        [1, 2],
        [2, 3],
      ],
      [2, 2],
      2,
    ],
  ] as const)('%j', (given, [earliest, latest], count) => {
    expect(intersection(given.map(interval))).toEqual({ earliest, latest, count });
  });

  test('of none there is none', () => expect(intersection([])).toBeUndefined());

  property.prop([fc.array(fc.tuple(whole(0, 12), whole(0, 5)), { minLength: 1, maxLength: 7 })], {
    numRuns: 500,
  })('is the first stretch that most intervals share, by trying every half point', (given) => {
    const intervals = given.map(([from, length]) => ({ earliest: from, latest: from + length }));
    const points = Array.from({ length: 40 }, (_, place) => place / 2);
    const counts = points.map(
      (point) =>
        intervals.filter(({ earliest, latest }) => earliest <= point && point <= latest).length,
    );
    const most = Math.max(...counts);
    const first = counts.indexOf(most);
    let last = first;
    while (counts[last + 1] === most) last += 1;
    // Between two half points that most share there may be an end and a beginning: then the stretch is cut at it.
    const expected = { earliest: points[first], count: most };
    expect(intersection(intervals)).toMatchObject(expected);
    expect(intersection(intervals)?.latest).toBeLessThanOrEqual(must(points[last], 'point'));
    expect(intersection(intervals)?.latest).toBeGreaterThanOrEqual(must(points[first], 'point'));
  });
});

property.prop([whole(-128, 128), fc.array(whole(1, 40_000), { maxLength: 30 })])(
  'a clock that is slewed goes forward, at no more than 500 parts per million off, and ends right',
  (aheadMs, spans) => {
    const clock = new DisciplinedClock(clocksRules.without(), 1_000, 1_000 + aheadMs);
    expect(clock.correct(1_000, -aheadMs)).toBe('slew');
    let hardwareMs = 1_000;
    let shownMs = clock.read(hardwareMs);
    for (const span of spans) {
      hardwareMs += span;
      const next = clock.read(hardwareMs);
      expect(Math.abs(next - shownMs - span)).toBeLessThanOrEqual(span * 500e-6 + 1e-6);
      const leftMs = Math.max(0, Math.abs(aheadMs) - (hardwareMs - 1_000) * 500e-6);
      expect(Math.abs(next - hardwareMs)).toBeCloseTo(leftMs, 6);
      expect(clock.slewsForMs(hardwareMs)).toBeCloseTo(leftMs * 2_000, 3);
      shownMs = next;
    }
  },
);

test('a clock that is corrected again in the middle of a slew starts from where it is', () => {
  const clock = new DisciplinedClock(clocksRules.without(), 0, 100);
  clock.correct(0, -100);
  expect(clock.read(100_000)).toBeCloseTo(100_050, 6);
  expect(clock.correct(100_000, -50)).toBe('slew');
  expect(clock.read(200_000)).toBeCloseTo(200_000, 6);
  expect(clock.correct(200_000, 129)).toBe('step');
  expect(clock.read(200_000)).toBeCloseTo(200_129, 6);
  expect(clock.correct(200_000, -128)).toBe('slew');
  expect(clock.correct(200_000, -128.1)).toBe('step');
});
