/**
 * A lease that ends at a time of day, which holder and successor read on clocks of their own. Both
 * keep clear of that time by the bound of their clock: the holder stops as soon as it may have come,
 * the successor begins when it has passed for certain.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { around } from '../truetime/interval.ts';
import type { LeaseRules } from './rules.ts';

/** How often each looks at its clock. */
export const lookMs = 0.1;
/** A holder stops that much early, so that sums of fractions do not make it late. */
const tickMs = 0.001;

/** Returns when the holder may not act on the lease any more. */
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
    // Not a look too late: the next holder may begin at that very time.
    yield* node.sleep(Math.min(lookMs, leftMs - tickMs / 2));
  }
}

/** Returns when another may take the lease. */
export function* waitOut(
  rules: LeaseRules,
  node: ServerContext,
  untilMs: number,
  epsilonMs: number,
): Process<void> {
  const boundMs = rules['leader-lease-disjoint'] ? epsilonMs : 0;
  while (around(node.now(), boundMs).earliest <= untilMs) yield* node.sleep(lookMs);
}
