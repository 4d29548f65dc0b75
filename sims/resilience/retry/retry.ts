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
import type { ResilienceRule, ResilienceRules } from '../rules.ts';
import type { Backoff } from './backoff.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface RetryOptions {
  /** All attempts, the first included. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  /** What limits the retries of many requests together. */
  readonly budget?: RetryBudget;
  /** Failures that may be gone at the next attempt (default: `mayBeGone`). */
  readonly retries?: (failure: CallFailed) => boolean;
  /** Notified of every wait before it starts. */
  readonly onWait?: (wait: RetryWait) => void;
}

export interface RetryWait {
  readonly request: Request;
  readonly failures: number;
  readonly failure: CallFailed;
  /** The wait by the backoff, and the actual one. */
  readonly backoffMs: number;
  readonly waitMs: number;
  readonly previousMs: number | undefined;
}

type Reason = 'maxAttempts' | 'not retryable' | ResilienceRule;

/**
 * A client error stays what it is, and a caller that a breaker rejected should not ask it again.
 */
export function mayBeGone({ kind }: CallFailed): boolean {
  return kind !== 'client-error' && kind !== 'rejected';
}

/** Throws the failure of the last attempt. */
export function retry(context: PolicyContext, options: RetryOptions): Policy {
  const { rules } = context;
  const { backoff, budget, onWait } = options;
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      budget?.onRequest();
      let previousMs: number | undefined;
      let spent = 0;
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = yield* next(attempt === 1 ? request : { ...request, attempt });
          budget?.onSuccess(spent);
          return answer;
        } catch (caught) {
          const failed = { request, failures: attempt, failure: failureOf(caught), previousMs };
          budget?.onFailure(failed.failure);
          const reason = reasonToStop(rules, options, failed);
          if (reason !== undefined) giveUp(context, failed, reason);
          const wait = waitAfter(rules, backoff, failed);
          if (isTooLate(context, wait)) giveUp(context, failed, 'stay-within-deadline');
          if (budget !== undefined && rules['spend-retry-budget']) {
            spent = budget.takeForRetry(failed.failure);
            if (spent === 0) giveUp(context, failed, 'spend-retry-budget');
          }
          noteRetry(context, wait);
          onWait?.(wait);
          previousMs = wait.backoffMs;
          // Also if the wait is zero: a loop without an event would never let time pass.
          yield* context.sleep(wait.waitMs);
        }
      }
    };
}

/** A failed attempt. */
type Failed = Omit<RetryWait, 'backoffMs' | 'waitMs'>;

/** Why there is no further attempt; undefined if there may be one. */
function reasonToStop(
  rules: ResilienceRules,
  { maxAttempts, retries = mayBeGone }: RetryOptions,
  { request, failure, failures }: Failed,
): Reason | undefined {
  if (failures >= maxAttempts) return 'maxAttempts';
  const isRejection = failure.kind === 'rejected';
  if (isRejection && !rules['do-not-retry-rejections']) return undefined;
  if (!retries(failure)) return isRejection ? 'do-not-retry-rejections' : 'not retryable';
  // A refused request has not begun; one that failed later may have been carried out.
  const mayHaveBegun = !isRejection && failure.kind !== 'overloaded';
  const mayRepeat = request.isIdempotent || !mayHaveBegun || !rules['retry-only-idempotent'];
  return mayRepeat ? undefined : 'retry-only-idempotent';
}

/** The wait before the next attempt. A service that asks for more time gets it. */
function waitAfter(rules: ResilienceRules, backoff: Backoff, failed: Failed): RetryWait {
  const { failure, failures, previousMs } = failed;
  const backoffMs = rules['grow-with-every-try']
    ? backoff.waitMs(failures, previousMs)
    : backoff.waitMs(1, undefined);
  const { retryAfterMs = 0 } = failure;
  const waitMs = rules['honour-retry-after'] ? Math.max(backoffMs, retryAfterMs) : backoffMs;
  return { ...failed, backoffMs, waitMs };
}

function isTooLate(context: PolicyContext, { request, waitMs }: RetryWait): boolean {
  const { rules } = context;
  return rules['stay-within-deadline'] && context.now() + waitMs >= request.deadlineMs;
}

function giveUp(
  context: PolicyContext,
  { request, failures, failure }: Failed,
  because: Reason,
): never {
  const isRule = because !== 'maxAttempts' && because !== 'not retryable';
  context.note({
    kind: 'gives-up',
    request: request.id,
    attempts: failures,
    failure: failure.kind,
    because: isRule ? 'rule' : because,
    rule: isRule ? because : undefined,
  });
  throw failure;
}

function noteRetry(
  context: PolicyContext,
  { request, failures, failure, waitMs }: RetryWait,
): void {
  const attempt = failures + 1;
  context.note({ kind: 'retries', request: request.id, attempt, waitMs, failure: failure.kind });
}
