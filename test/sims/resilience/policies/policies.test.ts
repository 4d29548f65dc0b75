/**
 * Goal: the smaller policies do what their sources say, and a stack is the composition of its
 * policies in order. Method: examples with times worked by hand.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Call, CallFailed, type Policy, stack } from '../../../../sims/resilience/call.ts';
import { Bulkhead } from '../../../../sims/resilience/policies/bulkhead.ts';
import { coalesce } from '../../../../sims/resilience/policies/coalesce.ts';
import { concurrencyLimit } from '../../../../sims/resilience/policies/concurrency-limit.ts';
import { fallback } from '../../../../sims/resilience/policies/fallback.ts';
import { hedge } from '../../../../sims/resilience/policies/hedge.ts';
import {
  allOrders,
  isAround,
  orderInWords,
  resilience4jOrder,
  taughtOrder,
} from '../../../../sims/resilience/policies/orders.ts';
import { throttle } from '../../../../sims/resilience/policies/throttle.ts';
import { timeout } from '../../../../sims/resilience/policies/timeout.ts';
import { SlidingSum } from '../../../../sims/resilience/retry/sliding-sum.ts';
import { type Process, sleep, startProcess } from '../../../../src/kernel/process.ts';
import { type BareContext, bareContext, plainRequest } from '../bare-context.ts';

/** Calls once, at the present instant; the box tells how and when it ended. */
function callOnce(context: BareContext, call: Call<unknown>) {
  const box: { ended?: unknown; atMs?: number } = {};
  startProcess(
    context.kernel,
    (function* (): Process<void> {
      try {
        box.ended = yield* call(plainRequest);
      } catch (caught) {
        box.ended = (caught as CallFailed).kind;
      }
      box.atMs = context.kernel.nowMs;
    })(),
  );
  return box;
}

/** A call that takes so long, then answers or fails; each attempt the next entry. */
function scripted(
  script: readonly (readonly [ms: number, ends: string])[],
  seen: number[] = [],
): Call<string> {
  let made = 0;
  return function* ({ attempt }): Process<string> {
    const [ms, ends] = script[made++] ?? [0, 'ok'];
    seen.push(attempt);
    yield* sleep(ms);
    if (ends === 'fails') throw new CallFailed('server-error', 'service');
    return ends;
  };
}

test('a stack puts the first policy outermost', () => {
  const context = bareContext();
  const order: string[] = [];
  const named =
    (name: string): Policy =>
    <T>(next: Call<T>): Call<T> =>
      function* (request): Process<T> {
        order.push(`into ${name}`);
        const answer = yield* next(request);
        order.push(`out of ${name}`);
        return answer;
      };
  callOnce(context, stack([named('a'), named('b')])(scripted([[1, 'ok']])));
  context.kernel.runUntil(10);
  expect(order).toEqual(['into a', 'into b', 'out of b', 'out of a']);
});

test('there are 24 orders of four layers, all different', () => {
  expect(new Set(allOrders.map(orderInWords)).size).toBe(24);
  expect(allOrders.map(orderInWords)).toContain(orderInWords(taughtOrder));
  expect(allOrders.map(orderInWords)).toContain(orderInWords(resilience4jOrder));
  expect(allOrders.filter((order) => isAround(order, 'timeout', 'breaker'))).toHaveLength(12);
});

describe('timeout', () => {
  test('inside or around: each attempt, or the whole', () => {
    const context = bareContext();
    const slow = scripted([[100, 'ok']]);
    const box = callOnce(context, timeout(context, { timeoutMs: 30 })(slow));
    context.kernel.runUntil(1_000);
    expect(box).toEqual({ ended: 'timed-out', atMs: 30 });
  });

  test('that does not cancel lets the call behind it live on', () => {
    const context = bareContext();
    const bulkhead = new Bulkhead(context, 'bulkhead', { maxConcurrentCalls: 1 });
    const call = stack([timeout(context, { timeoutMs: 30, cancels: false }), bulkhead.policy])(
      scripted([[100, 'fails']]),
    );
    callOnce(context, call);
    context.kernel.runUntil(50);
    expect(bulkhead.held).toBe(1);
    context.kernel.runUntil(100);
    expect(bulkhead.held).toBe(0);
  });

  test('at the very instant of the answer, the timeout that was set first wins', () => {
    const context = bareContext();
    const box = callOnce(context, timeout(context, { timeoutMs: 30 })(scripted([[30, 'ok']])));
    context.kernel.runUntil(1_000);
    expect(box.atMs).toBe(30);
  });
});

