/**
 * Adaptive load shedding: a limit on concurrent calls that adjusts itself.
 *
 * Additive increase, multiplicative decrease (Netflix concurrency-limits, AIMDLimit): a call that
 * was slow or dropped lowers the limit by a tenth, one that was quick while the limit was in use
 * raises it by one. Calls above the limit are shed at once.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { type Call, CallFailed, failureOf, type Policy, type PolicyContext } from '../call.ts';

export interface ConcurrencyLimitOptions {
  readonly initialLimit: number;
  readonly minLimit: number;
  readonly maxLimit: number;
  /** A call that takes longer is a sign of overload. */
  readonly latencyLimitMs: number;
  /** The factor on the limit when the service is overloaded (default: 0.9). */
  readonly backoffRatio?: number;
}

export interface ConcurrencyLimit {
  readonly policy: Policy;
  readonly limit: number;
  readonly inFlight: number;
}

export function concurrencyLimit(
  context: PolicyContext,
  name: string,
  options: ConcurrencyLimitOptions,
): ConcurrencyLimit {
  const { initialLimit, minLimit, maxLimit, latencyLimitMs, backoffRatio = 0.9 } = options;
  let limit = initialLimit;
  let inFlight = 0;

  function learn(latencyMs: number, inFlightAtStart: number, dropped: boolean): void {
    if (dropped || latencyMs > latencyLimitMs) limit = Math.floor(limit * backoffRatio);
    else if (inFlightAtStart * 2 >= limit) limit += 1;
    limit = Math.min(maxLimit, Math.max(minLimit, limit));
  }

  return {
    get limit() {
      return limit;
    },
    get inFlight() {
      return inFlight;
    },
    policy: <T>(next: Call<T>): Call<T> =>
      function* (request): Process<T> {
        if (inFlight >= limit) {
          context.note({ kind: 'rejects', request: request.id, by: name });
          throw new CallFailed('overloaded', name);
        }
        inFlight += 1;
        const inFlightAtStart = inFlight;
        const startedAtMs = context.now();
        try {
          const answer = yield* next(request);
          learn(context.now() - startedAtMs, inFlightAtStart, false);
          return answer;
        } catch (caught) {
          const failure = failureOf(caught);
          const dropped = failure.kind === 'overloaded' || failure.kind === 'timed-out';
          if (failure.kind !== 'client-error') {
            learn(context.now() - startedAtMs, inFlightAtStart, dropped);
          }
          throw failure;
        } finally {
          inFlight -= 1;
        }
      },
  };
}
