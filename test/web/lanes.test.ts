/**
 * Goal: a space-time diagram shows the whole run: lanes without gaps, a window that stays within the run, as many
 * arrows as can be told apart.
 * Method: a run with crashes; windows that are zoomed and moved at random.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import { must } from '../../src/kernel/must.ts';
import { heightOf, timeOf, xOf } from '../../src/web/lanes/geometry.ts';
import {
  arrowsIn,
  arrowsMax,
  holding,
  lanesOf,
  moved,
  statesIn,
  zoomed,
} from '../../src/web/lanes/lanes.ts';
import { looksOf } from '../../src/web/lanes/look.ts';
import { timeInWords } from '../../src/web/lanes/times.ts';
import { Recording } from '../../src/web/recording/recording.ts';
import { nodeRadius, placesInRing } from '../../src/web/stage/ring.ts';

const params = leaderCrash.params.parse({});
const recording = new Recording(leaderCrash, {
  ...{ scenario: leaderCrash.id, seed: '7', params, without: [], interventions: [], at: 0 },
}).finish();
const endMs = recording.run.world.kernel.nowMs;
const lanes = lanesOf(recording);

test('every lane is told from the start to the end, without a gap', () => {
  expect(lanes.map(({ name }) => name)).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
  for (const { states, terms } of lanes) {
    for (const stretches of [states, terms]) {
      expect(stretches[0]?.fromMs).toBe(0);
      expect(stretches.at(-1)?.toMs).toBe(endMs);
      for (const [place, { fromMs }] of stretches.entries()) {
        if (place > 0) expect(fromMs).toBe(stretches[place - 1]?.toMs);
      }
    }
  }
});

test('the crashed leader was follower, candidate and leader, then down, and follows again', () => {
  const crashed = lanes.find(({ states }) => states.some(({ text }) => text === 'down'));
  const texts = crashed?.states.map(({ text }) => text);
  expect(texts).toEqual(['follower', 'candidate', 'leader', 'down', 'follower']);
});

test('no two states look the same, by colour and by pattern', () => {
  const states = statesIn(lanes);
  const looks = [...looksOf(states).values()];
  expect(new Set(looks.map(({ color }) => color)).size).toBe(states.length);
  expect(new Set(looks.map(({ pattern }) => pattern)).size).toBe(states.length);
});

const size = { width: 800, height: 300, headWidth: 80 };
const share = fc.double({ min: 0, max: 1, noNaN: true });

test.prop([fc.array(fc.tuple(fc.double({ min: 0.1, max: 4, noNaN: true }), share, share))])(
  'a window stays within the run, and holds the moment that it was asked for',
  (changes) => {
    let window = { fromMs: 0, toMs: endMs };
    for (const [factor, about, to] of changes) {
      window = zoomed(window, factor, window.fromMs + about * (window.toMs - window.fromMs), endMs);
      window = moved(window, to * endMs, endMs);
      const timeMs = to * endMs;
      const held = holding(window, timeMs, endMs);
      expect(held.fromMs).toBeGreaterThanOrEqual(0);
      expect(held.toMs).toBeLessThanOrEqual(endMs * (1 + 1e-12));
      expect(held.fromMs).toBeLessThanOrEqual(timeMs);
      expect(held.toMs).toBeGreaterThanOrEqual(timeMs * (1 - 1e-12));
      expect(timeOf(xOf(timeMs, held, size), held, size)).toBeCloseTo(timeMs, 6);
    }
  },
);

test('every message that was on its way in a window has its arrow, unless there are too many', () => {
  const window = { fromMs: 3000, toMs: 3100 };
  const { arrows, all } = arrowsIn(recording, window);
  const sent = recording.events.filter(({ kind }) => kind === 'send');
  const expected = sent.filter(({ id, atMs }) => {
    const endMs = recording.messages.of(id)?.endMs ?? Infinity;
    return atMs <= window.toMs && endMs > window.fromMs;
  });
  expect(arrows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  expect(all).toBe(expected.length);
  expect(arrowsIn(recording, { fromMs: 0, toMs: endMs }).arrows.length).toBeLessThanOrEqual(
    arrowsMax,
  );
});

test('a diagram of many lanes grows; one of few has room', () => {
  expect(heightOf(2)).toBe(180);
  expect(heightOf(100)).toBeGreaterThanOrEqual(2400);
});

describe('times in words', () => {
  test.each([
    [0.25, 0.1, '0.3 ms'],
    [599_999, 1, '599,999 ms'],
    [600_000, 0.1, '10 min 0 s'],
    [570_540_000, 0.1, '6 d 14 h 29 min'],
    [3_600_000, 0.1, '1 h 0 min 0 s'],
    [3_600_000, 60_000, '60 min'],
  ])('%i ms to %f ms: %s', (timeMs, stepMs, words) => {
    expect(timeInWords(timeMs, stepMs)).toBe(words);
  });
});

test.each([2, 3, 5, 12, 48, 200])('%i nodes in a ring do not cover one another', (count) => {
  const size = 400;
  const names = Array.from({ length: count }, (_, place) => `n${place}`);
  const places = [...placesInRing(names, size).values()];
  const [first, second] = places;
  const distance = Math.hypot(
    must(first, 'first').x - must(second, 'second').x,
    must(first, 'first').y - must(second, 'second').y,
  );
  expect(2 * nodeRadius(count, size)).toBeLessThan(distance);
});