describe('bulkhead', () => {
  test('a call waits for a permit as long as it may', () => {
    const context = bareContext();
    const bulkhead = new Bulkhead(context, 'bulkhead', {
      maxConcurrentCalls: 1,
      maxWaitDurationMs: 50,
    });
    const call = bulkhead.policy(
      scripted([
        [40, 'first'],
        [60, 'second'],
        [1, 'third'],
      ]),
    );
    const boxes = [1, 2, 3].map(() => callOnce(context, call));
    context.kernel.runUntil(1_000);
    expect(boxes).toEqual([
      { ended: 'first', atMs: 40 },
      { ended: 'second', atMs: 100 },
      { ended: 'rejected', atMs: 50 },
    ]);
    expect(bulkhead.held).toBe(0);
  });

  test('cockatiel: with two permits and one place in the queue the fourth of four is rejected', () => {
    const context = bareContext();
    const bulkhead = new Bulkhead(context, 'bulkhead', { maxConcurrentCalls: 2, queueCapacity: 1 });
    const call = bulkhead.policy(
      scripted([
        [10, 'a'],
        [10, 'b'],
        [10, 'c'],
        [10, 'd'],
      ]),
    );
    const boxes = [1, 2, 3, 4].map(() => callOnce(context, call));
    context.kernel.runUntil(1_000);
    expect(boxes.map(({ ended }) => ended)).toEqual(['a', 'b', 'c', 'rejected']);
  });

  test.prop([
    fc.array(
      fc.record({
        gapMs: fc.nat(20),
        durationMs: fc.nat(60),
        cancelAfterMs: fc.option(fc.nat(60)),
      }),
      { maxLength: 40 },
    ),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(Infinity, 0, 15),
  ])(
    'no permit is lost or given twice, whoever is cancelled when',
    (calls, maxConcurrentCalls, maxWaitDurationMs) => {
      const context = bareContext();
      const { kernel } = context;
      const bulkhead = new Bulkhead(context, 'bulkhead', { maxConcurrentCalls, maxWaitDurationMs });
      let inside = 0;
      let atMs = 0;
      for (const { gapMs, durationMs, cancelAfterMs } of calls) {
        atMs += gapMs;
        const call = bulkhead.policy(function* (): Process<void> {
          inside += 1;
          expect(inside).toBeLessThanOrEqual(maxConcurrentCalls);
          try {
            yield* sleep(durationMs);
          } finally {
            inside -= 1;
          }
        });
        kernel.schedule(
          atMs,
          () => {
            const task = startProcess(
              kernel,
              (function* (): Process<void> {
                try {
                  yield* call(plainRequest);
                } catch (caught) {
                  expect((caught as CallFailed).kind).toBe('rejected');
                }
              })(),
            );
            if (cancelAfterMs !== null)
              kernel.schedule(cancelAfterMs, () => task.cancel(), undefined);
          },
          undefined,
        );
      }
      kernel.runUntil(Infinity);
      expect([bulkhead.held, bulkhead.waiting, inside]).toEqual([0, 0, 0]);
    },
  );
});

test('a fallback answers in place of a failure, and of nothing else', () => {
  const context = bareContext();
  const policy = fallback(context, function* (_request, failure) {
    yield* sleep(1);
    return `instead of ${failure.kind}`;
  });
  const failed = callOnce(context, policy(scripted([[5, 'fails']])));
  const fine = callOnce(context, policy(scripted([[5, 'fine']])));
  context.kernel.runUntil(100);
  expect(failed).toEqual({ ended: 'instead of server-error', atMs: 6 });
  expect(fine).toEqual({ ended: 'fine', atMs: 5 });
});

describe('hedge', () => {
  test.each([
    ['an answer within the delay is alone', [[5, 'a']], 'a', 5, 1],
    [
      'the second may overtake the first',
      [
        [100, 'a'],
        [20, 'b'],
        [100, 'c'],
      ],
      'b',
      30,
      3,
    ],
    [
      'a failure is answered by the next try at once',
      [
        [3, 'fails'],
        [4, 'b'],
      ],
      'b',
      7,
      2,
    ],
    [
      'where all fail, the last failure counts',
      [
        [3, 'fails'],
        [4, 'fails'],
        [5, 'fails'],
      ],
      'server-error',
      12,
      3,
    ],
  ] as const)('%s', (_name, script, ended, atMs, tries) => {
    const context = bareContext();
    const policy = hedge(context, { delayMs: 10, maxAttempts: 3 });
    const seen: number[] = [];
    const box = callOnce(context, policy(scripted(script, seen)));
    context.kernel.runUntil(1_000);
    expect(box).toEqual({ ended, atMs });
    expect(seen).toHaveLength(tries);
  });
});

