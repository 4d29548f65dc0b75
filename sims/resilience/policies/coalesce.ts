/**
 * Coalescing: callers that ask for the same thing at the same time share one call (Go's
 * singleflight; Nginx, proxy_cache_lock).
 */
import { join, type Process, spawn, type Task } from '../../../src/kernel/process.ts';
import type { Call, Policy, PolicyContext, Request } from '../call.ts';
import { type Outcome, outcomeOf, settle } from './timeout.ts';

/**
 * The first caller makes the call, which continues if that caller hangs up: others may wait for it.
 * Requests with the same key ask for the same thing.
 */
export function coalesce(context: PolicyContext, keyOf: (request: Request) => string): Policy {
  return <T>(next: Call<T>): Call<T> => {
    const underWay = new Map<string, Task<Outcome<T>>>();
    function* shared(key: string, call: Process<T>): Process<Outcome<T>> {
      const outcome = yield* outcomeOf(call);
      underWay.delete(key);
      return outcome;
    }
    return function* (request): Process<T> {
      const key = keyOf(request);
      let task = underWay.get(key);
      if (task === undefined) {
        task = yield* spawn(shared(key, next(request)));
        underWay.set(key, task);
      } else context.note({ kind: 'coalesces', request: request.id, key });
      return settle(yield* join(task));
    };
  };
}
