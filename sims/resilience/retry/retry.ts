/**
 * Retry: try again, where that may help and does no harm.
 *
 * `maxAttempts` counts all tries, the first included, as resilience4j and gRPC do; cockatiel and
 * opossum’s users count the retries alone, which is one less.
 */
import type { Process } from '../../../src/kernel/process.ts';
import {
  type Call,
  type CallFailed,
  failureOf,
  type Policy,
  type PolicyContext,
  type Request,
} from '../call.ts';
import type { ResilienceRule } from '../rules.ts';
import type { Backoff } from './backoff.ts';
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

type Reason = 'maxAttempts' | 'not retryable' | ResilienceRule;

/** A client error stays what it is, and who was rejected by a breaker should not ask it again. */
export function mayBeGone({ kind }: CallFailed): boolean {
  return kind !== 'client-error' && kind !== 'rejected';
}

/** Throws the failure of the last try. */
export function retry(context: PolicyContext, options: RetryOptions): Policy {
  const { rules } = context;
  const { maxAttempts, backoff, budget, retries = mayBeGone, onWait } = options;

  /** Why there is no further try; undefined if there may be one. */
  function reasonToStop(
    failure: CallFailed,
    request: Request,
    failures: number,
  ): Reason | undefined {
    if (failures >= maxAttempts) return 'maxAttempts';
    const isRejection = failure.kind === 'rejected';
    if (isRejection && !rules['do-not-retry-rejections']) return undefined;
    if (!retries(failure)) return isRejection ? 'do-not-retry-rejections' : 'not retryable';
    // What was refused has not begun; what failed later may have been carried out.
    const mayHaveBegun = !isRejection && failure.kind !== 'overloaded';
    const mayRepeat = request.isIdempotent || !mayHaveBegun || !rules['retry-only-idempotent'];
    return mayRepeat ? undefined : 'retry-only-idempotent';
  }

  function giveUp(failure: CallFailed, { id }: Request, attempts: number, because: Reason): never {
    const isRule = because !== 'maxAttempts' && because !== 'not retryable';
    context.note({
      kind: 'gives-up',
      request: id,
      attempts,
      failure: failure.kind,
      because: isRule ? 'rule' : because,
      rule: isRule ? because : undefined,
    });
    throw failure;
  }

  /** The wait before the next try. A service that asks for more time gets it. */
  function waitMsAfter({ retryAfterMs = 0 }: CallFailed, backoffMs: number): number {
    return rules['honour-retry-after'] ? Math.max(backoffMs, retryAfterMs) : backoffMs;
  }

  function isTooLate(waitMs: number, { deadlineMs }: Request): boolean {
    return rules['stay-within-deadline'] && context.now() + waitMs >= deadlineMs;
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
          const reason = reasonToStop(failure, request, attempt);
          if (reason !== undefined) giveUp(failure, request, attempt, reason);
          const previousMs: number | undefined = backoffMs;
          backoffMs = rules['grow-with-every-try']
            ? backoff.waitMs(attempt, previousMs)
            : backoff.waitMs(1, undefined);
          const waitMs = waitMsAfter(failure, backoffMs);
          if (isTooLate(waitMs, request)) giveUp(failure, request, attempt, 'stay-within-deadline');
          if (budget !== undefined && rules['spend-retry-budget']) {
            spent = budget.takeForRetry(failure);
            if (spent === 0) giveUp(failure, request, attempt, 'spend-retry-budget');
          }
          const { kind } = failure;
          context.note({
            kind: 'retries',
            request: request.id,
            attempt: attempt + 1,
            waitMs,
            failure: kind,
          });
          onWait?.({ request, failures: attempt, failure, backoffMs, waitMs, previousMs });
          // Also where it is none: a loop without an event in it would never let time go on.
          yield* context.sleep(waitMs);
        }
      }
    };
}
