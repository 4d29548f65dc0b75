/**
 * Goal: windows by event time close, take late events and drop later ones as Flink’s do.
 * Method: what Flink itself printed for the same events, with 3 s and with no allowed lateness; a naive
 * model that decides for each event from all that came before it.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { kafkaRules } from '../../../../sims/kafka/rules.ts';
import { Watermarks } from '../../../../sims/kafka/windows/watermarks.ts';
import { type Result, TumblingWindows } from '../../../../sims/kafka/windows/windows.ts';
import { Breaches } from '../../../../src/check/breaches.ts';

const rules = kafkaRules.without();
const never = 1e12;

interface Options {
  readonly allowedLatenessMs: number;
  readonly partitions?: readonly string[];
  readonly idleMs?: number;
}

function windowsOf({ allowedLatenessMs, partitions = ['p'], idleMs = never }: Options) {
  const results: Result[] = [];
  const breaches = new Breaches<never>();
  const options = { sizeMs: 5_000, outOfOrderMs: 2_000, idleMs, allowedLatenessMs };
  const give = (result: Result) => void results.push(result);
  const windows = new TumblingWindows(partitions, rules, options, breaches, give);
  return { windows, results, breaches };
}

describe('as Flink 2 printed it: windows of 5 s, events up to 2 s out of order', () => {
  // WindowOperator with forBoundedOutOfOrderness(2 s), an event every 500 ms, so that a watermark comes
  // between any two; at the end of its input Flink sends the largest watermark, which a topic never does.
  const seconds = [1, 2, 4, 6, 3, 8, 2, 11, 1, 13];

  test.each([
    [
      3_000,
      [
        'FIRE [0s,5s) 4 at 5999',
        'FIRE [0s,5s) 5 at 5999',
        'LATE 1s at 8999',
        'FIRE [5s,10s) 2 at 10999',
      ],
    ],
    [
      0,
      ['FIRE [0s,5s) 4 at 5999', 'LATE 2s at 5999', 'LATE 1s at 8999', 'FIRE [5s,10s) 2 at 10999'],
    ],
  ])('with an allowed lateness of %d ms', (allowedLatenessMs, printed) => {
    const { windows, results, breaches } = windowsOf({ allowedLatenessMs });
    const lines: string[] = [];
    for (const [place, second] of seconds.entries()) {
      const nowMs = 500 * place;
      const wasCounted = windows.on('p', second * 1_000, nowMs);
      if (!wasCounted) lines.push(`LATE ${second}s at ${windows.watermarks.currentMs}`);
      windows.advance(nowMs + 200);
      for (const { startMs, count } of results.splice(0)) {
        const from = startMs / 1_000;
        lines.push(`FIRE [${from}s,${from + 5}s) ${count} at ${windows.watermarks.currentMs}`);
      }
    }
    expect(lines).toEqual(printed);
    expect([...windows.open]).toEqual(
      allowedLatenessMs === 0
        ? [[10_000, { count: 2, given: undefined }]]
        : [
            [5_000, { count: 2, given: 2 }],
            [10_000, { count: 2, given: undefined }],
          ],
    );
    expect([...breaches.all]).toEqual([]);
  });
});

describe('the watermark of several partitions', () => {
  const options = { outOfOrderMs: 2_000, idleMs: 10_000 };
  const two = () => new Watermarks(['a', 'b'], rules, options);

  test('is unknown until each of them had an event, then the minimum, and never goes back', () => {
    const watermarks = two();
    watermarks.saw('a', 50_000, 0);
    expect(watermarks.advance(0)).toBe(-Infinity);
    watermarks.saw('b', 20_000, 100);
    expect(watermarks.advance(100)).toBe(17_999);
    watermarks.saw('b', 10_000, 200);
    expect(watermarks.advance(200)).toBe(17_999);
    watermarks.saw('b', 60_000, 300);
    expect(watermarks.advance(300)).toBe(47_999);
  });

  test('leaves out a partition that had no event for the idle time, until it has one', () => {
    const watermarks = two();
    watermarks.saw('a', 20_000, 0);
    watermarks.saw('b', 20_000, 0);
    watermarks.saw('a', 29_000, 9_000);
    expect(watermarks.advance(9_999)).toBe(17_999);
    expect(watermarks.advance(10_000)).toBe(26_999);
    watermarks.saw('b', 21_000, 11_000);
    watermarks.saw('a', 40_000, 11_000);
    // Back with an old event, it holds the watermark where it is.
    expect(watermarks.advance(11_000)).toBe(26_999);
    watermarks.saw('b', 45_000, 12_000);
    expect(watermarks.advance(12_000)).toBe(37_999);
  });

  test('stays where it is when all partitions are idle', () => {
    const watermarks = two();
    watermarks.saw('a', 20_000, 0);
    watermarks.saw('b', 30_000, 0);
    expect(watermarks.advance(1)).toBe(17_999);
    expect(watermarks.advance(50_000)).toBe(17_999);
  });

  test('names a partition that it does not have', () => {
    expect(() => two().saw('c', 0, 0)).toThrow('there is no partition "c"');
  });
});

const events = fc.array(
  fc.record({
    partition: fc.constantFrom('a', 'b'),
    eventMs: fc.integer({ min: 0, max: 40_000 }),
    afterMs: fc.integer({ min: 1, max: 4_000 }),
  }),
  { maxLength: 60 },
);

test.prop([events, fc.constantFrom(0, 3_000), fc.constantFrom(never, 6_000)])(
  'agrees with a model that looks at all earlier events',
  (made, allowedLatenessMs, idleMs) => {
    const partitions = ['a', 'b'];
    const { windows, results, breaches } = windowsOf({ allowedLatenessMs, partitions, idleMs });
    const seen: { partition: string; eventMs: number; atMs: number }[] = [];
    const counted = new Map<number, number>();
    const looks: number[] = [];
    let nowMs = 0;
    // The watermark at each look is the least latest event of the partitions heard of lately; the largest of all looks counts.
    const lookedAt = (atMs: number) => {
      const latest = partitions.flatMap((partition) => {
        const own = seen.filter((event) => event.partition === partition);
        const heardMs = Math.max(0, ...own.map((event) => event.atMs));
        return atMs - heardMs >= idleMs ? [] : [Math.max(-Infinity, ...own.map((e) => e.eventMs))];
      });
      return latest.length === 0 ? -Infinity : Math.min(...latest) - 2_001;
    };
    for (const { partition, eventMs, afterMs } of made) {
      nowMs += afterMs;
      const watermarkMs = Math.max(-Infinity, ...looks);
      const startMs = eventMs - (eventMs % 5_000);
      const isTaken = watermarkMs < startMs + 4_999 + allowedLatenessMs;
      expect(windows.on(partition, eventMs, nowMs)).toBe(isTaken);
      if (isTaken) counted.set(startMs, (counted.get(startMs) ?? 0) + 1);
      seen.push({ partition, eventMs, atMs: nowMs });
      looks.push(lookedAt(nowMs));
      windows.advance(nowMs);
      const passedMs = Math.max(...looks);
      const expected = [...counted].filter(([start]) => passedMs >= start + 4_999);
      expect(new Map(windows.results)).toEqual(new Map(expected));
    }
    expect(results.length).toBe(windows.results.size + windows.counts.updates);
    expect(windows.counts.counted + windows.counts.dropped).toBe(made.length);
    expect([...breaches.all]).toEqual([]);
  },
);

test('a window is over as soon as the watermark has passed it by the allowed lateness', () => {
  const { windows } = windowsOf({ allowedLatenessMs: 3_000 });
  windows.on('p', 1_000, 0);
  windows.on('p', 9_999, 1);
  windows.advance(2);
  expect([windows.watermarks.currentMs, windows.open.has(0)]).toEqual([7_998, true]);
  windows.on('p', 10_000, 3);
  windows.advance(4);
  expect([windows.watermarks.currentMs, windows.open.has(0)]).toEqual([7_999, false]);
});

test('a window that is overdue is reported, and one with a result or without events is not', () => {
  const { windows, breaches } = windowsOf({ allowedLatenessMs: 10_000 });
  windows.on('p', 1_000, 0);
  windows.sawTime(14_999, 10_000);
  expect([...breaches.all]).toEqual([]);
  windows.sawTime(15_001, 10_000);
  expect([...breaches.all.keys()]).toEqual(['results-come']);
});
