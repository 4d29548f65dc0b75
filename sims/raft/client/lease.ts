/**
 * Leases (dissertation, §6.4.1): for an election timeout after a majority has heard from the
 * leader, no other server can be elected, because that majority would not vote. For that long the
 * leader may answer reads alone, if clocks run at about the same speed.
 */

import { progressOf } from '../log/replication.ts';
import { isMajority, those } from '../membership/membership.ts';
import type { Server } from '../server/server.ts';
import type { Leading, Progress } from '../server/state.ts';

export function holdsLease(server: Server): boolean {
  const { state, context, rules, options } = server;
  const leading = state.leading as Leading;
  // A server that is now told to stand need not wait until the lease is over.
  if (rules['transfer-ends-lease'] && leading.leaseGivenAway) return false;
  const leaseMs = options.electionTimeoutMs.min / options.clockDriftBound;
  const startMs = context.now() - leaseMs;
  return isMajority(
    server,
    those((id) => {
      if (id === context.self) return true;
      const progress = progressOf(leading, id);
      return progress !== undefined && startOf(server, progress) > startMs;
    }),
  );
}

/**
 * When a server certainly starts to wait: when the leader sent the message that the server
 * answered.
 */
function startOf({ rules }: Server, { ackedSentAtMs, contactMs }: Progress): number {
  return rules['lease-starts-at-send'] ? ackedSentAtMs : contactMs;
}
