/**
 * A lease that ends at a time of day, which holder and successor read on their own clocks. Both
 * keep away from that time by their clock's bound: the holder stops as soon as that time may have
 * come, the successor begins when it has passed for certain.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { around } from '../truetime/interval.ts';
import type { LeaseRules } from './rules.ts';

/** How often each checks its clock. */
export const lookMs = 0.1;
/** A holder stops this much early, so that sums of fractions do not make it late. */
const tickMs = 0.001;

/** Returns when the holder may no longer act on the lease. */
export function* holdUntil(
  rules: LeaseRules,
  node: ServerContext,
  untilMs: number,
  epsilonMs: number,
): Process<void> {
  const boundMs = rules['leader-lease-disjoint'] ? epsilonMs : 0;
  for (;;) {
    const leftMs = untilMs - around(node.now(), boundMs).latest;
    if (leftMs <= tickMs) return;
    // Not one check too late: the next holder may begin at that very time.
    yield* node.sleep(Math.min(lookMs, leftMs - tickMs / 2));
  }
}

/** Returns when a successor may take the lease. */
export function* waitOut(
  rules: LeaseRules,
  node: ServerContext,
  untilMs: number,
  epsilonMs: number,
): Process<void> {
  const boundMs = rules['leader-lease-disjoint'] ? epsilonMs : 0;
  while (around(node.now(), boundMs).earliest <= untilMs) yield* node.sleep(lookMs);
}
