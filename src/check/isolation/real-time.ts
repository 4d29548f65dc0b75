/**
 * The order of real time, without what follows from the rest of it: a transaction that had returned
 * before another was invoked comes first (strict serializability; Herlihy and Wing 1990 for objects).
 */
import type { Transaction } from './transaction.ts';

/** Calls `follows` for each pair. O(transactions x those open at a time), after sorting. */
export function forEachInRealTime<Of>(
  items: readonly Of[],
  transactionOf: (item: Of) => Transaction,
  follows: (earlier: Of, later: Of) => void,
): void {
  const events = items.flatMap((item) => {
    const { calledAt, returnedAt } = transactionOf(item);
    const call = { at: calledAt, item, isCall: true };
    return returnedAt === Infinity ? [call] : [call, { at: returnedAt, item, isCall: false }];
  });
  // A transaction without a call may have begun at any time: nothing comes before it.
  events.sort((a, b) => (a.at === b.at ? Number(a.isCall) - Number(b.isCall) : a.at - b.at));
  const before = new Map<Of, ReadonlySet<Of>>();
  /** Those that have returned, and after which none of the others began. */
  let last = new Set<Of>();
  for (const { item, isCall } of events) {
    if (isCall) {
      before.set(item, last);
      for (const earlier of last) follows(earlier, item);
    } else {
      const preceding = before.get(item);
      last = new Set([...last].filter((other) => !preceding?.has(other)));
      last.add(item);
    }
  }
}
