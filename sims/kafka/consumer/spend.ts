import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { Consumer } from '../model.ts';

/**
 * Lets time pass for the poll loop of a consumer: longer if its machine is slow, and not to the end while it
 * is stalled, as on a lock or a call that does not return. Its heartbeat goes on meanwhile.
 */
export function* spend({ node }: Consumer, ms: number): Process<void> {
  const { conditions } = node as ServerContext;
  if (ms > 0) yield* sleep(ms * conditions.slowdown);
  if (conditions.isStalled) yield* conditions.untilRunning();
}
