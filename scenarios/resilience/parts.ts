/** Policies and requests as most of the resilience scenarios need them. */
import { CircuitBreaker } from '../../sims/resilience/breaker/breaker.ts';
import {
  type BreakerOptions,
  defaultBreakerOptions,
} from '../../sims/resilience/breaker/breaker-options.ts';
import { type Call, failureOf, type Policy } from '../../sims/resilience/call.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import { type BackoffOptions, exponentialBackoff } from '../../sims/resilience/retry/backoff.ts';
import { type RetryOptions, retry } from '../../sims/resilience/retry/retry.ts';
import type { Process } from '../../src/kernel/process.ts';

/** 50 to 1,000 ms with full jitter. */
export const usualBackoff: BackoffOptions = {
  initialIntervalMs: 50,
  multiplier: 2,
  maxIntervalMs: 1_000,
  jitter: 'full',
};

type Retrying = Omit<RetryOptions, 'backoff'> & Partial<BackoffOptions>;

/** A retry with exponential backoff: the usual one, but for what is chosen. */
export function retrying(machine: Machine, { maxAttempts, onWait, ...backoff }: Retrying): Policy {
  return retry(machine, {
    maxAttempts,
    backoff: exponentialBackoff(
      machine.rules,
      { ...usualBackoff, ...backoff },
      machine.stream('backoff'),
    ),
    ...(onWait === undefined ? {} : { onWait }),
  });
}

/** A breaker with resilience4j’s defaults, but for what is chosen. */
export function breakerOf(
  machine: Machine,
  name: string,
  options: Partial<BreakerOptions>,
): CircuitBreaker {
  const breaker = new CircuitBreaker(machine, name, { ...defaultBreakerOptions, ...options });
  return machine.breaker(breaker);
}

/** Makes one request, for as long as it takes; answers whether it succeeded. */
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
