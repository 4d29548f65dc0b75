import { type Process, sleep } from '../../src/kernel/process.ts';
import type { Consumer } from './model.ts';

/** Lets time pass for the poll loop of a consumer: longer if it hangs. */
export function* spend(consumer: Consumer, ms: number): Process<void> {
  if (ms > 0) yield* sleep(ms);
  for (;;) {
    const leftMs = consumer.hungUntilMs - consumer.cluster.nowMs;
    if (leftMs <= 0) return;
    yield* sleep(leftMs);
  }
}
