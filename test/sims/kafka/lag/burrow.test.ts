/**
 * Goal: lag is judged as Burrow judges it.
 * Method: the table of its own tests (core/internal/evaluator/caching_test.go, TestCachingEvaluator_CheckRules),
 * and the laws that follow from its rules.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  type Commit,
  evaluate,
  groupStatus,
  hasStalled,
  hasStopped,
  isRewound,
  lagNeverFalls,
  wasCaughtUp,
} from '../../../../sims/kafka/lag/burrow.ts';

type Row = [offset: number, seconds: number, lag: number | undefined];
const commits = (rows: Row[]): Commit[] =>
  rows.map(([offset, seconds, lag]) => ({ offset, atMs: seconds * 1000, lag }));

const steps = [1, 2, 3, 4, 5];
const moving = (lags: number[]) =>
  commits(steps.map((step, place) => [1000 * step, 100 * step, lags[place]]));
const standing = (lags: number[]) =>
  commits(steps.map((step, place) => [1000, 100 * step, lags[place]]));
const fifteen = commits(
  Array.from({ length: 15 }, (_, place) => [792748079 + place, 1512224618 + place, 0]),
);

describe('Burrow’s own table', () => {
  test.each([
    ['0 no lag somewhere', moving([0, 50, 100, 150, 200]), [5200], 200, 600, 'OK'],
    [
      '1 as long since as the window: not longer',
      moving([0, 50, 100, 150, 200]),
      [5200],
      200,
      900,
      'OK',
    ],
    ['2 longer than the window', moving([0, 50, 100, 150, 200]), [5200], 200, 1000, 'STOP'],
    ['3 lag always', moving([50, 100, 150, 200, 250]), [5250], 250, 1000, 'STOP'],
    ['4 stands still, no lag at first', standing([0, 50, 100, 150, 200]), [1200], 200, 600, 'OK'],
    ['5 stands still', standing([100, 150, 200, 250, 300]), [1300], 300, 600, 'STALL'],
    ['6 stands still, lag too', standing([100, 100, 100, 100, 100]), [1100], 100, 600, 'STALL'],
    ['8 no lag now', moving([50, 100, 150, 200, 250]), [5250], 0, 1000, 'OK'],
    [
      '9 new data since',
      fifteen,
      [792749024, 792749000, 792748800, 792748600, 792748500],
      931,
      1512224650,
      'STOP',
    ],
    [
      '10 caught up a moment ago',
      fifteen,
      [792748094, 792748093, 792748093, 792748093],
      1,
      1512224650,
      'OK',
    ],
  ])('%s', (_, offsets, logEnds, currentLag, seconds, status) => {
    expect(evaluate({ commits: offsets, logEnds, currentLag, nowMs: seconds * 1000 })).toBe(status);
  });

  test('7 a step back that was made good since is no rewind any more; then lag decides', () => {
    const rows: Row[] = [
      [1000, 100, 100],
      [2000, 200, 150],
      [3000, 300, 200],
      [2000, 400, 1250],
      [4000, 500, 300],
    ];
    const evidence = { logEnds: [4300], currentLag: 300, nowMs: 600_000 };
    // The lag fell from 1250 to 300.
    expect(evaluate({ commits: commits(rows), ...evidence })).toBe('OK');
    expect(evaluate({ commits: commits(rows.slice(0, 4)), ...evidence, currentLag: 1250 })).toBe(
      'REWIND',
    );
  });

  test('11 unknown lags say nothing', () => {
    const known = moving([0, 50, 100, 150, 200]);
    const unknown = [1.5, 2.5, 3.5, 4.5, 5.5].map((step) => ({
      offset: 1000 * step,
      atMs: 100_000 * step,
      lag: undefined,
    }));
    const mixed = [...known, ...unknown].sort((a, b) => a.atMs - b.atMs);
    expect(evaluate({ commits: mixed, logEnds: [5700], currentLag: 200, nowMs: 600_000 })).toBe(
      'OK',
    );
  });

  test('a rewind counts though there was no lag before it: the consumer began anew', () => {
    const rows: Row[] = [
      [5000, 100, 0],
      [5100, 200, 0],
      [10, 300, 5190],
      [900, 400, 4400],
    ];
    expect(
      evaluate({ commits: commits(rows), logEnds: [5300], currentLag: 4400, nowMs: 450_000 }),
    ).toBe('REWIND');
  });

  test('a lag that only grows is a warning', () => {
    const evidence = { logEnds: [5250], currentLag: 250, nowMs: 600_000 };
    expect(evaluate({ commits: moving([50, 100, 150, 200, 250]), ...evidence })).toBe('WARN');
    expect(evaluate({ commits: moving([50, 50, 50, 50, 50]), ...evidence })).toBe('WARN');
    expect(evaluate({ commits: moving([50, 100, 99, 200, 250]), ...evidence })).toBe('OK');
  });
});

const anyCommits = fc
  .array(
    fc.record({
      by: fc.integer({ min: -5, max: 20 }),
      lag: fc.option(fc.nat(30), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((rows) => {
    let offset = 100;
    return rows.map(({ by, lag }, place): Commit => {
      offset += by;
      return { offset, lag, atMs: place * 1000 };
    });
  });

describe('laws', () => {
  test.prop([anyCommits, fc.nat(30), fc.nat(30), fc.nat(30_000)])(
    'lag up to what is allowed is never a problem, and more allowed never makes one',
    (window, currentLag, allowedLag, sinceMs) => {
      const evidence = { commits: window, logEnds: [], currentLag, nowMs: 9000 + sinceMs };
      if (currentLag <= allowedLag) expect(evaluate({ ...evidence, allowedLag })).toBe('OK');
      if (evaluate(evidence) === 'OK') expect(evaluate({ ...evidence, allowedLag })).toBe('OK');
    },
  );

  test.prop([anyCommits])(
    'a window that stands still is no rewind, and one that moves has not stalled',
    (window) => {
      if (hasStalled(window)) expect(isRewound(window)).toBe(false);
      const last = window.at(-1)?.offset ?? 0;
      expect(hasStalled([...window, { offset: last + 1, lag: 1, atMs: 10_000 }])).toBe(false);
    },
  );

  test.prop([anyCommits])('what reached the furthest it ever was has not rewound', (window) => {
    const furthest = Math.max(...window.map(({ offset }) => offset));
    expect(isRewound([...window, { offset: furthest, lag: 1, atMs: 10_000 }])).toBe(false);
  });

  test('the comparisons are strict', () => {
    const window = moving([1, 1, 1, 1, 1]);
    expect([hasStopped(window, 900_000), hasStopped(window, 900_001)]).toEqual([false, true]);
    expect([wasCaughtUp(window, [5000]), wasCaughtUp(window, [5001])]).toEqual([true, false]);
    expect(lagNeverFalls(moving([1, 1, 2, 1, 1]))).toBe(false);
  });

  test('a group is as bad as its worst partition, and no worse than ERR', () => {
    expect(groupStatus(['OK', 'WARN', 'OK'])).toBe('WARN');
    for (const error of ['STALL', 'STOP', 'REWIND'] as const) {
      expect(groupStatus(['WARN', error])).toBe('ERR');
    }
    expect(groupStatus([])).toBe('OK');
  });
});
