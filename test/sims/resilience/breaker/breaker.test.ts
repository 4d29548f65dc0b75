/**
 * Goal: a circuit breaker makes only legal moves, lets nothing pass while open and no more than its
 * probes while half-open, and its presets compare rates as their libraries do. Method: examples from
 * the libraries’ documentation, and any overlapping calls against any options, watched from behind.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { CircuitBreaker } from '../../../../sims/resilience/breaker/breaker.ts';
import { breakerChart } from '../../../../sims/resilience/breaker/breaker-chart.ts';
import { observeBreaker } from '../../../../sims/resilience/breaker/breaker-observer.ts';
import {
  type BreakerOptions,
  cockatielCount,
  defaultBreakerOptions,
  opossumOptions,
  pollyOptions,
  resilience4jOptions,
} from '../../../../sims/resilience/breaker/breaker-options.ts';
import { type Call, CallFailed, type FailureKind } from '../../../../sims/resilience/call.ts';
import {
  type Observed,
  resilienceInvariants,
  SystemBreaches,
} from '../../../../sims/resilience/invariants.ts';
import { type Process, sleep, startProcess, type Task } from '../../../../src/kernel/process.ts';
import { countOf } from '../../../support/campaign.ts';
import { type BareContext, bareContext, plainRequest } from '../bare-context.ts';

/** Calls one after the other, each with its outcome at once; answers what the breaker is after each. */
function statesAfter(options: BreakerOptions, outcomes: readonly (FailureKind | 'ok')[]): string[] {
  const context = bareContext();
  const breaker = new CircuitBreaker(context, 'breaker', options);
  return outcomes.map((outcome) => {
    start(context, breaker, outcome, 0);
    context.kernel.runUntil(context.kernel.nowMs);
    return breaker.state;
  });
}

function start(
  context: BareContext,
  breaker: CircuitBreaker,
  outcome: FailureKind | 'ok',
  durationMs: number,
): Task<string> {
  const call = breaker.policy(function* (): Process<string> {
    yield* sleep(durationMs);
    if (outcome !== 'ok') throw new CallFailed(outcome, 'service');
    return 'ok';
  });
  return startProcess(
    context.kernel,
    (function* (): Process<string> {
      try {
        return yield* call(plainRequest);
      } catch (caught) {
        return (caught as CallFailed).kind;
      }
    })(),
  );
}

const fail = 'server-error';

describe('half of the calls at a threshold of one half', () => {
  const outcomes = ['ok', 'ok', fail, fail] as const;
  const window = { kind: 'count', size: 4 } as const;

  test('open resilience4j’s breaker: the rate is at or above the threshold', () => {
    const options = resilience4jOptions({ window, minimumNumberOfCalls: 4 });
    expect(statesAfter(options, outcomes).at(-1)).toBe('open');
  });

  test('open Polly’s: throughput at the minimum, ratio at or above', () => {
    const options = pollyOptions({ failureRatio: 0.5, minimumThroughput: 4 });
    expect(statesAfter(options, outcomes).at(-1)).toBe('open');
  });

  test('leave cockatiel’s closed: the rate must be above', () => {
    const options = cockatielCount({ threshold: 0.5, size: 4 }, 1_000);
    expect(statesAfter(options, outcomes).at(-1)).toBe('closed');
    expect(statesAfter(options, [...outcomes, fail]).at(-1)).toBe('open');
  });
});

test('resilience4j: no rate below the minimum, and a success may be the call that completes it', () => {
  const options = resilience4jOptions({ minimumNumberOfCalls: 5 });
  const states = statesAfter(options, [fail, fail, fail, fail, 'ok']);
  expect(states).toEqual(['closed', 'closed', 'closed', 'closed', 'open']);
});

test('resilience4j: a window by count needs no more calls than it holds', () => {
  const options = resilience4jOptions({ window: { kind: 'count', size: 3 } });
  expect(options.minimumNumberOfCalls).toBe(3);
});

test('client errors are ignored: they count neither as failure nor as call', () => {
  const options = resilience4jOptions({ minimumNumberOfCalls: 2 });
  const states = statesAfter(options, ['client-error', fail, 'client-error', 'client-error', fail]);
  expect(states).toEqual(['closed', 'closed', 'closed', 'closed', 'open']);
});

