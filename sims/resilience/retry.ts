/**
 * Retry: try again, where that may help and does no harm.
 *
 * `maxAttempts` counts all tries, the first included, as resilience4j and gRPC do; cockatiel and
 * opossum’s users count the retries alone, which is one less.
 */
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { Backoff } from './backoff.ts';
import {
  type Call,
  type CallFailed,
  failureOf,
  type Policy,
  type Request,
  type Setting,
} from './call.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface RetryOptions {
  /** All tries, the first included. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** What limits the retries of many requests together. */
  readonly budget?: RetryBudget;
  /** Which failures may be gone at the next try; by default those of `mayBeGone`. */
  readonly retries?: (failure: CallFailed) => boolean;
  /** Hears of every wait before it is slept. */
  readonly onWait?: (wait: RetryWait) => void;
}

export interface RetryWait {
  readonly request: Request;
  readonly failures: number;
  readonly failure: CallFailed;
  /** What the backoff says, and what is slept in the end. */
  readonly backoffMs: number;
  readonly waitMs: number;
  readonly previousMs: number | undefined;
}

/** A client error stays what it is, and who was rejected by a breaker should not ask it again. */
export function mayBeGone({ kind }: CallFailed): boolean {
  return kind !== 'client-error' && kind !== 'rejected';
}

/** Throws the failure of the last try. */
export function retry(setting: Setting, options: RetryOptions): Policy {
  const { kernel, rules } = setting;
  const { maxAttempts, backoff, budget, retries = mayBeGone, onWait } = options;

  function mayRetry(failure: CallFailed, request: Request, failures: number): boolean {
    if (failures >= maxAttempts) return false;
    const isRejection = failure.kind === 'rejected';
    if (isRejection && !rules['do-not-retry-rejections']) return true;
    if (!retries(failure)) return false;
    // What was turned away has not begun; what failed later may have been carried out.
    const mayHaveBegun = !isRejection && failure.kind !== 'overloaded';
    return request.isIdempotent || !mayHaveBegun || !rules['retry-only-idempotent'];
  }

  /** The wait before the next try. A service that asks for more time gets it. */
  function waitMsAfter({ retryAfterMs = 0 }: CallFailed, backoffMs: number): number {
    return rules['honour-retry-after'] ? Math.max(backoffMs, retryAfterMs) : backoffMs;
  }

  function isTooLate(waitMs: number, { deadlineMs }: Request): boolean {
    return rules['stay-within-deadline'] && kernel.nowMs + waitMs >= deadlineMs;
  }

  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      budget?.onRequest();
      let backoffMs: number | undefined;
      let spent = 0;
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = yield* next(attempt === 1 ? request : { ...request, attempt });
          budget?.onSuccess(spent);
          return answer;
        } catch (caught) {
          const failure = failureOf(caught);
          budget?.onFailure(failure);
          if (!mayRetry(failure, request, attempt)) throw failure;
          const previousMs: number | undefined = backoffMs;
          backoffMs = rules['grow-with-every-try']
            ? backoff.waitMs(attempt, previousMs)
            : backoff.waitMs(1, undefined);
          const waitMs = waitMsAfter(failure, backoffMs);
          if (isTooLate(waitMs, request)) throw failure;
          if (budget !== undefined && rules['spend-retry-budget']) {
            spent = budget.takeForRetry(failure);
            if (spent === 0) throw failure;
          }
          onWait?.({ request, failures: attempt, failure, backoffMs, waitMs, previousMs });
          // Also where it is none: a loop without an event in it would never let time go on.
          yield* sleep(waitMs);
        }
      }
    };
}
