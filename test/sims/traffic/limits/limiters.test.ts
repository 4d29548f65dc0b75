/**
 * Goal: each limiter admits what its definition says, and nothing else. Method: random logs of
 * requests are compared with definitions that check every span by brute force; token bucket and
 * GCRA with each other; and all with published tables.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { Gcra } from '../../../../sims/traffic/limits/gcra.ts';
import { type LimiterKind, limiterKinds } from '../../../../sims/traffic/limits/kinds.ts';
import type { Decision, Limit } from '../../../../sims/traffic/limits/limiter.ts';
import { SlidingCounter } from '../../../../sims/traffic/limits/sliding-counter.ts';
import { trafficRules } from '../../../../sims/traffic/rules.ts';
import { must } from '../../../../src/kernel/must.ts';

const rules = trafficRules.without();
const kinds = Object.keys(limiterKinds) as LimiterKind[];

interface Asked {
  readonly atMs: number;
  readonly cost: number;
}

/** Many requests come close together, some at once, some after a rest. */
const gapMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ max: 2000, min: 0 }),
);
const logs = fc
  .array(fc.record({ gapMs, cost: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((steps) => {
    let atMs = 1000;
    return steps.map(({ gapMs, cost }): Asked => {
      atMs += gapMs;
      return { atMs, cost };
    });
  });
const limits = fc.record({
  count: fc.integer({ min: 1, max: 12 }),
  periodMs: fc.integer({ min: 1, max: 500 }),
  burst: fc.integer({ min: 1, max: 12 }),
});

const decisionsOf = (kind: LimiterKind, limit: Limit, log: readonly Asked[]): Decision[] => {
  const limiter = limiterKinds[kind].make(rules, limit);
  return log.map(({ atMs, cost }) => limiter.decide(atMs, cost));
};

property.prop([limits, logs])(
  'token bucket and GCRA answer alike to each request, in each figure',
  (limit, log) => {
    expect(decisionsOf('gcra', limit, log)).toEqual(decisionsOf('token-bucket', limit, log));
  },
);

/** Whether a request fits, given all that were admitted before it: the definitions, in exact whole numbers. */
const definitions: Readonly<
  Record<string, (limit: Limit, admitted: readonly Asked[], now: Asked) => boolean>
> = {
  'fixed-window': ({ count, periodMs }, admitted, { atMs, cost }) =>
    sum(admitted.filter((one) => Math.floor(one.atMs / periodMs) === Math.floor(atMs / periodMs))) +
      cost <=
    count,
  'sliding-log': ({ count, periodMs }, admitted, { atMs, cost }) =>
    sum(admitted.filter((one) => one.atMs > atMs - periodMs)) + cost <= count,
  'sliding-counter': ({ count, periodMs }, admitted, { atMs, cost }) => {
    const window = Math.floor(atMs / periodMs);
    const used = (of: number) =>
      sum(admitted.filter((one) => Math.floor(one.atMs / periodMs) === of));
    const leftMs = (window + 1) * periodMs - atMs;
    return used(window - 1) * leftMs + (used(window) + cost) * periodMs <= count * periodMs;
  },
  // In every span that ends now, whichever request it begins with.
  'token-bucket': ({ count, periodMs, burst }, admitted, now) =>
    [...admitted, now].every((first, place, all) => {
      const inSpan = sum(all.slice(place));
      return inSpan * periodMs <= burst * periodMs + count * (now.atMs - first.atMs);
    }),
};

const sum = (requests: readonly Asked[]): number =>
  requests.reduce((total, { cost }) => total + cost, 0);

describe.each(Object.entries(definitions))('%s', (kind, fits) => {
  property.prop([limits, logs])('admits what its definition says', (limit, log) => {
    const admitted: Asked[] = [];
    const expected = log.map((one) => {
      const isAdmitted = fits(limit, admitted, one);
      if (isAdmitted) admitted.push(one);
      return isAdmitted;
    });
    const decided = decisionsOf(kind as LimiterKind, limit, log);
    expect(decided.map(({ isAdmitted }) => isAdmitted)).toEqual(expected);
  });
});

describe.each(kinds)('%s', (kind) => {
  property.prop([limits, logs])(
    'tells when to come again, to the millisecond, and how many are left',
    (limit, log) => {
      const { atMs, cost } = must(log.at(-1), 'request');
      const answer = (asked: readonly Asked[]): Decision =>
        must(decisionsOf(kind, limit, asked).at(-1), 'decision');
      const answerAt = (laterMs: number, cost: number) =>
        answer([...log, { atMs: atMs + laterMs, cost }]);
      const { isAdmitted, retryAfterMs, remaining, resetAfterMs } = answer(log);
      expect(answerAt(0, remaining + 1).isAdmitted).toBe(false);
      if (remaining > 0) expect(answerAt(0, remaining).isAdmitted).toBe(true);
      expect(answerAt(resetAfterMs, 1).remaining).toBe(answer([{ atMs: 0, cost: 1 }]).remaining);
      if (isAdmitted) expect(retryAfterMs).toBe(0);
      else if (retryAfterMs === null) expect(answer([{ atMs, cost }]).isAdmitted).toBe(false);
      else {
        expect(answerAt(retryAfterMs, cost).isAdmitted).toBe(true);
        expect(answerAt(retryAfterMs - 1, cost).isAdmitted).toBe(false);
      }
    },
  );
});

test('Cloudflare 2017: 42 in the minute before, 18 in this one, 15 s into it: a rate of 49.5', () => {
  const limiter = new SlidingCounter({ count: 50, periodMs: 60_000, burst: 1 });
  for (let sent = 1; sent <= 42; sent++) limiter.decide(30_000);
  for (let sent = 1; sent <= 18; sent++) limiter.decide(75_000);
  expect(limiter.estimate(75_000)).toBe(49.5);
});

/** The table of redis-cell’s own test: limit 5, 1 a second. Remaining, reset and retry in ms; null is its -1. */
const redisCell = [
  // ms, volume, is admitted, remaining, reset, retry
  [0, 6, false, 5, 0, null],
  [0, 1, true, 4, 1000, 0],
  [0, 1, true, 3, 2000, 0],
  [0, 1, true, 2, 3000, 0],
  [0, 1, true, 1, 4000, 0],
  [0, 1, true, 0, 5000, 0],
  [0, 1, false, 0, 5000, 1000],
  [3000, 1, true, 2, 3000, 0],
  [3100, 1, true, 1, 3900, 0],
  [4000, 1, true, 1, 4000, 0],
  [8000, 1, true, 4, 1000, 0],
  [9500, 1, true, 4, 1000, 0],
  [9500, 0, true, 4, 1000, 0],
  [9500, 2, true, 2, 3000, 0],
  [9500, 5, false, 2, 3000, 3000],
] as const;

test('redis-cell: GCRA gives the replies of its table', () => {
  const limiter = new Gcra(rules, { count: 1, periodMs: 1000, burst: 5 });
  for (const [atMs, cost, isAdmitted, remaining, resetAfterMs, retryAfterMs] of redisCell) {
    const decision = { isAdmitted, remaining, retryAfterMs, resetAfterMs, delayMs: 0 };
    expect([atMs, limiter.decide(atMs, cost)]).toEqual([atMs, decision]);
  }
});

test('CL.THROTTLE user123 15 30 60: 16 pass at once, and the 17th may come back in 2 s', () => {
  const limiter = new Gcra(rules, { count: 30, periodMs: 60_000, burst: 16 });
  const replies = Array.from({ length: 17 }, () => limiter.decide(0));
  expect(replies[0]).toMatchObject({ isAdmitted: true, remaining: 15, resetAfterMs: 2000 });
  expect(replies[15]).toMatchObject({ isAdmitted: true, remaining: 0 });
  expect(replies[16]).toMatchObject({
    isAdmitted: false,
    retryAfterMs: 2000,
    resetAfterMs: 32_000,
  });
});