describe('what a library does not handle', () => {
  const opened = { minimumThroughput: 2, failureRatio: 0.5, breakDurationMs: 1_000 };

  test('Polly counts it as a call that succeeded', () => {
    const options = pollyOptions({ ...opened, minimumThroughput: 5 });
    const bad = 'client-error';
    // 40% of five calls, and 60%; without the bad ones both are 100%, of too few calls.
    expect(statesAfter(options, [bad, bad, bad, fail, fail]).at(-1)).toBe('closed');
    expect(statesAfter(options, [bad, bad, fail, fail, fail]).at(-1)).toBe('open');
  });

  test.each([
    ['Polly', pollyOptions(opened)],
    ['opossum', opossumOptions({ volumeThreshold: 2, resetTimeout: 1_000 })],
  ])('%s: it closes a half-open breaker', (_name, options) => {
    const context = bareContext();
    const { kernel } = context;
    const breaker = new CircuitBreaker(context, 'breaker', options);
    for (const outcome of [fail, fail] as const) start(context, breaker, outcome, 1);
    kernel.runUntil(10);
    expect(breaker.state).toBe('open');
    kernel.runUntil(2_000);
    start(context, breaker, 'client-error', 1);
    kernel.runUntil(2_010);
    expect(breaker.state).toBe('closed');
  });
});

test('slow calls open it although they succeed; a call is slow that takes longer than the threshold', () => {
  const context = bareContext();
  const { kernel } = context;
  const options = resilience4jOptions({
    minimumNumberOfCalls: 4,
    slowCallRateThreshold: 0.5,
    slowCallDurationThresholdMs: 100,
  });
  const breaker = new CircuitBreaker(context, 'breaker', options);
  for (const durationMs of [100, 100, 101]) start(context, breaker, 'ok', durationMs);
  kernel.runUntil(1_000);
  start(context, breaker, 'ok', 100);
  kernel.runUntil(2_000);
  expect(breaker.state).toBe('closed');
  start(context, breaker, 'ok', 101);
  start(context, breaker, 'ok', 101);
  kernel.runUntil(3_000);
  expect(breaker.state).toBe('open');
});

describe('half-open', () => {
  const options: BreakerOptions = {
    ...defaultBreakerOptions,
    window: { kind: 'count', size: 4 },
    minimumNumberOfCalls: 2,
    waitDurationInOpenStateMs: 1_000,
    permittedNumberOfCallsInHalfOpenState: 2,
  };

  function halfOpen(choices: Partial<BreakerOptions> = {}) {
    const context = bareContext();
    const breaker = new CircuitBreaker(context, 'breaker', { ...options, ...choices });
    start(context, breaker, fail, 0);
    start(context, breaker, fail, 0);
    context.kernel.runUntil(1_000);
    return { context, breaker, kernel: context.kernel };
  }

  test('rejects who comes while all probes are out, and closes when they have succeeded', () => {
    const { context, breaker, kernel } = halfOpen();
    const calls = [10, 20, 10].map((durationMs) => start(context, breaker, 'ok', durationMs));
    kernel.runUntil(1_015);
    expect(breaker.state).toBe('halfOpen');
    kernel.runUntil(1_020);
    expect(breaker.state).toBe('closed');
    expect(calls.map(({ value }) => value)).toEqual(['ok', 'ok', 'rejected']);
  });

  test('a probe that is cancelled, or whose failure is ignored, makes room for another', () => {
    const { context, breaker, kernel } = halfOpen();
    const cancelled = start(context, breaker, 'ok', 10_000);
    start(context, breaker, 'client-error', 5);
    kernel.runUntil(1_010);
    cancelled.cancel();
    start(context, breaker, 'ok', 5);
    start(context, breaker, 'ok', 5);
    kernel.runUntil(1_020);
    expect(breaker.state).toBe('closed');
  });

  test('opens when its time is over and no probe has ended', () => {
    const { context, breaker, kernel } = halfOpen({ maxWaitDurationInHalfOpenStateMs: 500 });
    start(context, breaker, 'ok', 10_000);
    kernel.runUntil(1_499);
    expect(breaker.state).toBe('halfOpen');
    kernel.runUntil(1_500);
    expect(breaker.state).toBe('open');
  });

  test('a call from before the trip does not count as a probe', () => {
    const context = bareContext();
    const { kernel } = context;
    const breaker = new CircuitBreaker(context, 'breaker', options);
    start(context, breaker, 'ok', 1_050);
    start(context, breaker, 'ok', 1_060);
    start(context, breaker, fail, 0);
    start(context, breaker, fail, 0);
    kernel.runUntil(1_000);
    expect(breaker.state).toBe('open');
    start(context, breaker, fail, 200);
    kernel.runUntil(1_100);
    expect(breaker.state).toBe('halfOpen');
  });
});

