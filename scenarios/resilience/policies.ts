/** Policies and requests as most resilience scenarios use them. */
import { CircuitBreaker } from '../../sims/resilience/breaker/breaker.ts';
import {
  type BreakerOptions,
  defaultBreakerOptions,
  type WindowOptions,
} from '../../sims/resilience/breaker/breaker-options.ts';
import { type Call, failureOf, type Policy } from '../../sims/resilience/call.ts';
import type { SystemBreaches } from '../../sims/resilience/invariants.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { observeWaits } from '../../sims/resilience/observers.ts';
import { Bulkhead, type BulkheadOptions } from '../../sims/resilience/policies/bulkhead.ts';
import {
  type BackoffOptions,
  exponentialBackoff,
  type Jitter,
  noBackoff,
} from '../../sims/resilience/retry/backoff.ts';
import { type RetryOptions, retry } from '../../sims/resilience/retry/retry.ts';
import type { RetryBudget } from '../../sims/resilience/retry/retry-budget.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';

export const maxAttempts = (byDefault: number, min = 1) =>
  whole(min, 10, byDefault, 'attempts per request, the first included');

/** Every jitter that a backoff may have. */
export const jitters = [
  'none',
  'equal',
  'full',
  'decorrelated',
  'randomized',
  'randomizedAroundCap',
] as const satisfies Jitter[];

/** 50 to 1,000 ms with full jitter. */
export const usualBackoff: BackoffOptions = {
  initialIntervalMs: 50,
  multiplier: 2,
  maxIntervalMs: 1_000,
  jitter: 'full',
};

type Retrying = Omit<RetryOptions, 'backoff'> & Partial<BackoffOptions>;

/** A retry with exponential backoff: the usual one, with overrides. */
export function retrying(machine: Machine, options: Retrying): Policy {
  const { maxAttempts, onWait, retries, ...backoff } = options;
  return retry(machine, {
    maxAttempts,
    backoff: exponentialBackoff(
      machine.rules,
      { ...usualBackoff, ...backoff },
      machine.stream('backoff'),
    ),
    ...(onWait === undefined ? {} : { onWait }),
    ...(retries === undefined ? {} : { retries }),
  });
}

/** A retry without any wait, within a budget if there is one. */
export function retryingAtOnce(
  machine: Machine,
  maxAttempts: number,
  budget?: RetryBudget,
): Policy {
  const options = { maxAttempts, backoff: noBackoff };
  return retry(
    machine,
    budget === undefined ? options : { ...options, budget: machine.budget(budget) },
  );
}

/** Retries for as long as it takes, and checks every wait against its backoff. */
export function retryingForEver(
  machine: Machine,
  breaches: SystemBreaches,
  options: Partial<BackoffOptions>,
): Policy {
  const backoff = { ...usualBackoff, ...options };
  const held = machine.rules['randomize-backoff']
    ? backoff
    : { ...backoff, jitter: 'none' as const };
  return retrying(machine, {
    ...backoff,
    maxAttempts: Infinity,
    onWait: observeWaits(breaches, held),
  });
}

/** A breaker's window over the last ten seconds, one slice per second. */
export const tenSeconds: WindowOptions = {
  kind: 'time',
  slices: 10,
  sliceMs: 1_000,
  turn: 'clock',
  counts: 'ends',
};

/** A breaker with resilience4j's defaults, with overrides. */
export function breakerOf(
  machine: Machine,
  name: string,
  options: Partial<BreakerOptions>,
): CircuitBreaker {
  const breaker = new CircuitBreaker(machine, name, { ...defaultBreakerOptions, ...options });
  return machine.breaker(breaker);
}

/** Only observes every call before it is made. */
export const hearing =
  (onCall: () => void): Policy =>
  (next) =>
  (request) => {
    onCall();
    return next(request);
  };

/**
 * That many calls at a time; calls that find no permit are rejected at once unless they may wait.
 */
export function bulkheadOf(
  machine: Machine,
  name: string,
  maxConcurrentCalls: number,
  waiting: Omit<BulkheadOptions, 'maxConcurrentCalls'> = { queueCapacity: 0 },
): Bulkhead {
  return machine.bulkhead(new Bulkhead(machine, name, { maxConcurrentCalls, ...waiting }));
}

/** Makes one request, for as long as it takes; returns whether it succeeded. */
export function* askedOnce(machine: Machine, call: Call<unknown>): Process<boolean> {
  const id = machine.newRequestId();
  try {
    yield* call({ id, attempt: 1, deadlineMs: Infinity, isIdempotent: true, isBad: false });
    return true;
  } catch (caught) {
    failureOf(caught);
    return false;
  }
}