test('coalescing makes one call for all who ask while it is under way, though the first hangs up', () => {
  const context = bareContext();
  const seen: number[] = [];
  const call = coalesce(
    context,
    () => 'key',
  )(
    scripted(
      [
        [10, 'one'],
        [10, 'fails'],
      ],
      seen,
    ),
  );
  const hangsUp = startProcess(context.kernel, call(plainRequest));
  const early = callOnce(context, call);
  context.kernel.schedule(5, () => hangsUp.cancel(), undefined);
  let late: { ended?: unknown } = {};
  context.kernel.schedule(
    20,
    () => {
      late = callOnce(context, call);
    },
    undefined,
  );
  context.kernel.runUntil(100);
  expect(early).toEqual({ ended: 'one', atMs: 10 });
  expect(late).toEqual({ ended: 'server-error', atMs: 30 });
  expect(seen).toHaveLength(2);
});

test('client-side throttling rejects with probability (requests - K accepts) / (requests + 1)', () => {
  const context = bareContext();
  const { kernel } = context;
  const throttling = throttle(context, 'throttle');
  let sent = 0;
  const call = throttling.policy(function* (): Process<void> {
    sent += 1;
    yield* sleep(0);
    if (sent > 10) throw new CallFailed('overloaded', 'service');
  });
  for (let i = 0; i < 10; i++) {
    callOnce(context, call);
    kernel.runUntil(kernel.nowMs + 1);
  }
  expect(throttling.probability).toBe(0);
  for (let i = 0; i < 10; i++) {
    callOnce(context, call);
    kernel.runUntil(kernel.nowMs + 1);
  }
  // 20 requests, 10 accepted, K = 2.
  expect(throttling.probability).toBe(0);
  for (let i = 0; i < 10; i++) {
    callOnce(context, call);
    kernel.runUntil(kernel.nowMs + 1);
  }
  expect(throttling.probability).toBeCloseTo((30 - 2 * 10) / 31, 12);
  kernel.runUntil(kernel.nowMs + 200_000);
  expect(throttling.probability).toBe(0);
});

test('the adaptive limit falls by a tenth for a slow call and rises by one for a quick one in use', () => {
  const context = bareContext();
  const limit = concurrencyLimit(context, 'limit', {
    initialLimit: 20,
    minLimit: 1,
    maxLimit: 100,
    latencyLimitMs: 50,
  });
  const call = limit.policy(
    scripted([
      [60, 'slow'],
      [10, 'quick'],
    ]),
  );
  callOnce(context, call);
  context.kernel.runUntil(100);
  expect(limit.limit).toBe(18);
  // One of 18 is not half of it: the limit was not in use.
  callOnce(context, call);
  context.kernel.runUntil(200);
  expect(limit.limit).toBe(18);
  const many = limit.policy(scripted(Array.from({ length: 30 }, () => [10, 'quick'] as const)));
  const boxes = Array.from({ length: 20 }, () => callOnce(context, many));
  context.kernel.runUntil(300);
  expect(boxes.filter(({ ended }) => ended === 'overloaded')).toHaveLength(2);
  expect(limit.limit).toBe(28);
});

test.prop([
  fc.array(fc.record({ gapMs: fc.nat(3_000), amount: fc.integer({ min: -5, max: 5 }) }), {
    maxLength: 100,
  }),
])('a sliding sum is the sum of its slices', (additions) => {
  const sum = new SlidingSum(10_000, 10);
  const all: { atMs: number; amount: number }[] = [];
  let atMs = 0;
  for (const { gapMs, amount } of additions) {
    atMs += gapMs;
    sum.add(atMs, amount);
    all.push({ atMs, amount });
    const slice = (ms: number) => Math.floor(ms / 1_000);
    const recent = all.filter((one) => slice(one.atMs) > slice(atMs) - 10);
    expect(sum.at(atMs)).toBe(recent.reduce((total, one) => total + one.amount, 0));
  }
});
