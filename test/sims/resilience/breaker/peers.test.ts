/**
 * Goal: under their presets, our breaker and bulkhead decide as the libraries do. Method: random
 * sequences of overlapping calls, each with its outcome and its duration, go through cockatiel 3 and
 * opossum 9 under fake time and through ours under virtual time; for every call it must agree
 * when it was let through, if it was, and when and how it ended.
 *
 * Calls start at times that end in 03, take times that end in 01, and timers take times that end in
 * 50 or 00, so that no decision hangs on which of two things at one instant comes first: at most 96
 * calls can wait for one another.
 */
import { fc, test } from '@fast-check/vitest';
import {
  ConsecutiveBreaker,
  CountBreaker,
  circuitBreaker as cockatielBreaker,
  bulkhead as cockatielBulkhead,
  retry as cockatielRetry,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  noJitterGenerator,
  SamplingBreaker,
} from 'cockatiel';
import OpossumBreaker from 'opossum';
import { afterEach, describe, expect, vi } from 'vitest';
import { CircuitBreaker } from '../../../../sims/resilience/breaker/breaker.ts';
import {
  type BreakerOptions,
  cockatielConsecutive,
  cockatielCount,
  cockatielSampling,
  opossumOptions,
} from '../../../../sims/resilience/breaker/breaker-options.ts';
import { CallFailed, type Policy } from '../../../../sims/resilience/call.ts';
import { Bulkhead } from '../../../../sims/resilience/policies/bulkhead.ts';
import { exponentialBackoff } from '../../../../sims/resilience/retry/backoff.ts';
import { retry } from '../../../../sims/resilience/retry/retry.ts';
import { type Process, sleep, startProcess } from '../../../../src/kernel/process.ts';
import { countOf } from '../../../support/campaign.ts';
import { type BareContext, bareContext, plainRequest } from '../bare-context.ts';

interface Asked {
  readonly atMs: number;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'fails' | 'bad';
}

/** What became of a call: when it reached the service, if it did, and when it was over. */
interface Fate {
  readonly reachedAtMs: readonly number[];
  readonly endedAtMs: number;
  readonly ended: 'ok' | 'fails' | 'bad' | 'rejected';
}

