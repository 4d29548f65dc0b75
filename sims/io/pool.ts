/** Threads that compute and wait in turn, on a few processors. */
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { Resource } from '../../src/kernel/resource.ts';

/** A thread that goes on for ever: waits for an answer, and computes when a processor is free. */
export function* alternating(
  processors: Resource,
  waitMs: () => number,
  computeMs: () => number,
  done: (computedMs: number) => void,
): Process<void> {
  for (;;) {
    yield* sleep(waitMs());
    yield* processors.acquire();
    const computedMs = computeMs();
    yield* sleep(computedMs);
    processors.release();
    done(computedMs);
  }
}