const windows = fc.oneof(
  fc.record({
    kind: fc.constant('consecutive' as const),
    failures: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant('count' as const), size: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    kind: fc.constant('time' as const),
    slices: fc.integer({ min: 1, max: 5 }),
    sliceMs: fc.integer({ min: 10, max: 500 }),
    turn: fc.constant('clock' as const),
    counts: fc.constant('ends' as const),
  }),
);

const anyOptions: fc.Arbitrary<BreakerOptions> = fc
  .record({
    window: windows,
    failureRateThreshold: fc.constantFrom(0.1, 0.5, 0.9),
    comparison: fc.constantFrom('at-least' as const, 'above' as const),
    minimumNumberOfCalls: fc.integer({ min: 1, max: 10 }),
    evaluates: fc.constantFrom('every-call' as const, 'failures' as const),
    waitDurationInOpenStateMs: fc.integer({ min: 1, max: 500 }),
    automaticTransitionFromOpenToHalfOpen: fc.boolean(),
    permittedNumberOfCallsInHalfOpenState: fc.integer({ min: 1, max: 5 }),
    maxWaitDurationInHalfOpenStateMs: fc.constantFrom(Infinity, 100, 1_000),
    whileProbesAreOut: fc.constantFrom('reject' as const, 'wait' as const),
  })
  .map((chosen) => ({ ...defaultBreakerOptions, ...chosen }));

const anyCalls = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.nat(5), fc.nat(300)),
    durationMs: fc.oneof(fc.nat(5), fc.nat(600)),
    outcome: fc.constantFrom<FailureKind | 'ok'>(
      'ok',
      'ok',
      fail,
      fail,
      'timed-out',
      'client-error',
    ),
    cancelledAfterMs: fc.option(fc.nat(300), { freq: 8 }),
  }),
  { maxLength: 80 },
);

test.prop([anyOptions, anyCalls], { numRuns: countOf({ unit: 60, deep: 3_000 }) })(
  'any calls: an observer behind it finds nothing amiss',
  (options, calls) => {
    const context = bareContext();
    const { kernel } = context;
    const breaches = new SystemBreaches();
    const breaker = new CircuitBreaker(context, 'breaker', options);
    breaker.onMove(({ from, event, to }) => expect(breakerChart.move(from, event).to).toBe(to));
    const observe = observeBreaker(breaches, context, breaker);
    let atMs = 0;
    for (const { gapMs, durationMs, outcome, cancelledAfterMs } of calls) {
      atMs += gapMs;
      const service: Call<void> = function* (): Process<void> {
        yield* sleep(durationMs);
        if (outcome !== 'ok') throw new CallFailed(outcome, 'service');
      };
      const call = breaker.policy(observe(service));
      kernel.schedule(
        atMs,
        () => {
          const task = startProcess(
            kernel,
            (function* (): Process<void> {
              try {
                yield* call(plainRequest);
              } catch (caught) {
                expect(caught).toBeInstanceOf(CallFailed);
              }
            })(),
          );
          if (cancelledAfterMs !== null)
            kernel.schedule(cancelledAfterMs, () => task.cancel(), undefined);
        },
        undefined,
      );
    }
    kernel.runUntil(atMs + 2_000);
    for (const invariant of resilienceInvariants) {
      if (!('check' in invariant)) continue;
      // A breaker by failures in a row has no rate, and no minimum.
      expect([invariant.id, invariant.check({ breaches } as Observed)]).toEqual([
        invariant.id,
        undefined,
      ]);
    }
  },
);
