/**
 * Client-side throttling (Site Reliability Engineering, ch. 21 §Client-Side Throttling): a client
 * whose requests are mostly refused rejects some of them itself, with the probability
 *
 *     max(0, (requests - K * accepts) / (requests + 1))
 *
 * over the last two minutes, so that refusing does not cost the service more than it can bear.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { type Call, CallFailed, failureOf, type Policy, type PolicyContext } from '../call.ts';
import { SlidingSum } from '../retry/sliding-sum.ts';

export interface ThrottleOptions {
  /** K: how many requests are sent for each accepted one before any is rejected (default: 2). */
  readonly multiplier?: number;
  readonly windowMs?: number;
}

export interface Throttle {
  readonly policy: Policy;
  /** The probability that a request would be rejected now. */
  readonly probability: number;
}

export function throttle(
  context: PolicyContext,
  name: string,
  options: ThrottleOptions = {},
): Throttle {
  const { multiplier = 2, windowMs = 120_000 } = options;
  const random = context.stream(`throttle/${name}`);
  const requests = new SlidingSum(windowMs, 12);
  const accepts = new SlidingSum(windowMs, 12);
  const probability = () => {
    const asked = requests.at(context.now());
    return Math.max(0, (asked - multiplier * accepts.at(context.now())) / (asked + 1));
  };
  return {
    get probability() {
      return probability();
    },
    policy: <T>(next: Call<T>): Call<T> =>
      function* (request): Process<T> {
        const isRejected = random() < probability();
        requests.add(context.now(), 1);
        if (isRejected) {
          context.note({ kind: 'rejects', request: request.id, by: name });
          throw new CallFailed('rejected', name);
        }
        try {
          const answer = yield* next(request);
          accepts.add(context.now(), 1);
          return answer;
        } catch (caught) {
          const failure = failureOf(caught);
          // Accepted means that the service took the request on, not that it succeeded.
          if (failure.kind === 'client-error' || failure.kind === 'server-error') {
            accepts.add(context.now(), 1);
          }
          throw failure;
        }
      },
  };
}
