/** Requests that hold connections of a pool: several at a time, or one during a call to another service. */
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { Resource } from '../../src/kernel/resource.ts';
import type { AccessRules } from './rules.ts';

/** The least with which one request can always get all that it needs: threads x (each - 1) + 1. */
export function poolSizeFor(threads: number, each: number, rules: AccessRules): number {
  return rules['pool-covers-nesting'] ? threads * (each - 1) + 1 : threads;
}

/** A thread that serves so many requests, each of which takes its connections one after the other and holds them. */
export function* nestedRequests(
  pool: Resource,
  each: number,
  requests: number,
  queryMs: number,
  served: () => void,
): Process<void> {
  for (let request = 0; request < requests; request++) {
    for (let held = 0; held < each; held++) {
      yield* pool.acquire();
      yield* sleep(queryMs);
    }
    for (let held = 0; held < each; held++) pool.release();
    served();
  }
}

/** A client that goes on for ever: a query in a transaction and a call, inside it or before it. */
export function* queryAndCall(
  pool: Resource,
  { queryMs, callMs }: { readonly queryMs: number; readonly callMs: number },
  rules: AccessRules,
  nowMs: () => number,
  served: (heldMs: number) => void,
): Process<void> {
  for (;;) {
    let heldFromMs = 0;
    if (rules['no-call-inside-transaction']) {
      yield* sleep(callMs);
      yield* pool.acquire();
      heldFromMs = nowMs();
      yield* sleep(queryMs);
    } else {
      yield* pool.acquire();
      heldFromMs = nowMs();
      yield* sleep(queryMs + callMs);
    }
    pool.release();
    served(nowMs() - heldFromMs);
  }
}
