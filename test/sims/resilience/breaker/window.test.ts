/**
 * Goal: a window holds what a recount of the calls gives. Method: any sequence of calls and pauses; a
 * list of all of them, filtered anew after each, beside the window that adds and subtracts.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  ConsecutiveWindow,
  CountWindow,
  TimeWindow,
} from '../../../../sims/resilience/breaker/window.ts';
import { resilienceRules } from '../../../../sims/resilience/rules.ts';

const rules = resilienceRules.without();
const calls = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.nat(20), fc.nat(5_000)),
    failed: fc.boolean(),
    slow: fc.boolean(),
  }),
  { maxLength: 200 },
);

interface Call {
  readonly atMs: number;
  readonly failed: boolean;
  readonly slow: boolean;
}

const recount = (list: readonly Call[]) => ({
  calls: list.length,
  failures: list.filter(({ failed }) => failed).length,
  slow: list.filter(({ slow }) => slow).length,
});

test.prop([calls, fc.integer({ min: 1, max: 30 })])(
  'by count: the last so many',
  (sequence, size) => {
    const window = new CountWindow(rules, size);
    const all: Call[] = [];
    let atMs = 0;
    for (const { gapMs, failed, slow } of sequence) {
      atMs += gapMs;
      window.end(atMs, failed, slow);
      all.push({ atMs, failed, slow });
      expect(window.counts()).toEqual(recount(all.slice(-size)));
    }
    window.clear();
    expect(window.counts()).toEqual(recount([]));
  },
);

test.prop([calls, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1_000 })])(
  'by time: the calls of the present slice and those before it',
  (sequence, slices, sliceMs) => {
    const window = new TimeWindow(rules, { slices, sliceMs, turn: 'clock', counts: 'ends' });
    const all: Call[] = [];
    let atMs = 0;
    for (const { gapMs, failed, slow } of sequence) {
      atMs += gapMs;
      window.end(atMs, failed, slow);
      all.push({ atMs, failed, slow });
      const sliceOf = (ms: number) => Math.floor(ms / sliceMs);
      const inWindow = all.filter((call) => sliceOf(call.atMs) > sliceOf(atMs) - slices);
      expect(window.counts(atMs)).toEqual(recount(inWindow));
    }
    // An hour later everything is forgotten, though no call came.
    expect(window.counts(atMs + 3_600_000 + slices * sliceMs)).toEqual(recount([]));
  },
);

test.prop([calls, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 1_000 })])(
  'by age, as Polly has it: slices begin with calls, and are forgotten a whole span later',
  (sequence, slices, sliceMs) => {
    const window = new TimeWindow(rules, { slices, sliceMs, turn: 'age', counts: 'ends' });
    let queue: { startedAtMs: number; calls: Call[] }[] = [];
    let atMs = 0;
    for (const { gapMs, failed, slow } of sequence) {
      atMs += gapMs;
      window.end(atMs, failed, slow);
      const last = queue.at(-1);
      if (last === undefined || atMs - last.startedAtMs >= sliceMs) {
        queue.push({ startedAtMs: atMs, calls: [] });
      }
      queue.at(-1)?.calls.push({ atMs, failed, slow });
      queue = queue.filter(({ startedAtMs }) => atMs - startedAtMs < slices * sliceMs);
      expect(window.counts(atMs)).toEqual(recount(queue.flatMap((slice) => slice.calls)));
    }
  },
);

test('by age: the window begins with its first call, and not at a multiple of its slices', () => {
  const window = (turn: 'age' | 'clock') =>
    new TimeWindow(rules, { slices: 10, sliceMs: 1_000, turn, counts: 'ends' });
  const counted = (['age', 'clock'] as const).map((turn) => {
    const one = window(turn);
    one.end(900, true, false);
    return one.counts(10_500).calls;
  });
  expect(counted).toEqual([1, 0]);
});

test.prop([calls])('in a row: the failures since the last success', (sequence) => {
  const window = new ConsecutiveWindow();
  const all: boolean[] = [];
  for (const { failed } of sequence) {
    window.end(0, failed);
    all.push(failed);
    expect(window.counts().failures).toBe(all.length - 1 - all.lastIndexOf(false));
  }
});

test('without eviction it would never forget', () => {
  const window = new CountWindow(resilienceRules.without('evict-old-results'), 2);
  for (let i = 0; i < 10; i++) window.end(0, false, false);
  window.end(0, true, false);
  expect(window.counts()).toEqual({ calls: 11, failures: 1, slow: 0 });
});
