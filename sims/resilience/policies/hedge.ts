/**
 * Hedging: if the answer is late, send the request again without giving up on the first, and take
 * whichever answer comes first (Dean and Barroso, The Tail at Scale, CACM 2013, §Hedged requests).
 */
import { race } from '../../../src/kernel/combinators.ts';
import { type Process, spawn } from '../../../src/kernel/process.ts';
import { Queue } from '../../../src/kernel/queue.ts';
import type { Call, Policy, PolicyContext } from '../call.ts';
import { type Outcome, outcomeOf } from './timeout.ts';

export interface HedgeOptions {
  /** How long to wait for an answer before sending again; the 95th percentile is usual. */
  readonly delayMs: number;
  /** All attempts, the first included. */
  readonly maxAttempts: number;
}

/**
 * The first answer wins and the other attempts are cancelled; if all fail, the last failure is
 * thrown.
 */
export function hedge(context: PolicyContext, { delayMs, maxAttempts }: HedgeOptions): Policy {
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      const outcomes = new Queue<Outcome<T>>();
      const tries = [yield* spawn(report(next(request), outcomes))];
      try {
        for (let failures = 0; ; ) {
          const mayAskMore = tries.length < maxAttempts;
          const outcome = mayAskMore
            ? yield* race([outcomes.take(), nothingWithin(context, delayMs)])
            : yield* outcomes.take();
          if (outcome !== undefined) {
            if ('answer' in outcome) return outcome.answer;
            failures += 1;
            if (failures === maxAttempts) throw outcome.failure;
          }
          if (!mayAskMore) continue;
          const attempt = tries.length + 1;
          context.note({ kind: 'hedges', request: request.id, attempt });
          const call = next({ ...request, attempt });
          tries.push(yield* spawn(report(call, outcomes)));
        }
      } finally {
        for (const task of tries) task.cancel();
      }
    };
}

function* report<T>(call: Process<T>, outcomes: Queue<Outcome<T>>): Process<void> {
  outcomes.offer(yield* outcomeOf(call));
}

function* nothingWithin(context: PolicyContext, delayMs: number): Process<undefined> {
  yield* context.sleep(delayMs);
  return undefined;
}
