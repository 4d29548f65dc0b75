import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { Consumer } from '../model.ts';

/**
 * Spends time in a consumer's poll loop: longer if its machine is slow, and without end while it is
 * stalled, as on a lock or a call that does not return. Its heartbeats continue.
 */
export function* spend({ node }: Consumer, ms: number): Process<void> {
  const { conditions } = node as ServerContext;
  if (ms > 0) yield* sleep(ms * conditions.slowdown);
  if (conditions.isStalled) yield* conditions.untilRunning();
}
