/**
 * Goal: a retry tries no more often than it may, and only what may be tried again; retries load a
 * service as the closed form says; budgets allow what their sources say. Method: any outcomes and
 * options; 30 replications against a geometric sum; the budgets’ own rules on any sequence.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CallFailed, type FailureKind } from '../../../../sims/resilience/call.ts';
import { exponentialBackoff, noBackoff } from '../../../../sims/resilience/retry/backoff.ts';
import { mayBeGone, retry } from '../../../../sims/resilience/retry/retry.ts';
import {
  awsBudget,
  finagleBudget,
  grpcBudget,
  type RetryBudget,
  tokenBucketBudget,
} from '../../../../sims/resilience/retry/retry-budget.ts';
import { type Process, sleep, startProcess } from '../../../../src/kernel/process.ts';
import { contains, intervalOfMean, replications } from '../../../support/confidence.ts';
import { bareContext, plainRequest } from '../bare-context.ts';

const kinds: FailureKind[] = [
  'server-error',
  'client-error',
  'overloaded',
  'unreachable',
  'timed-out',
  'rejected',
];
const outcomes = fc.array(fc.constantFrom('ok' as const, ...kinds), {
  minLength: 12,
  maxLength: 12,
});

/** One request: the nth try comes to the nth outcome. */
function tryWith(
  script: readonly (FailureKind | 'ok')[],
  options: {
    maxAttempts: number;
    isIdempotent?: boolean;
    deadlineMs?: number;
    retryAfterMs?: number;
  },
) {
  const context = bareContext();
  const { kernel } = context;
  const triedAtMs: number[] = [];
  const attempts: number[] = [];
  let result: FailureKind | 'ok' | undefined;
  const backoff = exponentialBackoff(
    context.rules,
    { initialIntervalMs: 100, multiplier: 2, maxIntervalMs: 1_000, jitter: 'none' },
    () => 0,
  );
  const call = retry(context, { maxAttempts: options.maxAttempts, backoff })(function* ({
    attempt,
  }): Process<void> {
    const outcome = script[triedAtMs.length] ?? 'ok';
    triedAtMs.push(kernel.nowMs);
    attempts.push(attempt);
    yield* sleep(1);
    if (outcome !== 'ok') throw new CallFailed(outcome, 'service', options.retryAfterMs);
  });
  const { isIdempotent = true, deadlineMs = Infinity } = options;
  startProcess(
    kernel,
    (function* (): Process<void> {
      try {
        yield* call({ ...plainRequest, isIdempotent, deadlineMs });
        result = 'ok';
      } catch (caught) {
        result = (caught as CallFailed).kind;
      }
    })(),
  );
  kernel.runUntil(Infinity, 10_000);
  return { triedAtMs, attempts, result, endedAtMs: kernel.nowMs };
}

test.prop([outcomes, fc.integer({ min: 1, max: 10 }), fc.boolean()])(
  'tries until a success, until a failure that stays, or until maxAttempts',
  (script, maxAttempts, isIdempotent) => {
    const mayRetry = (outcome: FailureKind | 'ok') =>
      outcome !== 'ok' &&
      mayBeGone(new CallFailed(outcome, 'service')) &&
      (isIdempotent || outcome === 'overloaded');
    const last = script.findIndex((outcome) => !mayRetry(outcome));
    const tries = Math.min(maxAttempts, last === -1 ? Infinity : last + 1);
    const { attempts, result } = tryWith(script, { maxAttempts, isIdempotent });
    expect(attempts).toEqual(Array.from({ length: tries }, (_, i) => i + 1));
    expect(result).toBe(script[tries - 1]);
  },
);

test('waits grow from try to try', () => {
  const { triedAtMs } = tryWith(['timed-out', 'timed-out', 'timed-out', 'ok'], { maxAttempts: 4 });
  expect(triedAtMs).toEqual([0, 101, 302, 703]);
});

test('Retry-After counts where it is longer than the backoff (RFC 9110 §10.2.3)', () => {
  const asks = (retryAfterMs: number) =>
    tryWith(['overloaded', 'overloaded', 'ok'], { maxAttempts: 3, retryAfterMs }).triedAtMs;
  expect(asks(5_000)).toEqual([0, 5_001, 10_002]);
  expect(asks(50)).toEqual([0, 101, 302]);
});

test.prop([outcomes, fc.integer({ min: 1, max: 3_000 })])(
  'nothing is tried at or after the deadline',
  (script, deadlineMs) => {
    const { triedAtMs, endedAtMs } = tryWith(script, { maxAttempts: 10, deadlineMs });
    for (const atMs of triedAtMs.slice(1)) expect(atMs).toBeLessThan(deadlineMs);
    expect(endedAtMs).toBeLessThan(deadlineMs + 2);
  },
);

/** Requests to a service that fails a share of its calls; answers the calls a request. */
function load(
  seed: string,
  failureRate: number,
  maxAttempts: number,
  budget?: RetryBudget,
): number {
  const context = bareContext(seed);
  const luck = context.stream('luck');
  const requests = 1_000;
  let calls = 0;
  const options = { maxAttempts, backoff: noBackoff };
  const call = retry(
    context,
    budget === undefined ? options : { ...options, budget },
  )(function* (): Process<void> {
    calls += 1;
    yield* sleep(1);
    if (luck() < failureRate) throw new CallFailed('server-error', 'service');
  });
  startProcess(
    context.kernel,
    (function* (): Process<void> {
      for (let id = 0; id < requests; id++) {
        try {
          yield* call({ ...plainRequest, id });
        } catch {
          // It counts all the same.
        }
      }
    })(),
  );
  context.kernel.runUntil(Infinity);
  return calls / requests;
}