function sequences(options: { gapMsMax: number; durationMsMax: number }): fc.Arbitrary<Asked[]> {
  const { gapMsMax, durationMsMax } = options;
  // Runs of one outcome are what breakers are about: weights alone seldom draw them.
  const stretch = fc.record({
    outcome: fc.constantFrom('ok', 'fails', 'bad', 'mixed' as const),
    calls: fc.array(
      fc.record({
        gap: fc.oneof(fc.nat(3), fc.nat(gapMsMax / 100)),
        duration: fc.oneof(fc.nat(3), fc.nat(durationMsMax / 100)),
        outcome: fc.constantFrom('ok', 'fails', 'bad'),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  });
  return fc.array(stretch, { minLength: 1, maxLength: 8 }).map((stretches) => {
    let hundreds = 0;
    return stretches.flatMap(({ outcome, calls }) =>
      calls.map((call): Asked => {
        hundreds += call.gap;
        return {
          atMs: hundreds * 100 + 3,
          durationMs: call.duration * 100 + 1,
          outcome: (outcome === 'mixed' ? call.outcome : outcome) as Asked['outcome'],
        };
      }),
    );
  });
}

/** When everything has ended: calls that waited for one another, and tries of one call. */
function endOf(asked: readonly Asked[]): number {
  const lastMs = asked.at(-1)?.atMs ?? 0;
  return asked.reduce((sum, { durationMs }) => sum + durationMs, lastMs + 45_000);
}

function ours(asked: readonly Asked[], makePolicy: (context: BareContext) => Policy): Fate[] {
  const context = bareContext();
  const { kernel } = context;
  const policy = makePolicy(context);
  const fates: Fate[] = [];
  for (const [place, { atMs, durationMs, outcome }] of asked.entries()) {
    const reachedAtMs: number[] = [];
    const call = policy(function* (): Process<void> {
      reachedAtMs.push(kernel.nowMs);
      yield* sleep(durationMs);
      if (outcome === 'fails') throw new CallFailed('server-error', 'service');
      if (outcome === 'bad') throw new CallFailed('client-error', 'service');
    });
    kernel.schedule(
      atMs,
      () => {
        startProcess(
          kernel,
          (function* (): Process<void> {
            let ended: Fate['ended'] = 'ok';
            try {
              yield* call(plainRequest);
            } catch (caught) {
              const { kind } = caught as CallFailed;
              ended = kind === 'rejected' ? 'rejected' : kind === 'client-error' ? 'bad' : 'fails';
            }
            fates[place] = { reachedAtMs, endedAtMs: kernel.nowMs, ended };
          })(),
        );
      },
      undefined,
    );
  }
  kernel.runUntil(endOf(asked));
  return fates;
}

class Outcome extends Error {
  readonly outcome: 'fails' | 'bad';
  constructor(outcome: 'fails' | 'bad') {
    super(outcome);
    this.outcome = outcome;
  }
}

/** The libraries’ clock, which is faked. */
const nowMs = () => vi.getMockedSystemTime()?.getTime() ?? Number.NaN;

type Execute = (service: () => Promise<void>) => Promise<unknown>;

async function theirs(asked: readonly Asked[], makeExecute: () => Execute): Promise<Fate[]> {
  vi.useFakeTimers({
    now: 0,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
  const execute = makeExecute();
  const fates: Fate[] = [];
  for (const [place, { atMs, durationMs, outcome }] of asked.entries()) {
    const reachedAtMs: number[] = [];
    const service = async () => {
      reachedAtMs.push(nowMs());
      await new Promise((resolve) => setTimeout(resolve, durationMs));
      if (outcome !== 'ok') throw new Outcome(outcome);
    };
    const end = (ended: Fate['ended']) => {
      fates[place] = { reachedAtMs, endedAtMs: nowMs(), ended };
    };
    setTimeout(() => {
      execute(service).then(
        () => end('ok'),
        (error) => end(error instanceof Outcome ? error.outcome : 'rejected'),
      );
    }, atMs);
  }
  await vi.advanceTimersByTimeAsync(endOf(asked));
  vi.useRealTimers();
  return fates;
}

afterEach(() => {
  vi.useRealTimers();
});

const breakerOf =
  (options: BreakerOptions) =>
  (context: BareContext): Policy =>
    new CircuitBreaker(context, 'breaker', options).policy;

/** 40 miss a difference that shows in 8% of the sequences with less than 5%. */
const sequencesTried = { numRuns: countOf({ unit: 40, deep: 1_000 }) };

const shares = fc.constantFrom(0.25, 0.5, 0.75);
const halfOpenAfterMs = fc.nat({ max: 40 }).map((hundreds) => hundreds * 100 + 50);
const calls = sequences({ gapMsMax: 1_500, durationMsMax: 2_500 });
const handleHealth = handleWhen(
  (error) => !(error instanceof Outcome) || error.outcome === 'fails',
);

describe('cockatiel 3', () => {
  test.prop([calls, fc.integer({ min: 1, max: 6 }), halfOpenAfterMs], sequencesTried)(
    'ConsecutiveBreaker',
    async (asked, threshold, halfOpenAfter) => {
      const breaker = new ConsecutiveBreaker(threshold);
      const policy = cockatielBreaker(handleHealth, { halfOpenAfter, breaker });
      expect(ours(asked, breakerOf(cockatielConsecutive(threshold, halfOpenAfter)))).toEqual(
        await theirs(asked, () => (service) => policy.execute(service)),
      );
    },
  );

  test.prop(
    [
      calls,
      shares,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      halfOpenAfterMs,
    ],
    sequencesTried,
  )('CountBreaker', async (asked, threshold, size, least, halfOpenAfter) => {
    const minimumNumberOfCalls = Math.min(least, size);
    const options = { threshold, size, minimumNumberOfCalls };
    const policy = cockatielBreaker(handleHealth, {
      halfOpenAfter,
      breaker: new CountBreaker(options),
    });
    expect(ours(asked, breakerOf(cockatielCount(options, halfOpenAfter)))).toEqual(
      await theirs(asked, () => (service) => policy.execute(service)),
    );
  });

  test.prop(
    [
      calls,
      shares,
      fc.integer({ min: 50, max: 9_000 }),
      fc.integer({ min: 1, max: 8 }),
      halfOpenAfterMs,
    ],
    sequencesTried,
  )('SamplingBreaker', async (asked, threshold, durationMs, minimumRps, halfOpenAfter) => {
    const breaker = new SamplingBreaker({ threshold, duration: durationMs, minimumRps });
    const policy = cockatielBreaker(handleHealth, { halfOpenAfter, breaker });
    const options = cockatielSampling({ threshold, durationMs, minimumRps }, halfOpenAfter);
    expect(ours(asked, breakerOf(options))).toEqual(
      await theirs(asked, () => (service) => policy.execute(service)),
    );
  });

  test.prop(
    [calls, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 4 })],
    sequencesTried,
  )('bulkhead', async (asked, maxConcurrentCalls, queueCapacity) => {
    const policy = cockatielBulkhead(maxConcurrentCalls, queueCapacity);
    const options = { maxConcurrentCalls, queueCapacity };
    expect(ours(asked, (context) => new Bulkhead(context, 'bulkhead', options).policy)).toEqual(
      await theirs(asked, () => (service) => policy.execute(service)),
    );
  });

  test.prop(
    [calls, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 500 })],
    sequencesTried,
  )(
    'retry with exponential backoff: maxAttempts counts one try less',
    async (asked, tries, initialDelay) => {
      const maxDelay = 4_000;
      const backoff = new ExponentialBackoff({
        generator: noJitterGenerator,
        initialDelay,
        maxDelay,
        exponent: 2,
      });
      const policy = cockatielRetry(handleAll, { maxAttempts: tries - 1, backoff });
      const makePolicy = (context: BareContext) =>
        retry(context, {
          maxAttempts: tries,
          retries: () => true,
          backoff: exponentialBackoff(
            context.rules,
            {
              initialIntervalMs: initialDelay,
              multiplier: 2,
              maxIntervalMs: maxDelay,
              jitter: 'none',
            },
            () => 0,
          ),
        });
      expect(ours(asked, makePolicy)).toEqual(
        await theirs(asked, () => (service) => policy.execute(service)),
      );
    },
  );
});

describe('opossum 9', () => {
  test.prop(
    [
      calls,
      fc.constantFrom(0, 25, 50, 75),
      fc.integer({ min: 0, max: 8 }),
      fc.constantFrom(1, 2, 5, 10),
      fc.constantFrom(1_000, 2_000, 10_000),
      halfOpenAfterMs,
    ],
    sequencesTried,
  )(
    'circuit breaker',
    async (asked, percentage, volumeThreshold, rollingCountBuckets, span, resetTimeout) => {
      const options = {
        errorThresholdPercentage: percentage,
        volumeThreshold,
        rollingCountBuckets,
        rollingCountTimeout: span,
        resetTimeout,
      };
      const makeExecute = (): Execute => {
        const breaker = new OpossumBreaker((service: () => Promise<void>) => service(), {
          ...options,
          timeout: false,
          errorFilter: (error) => error instanceof Outcome && error.outcome === 'bad',
        });
        return (service) => breaker.fire(service);
      };
      expect(ours(asked, breakerOf(opossumOptions(options)))).toEqual(
        await theirs(asked, makeExecute),
      );
    },
  );
});