test.each([
  [0.2, 4, 1.248],
  [0.5, 4, 1.875],
  [0.5, 2, 1.5],
  [0.9, 3, 2.71],
])('at failure rate %f, %i tries load a service %f times', (failureRate, maxAttempts, expected) => {
  const loads = Array.from({ length: replications }, (_, i) =>
    load(`${i}`, failureRate, maxAttempts),
  );
  expect(contains(intervalOfMean(loads), expected)).toBe(true);
});

test('at failure rate 1 they load it maxAttempts times, and at 0 once: exactly', () => {
  expect(load('any', 1, 4)).toBe(4);
  expect(load('any', 0, 4)).toBe(1);
});

describe('budgets', () => {
  const timedOut = new CallFailed('timed-out', 'service');
  const failed = new CallFailed('server-error', 'service');

  test.each([
    [0.2, 1.087],
    [0.5, 1.0526],
  ])('Brooker 2022: a tenth of a token a success loads it %f -> %f', (failureRate, expected) => {
    const loads = Array.from({ length: replications }, (_, i) => {
      const budget = tokenBucketBudget({ maxTokens: 10, earnedBySuccess: 0.1 });
      // It starts full, and what it starts with is no part of the steady state.
      for (let token = 0; token < 10; token++) budget.takeForRetry(failed);
      return load(`${i}`, failureRate, 4, budget);
    });
    const interval = intervalOfMean(loads);
    expect(expected).toBeGreaterThan(interval.low - 0.0005);
    expect(expected).toBeLessThan(interval.high + 0.0005);
  });

  test.each([
    [0.1, 10],
    [0.05, 20],
    [0.2, 5],
    [0.3, 4],
  ])(
    'a token bucket counts exactly: at %f a success, %i of them pay for a retry',
    (earned, needed) => {
      const budget = tokenBucketBudget({ maxTokens: 10, earnedBySuccess: earned });
      while (budget.takeForRetry(failed) > 0);
      for (let success = 1; success < needed; success++) budget.onSuccess(0);
      expect(budget.takeForRetry(failed)).toBe(0);
      budget.onSuccess(0);
      expect(budget.takeForRetry(failed)).toBe(1);
    },
  );

  test('gRPC counts in thousandths: from half of its tokens the first success is enough', () => {
    const budget = grpcBudget({ maxTokens: 10, tokenRatio: 0.1 });
    for (let i = 0; i < 6; i++) budget.onFailure(failed);
    for (let success = 1; success <= 10; success++) budget.onSuccess(0);
    expect(budget.takeForRetry(failed)).toBe(0);
    budget.onSuccess(0);
    expect(budget.takeForRetry(failed)).toBe(1);
  });

  test('gRPC A6: retries while more than half of the tokens are left', () => {
    const budget = grpcBudget({ maxTokens: 10, tokenRatio: 0.1 });
    const allowed: boolean[] = [];
    for (let i = 0; i < 7; i++) {
      budget.onFailure(failed);
      allowed.push(budget.takeForRetry(failed) > 0);
    }
    expect(allowed).toEqual([true, true, true, true, false, false, false]);
    // 3 tokens are left; 21 successes make it 5.1.
    for (let i = 0; i < 20; i++) budget.onSuccess(0);
    expect(budget.takeForRetry(failed)).toBe(0);
    budget.onSuccess(0);
    expect(budget.takeForRetry(failed)).toBe(1);
  });

  test('AWS SDK: 500 tokens, 5 a retry and 10 after a timeout; a success gives its cost back, or 1', () => {
    const budget = awsBudget();
    let retries = 0;
    while (budget.takeForRetry(timedOut) > 0) retries += 1;
    expect(retries).toBe(50);
    budget.onSuccess(10);
    expect(budget.takeForRetry(failed)).toBe(5);
    expect(budget.takeForRetry(failed)).toBe(5);
    expect(budget.takeForRetry(failed)).toBe(0);
    for (let i = 0; i < 5; i++) budget.onSuccess(0);
    expect(budget.takeForRetry(failed)).toBe(5);
  });

  test('Finagle: ten a second without any request, and a fifth of the requests beyond that', () => {
    let nowMs = 0;
    const budget = finagleBudget(() => nowMs);
    const drain = () => {
      let retries = 0;
      while (budget.takeForRetry(failed) > 0) retries += 1;
      return retries;
    };
    expect(drain()).toBe(100);
    for (let i = 0; i < 50; i++) budget.onRequest();
    expect(drain()).toBe(10);
    nowMs = 10_000;
    expect(drain()).toBe(100);
  });

  test.prop([
    fc.array(fc.constantFrom('request', 'success', 'failure', 'retry'), { maxLength: 300 }),
  ])('no budget owes: what it allows, it has', (moves) => {
    let nowMs = 0;
    for (const budget of [
      tokenBucketBudget({ maxTokens: 10, earnedBySuccess: 0.1 }),
      grpcBudget(),
      awsBudget(),
      finagleBudget(() => nowMs),
    ]) {
      // One comparison for all moves: a call of `expect` costs more than a move.
      const owing: unknown[] = [];
      for (const move of moves) {
        nowMs += 7;
        if (move === 'request') budget.onRequest();
        if (move === 'success') budget.onSuccess(0);
        if (move === 'failure') budget.onFailure(failed);
        if (move === 'retry') {
          const had = budget.balance;
          if (budget.takeForRetry(failed) > 0 !== had > 0) owing.push([nowMs, move, had]);
        }
        if (!(budget.balance >= 0)) owing.push([nowMs, move, budget.balance]);
      }
      expect(owing).toEqual([]);
    }
  });
});
