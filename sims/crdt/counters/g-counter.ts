/**
 * G-Counter: a counter that only grows (RR-7506 §3.1.1, Specification 6).
 *
 * Each replica counts in a slot of its own; the value is the sum, the merge takes the larger of
 * each slot. Adding slots up instead would count a state twice that arrives twice.
 */
import { joinRecords, lookUp } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { OpBased, ReplicaId, StateBased } from '../types.ts';

export type GCounter = Readonly<Record<ReplicaId, number>>;
export interface Increment {
  readonly add: number;
}
/** What is added to whose slot. */
export type IncrementOp = readonly [slot: ReplicaId, amount: number];

export type GCounterType = StateBased<GCounter, Increment, number> &
  OpBased<GCounter, Increment, IncrementOp, number>;

export function gCounter(rules: CrdtRules): GCounterType {
  const slotOf = (replica: ReplicaId) => (rules['slot-per-replica'] ? replica : 'all');
  return {
    initial: () => ({}),
    query: (slots) => Object.values(slots).reduce((sum, count) => sum + count, 0),
    mutate: (slots, { add }, { replica }) => {
      if (add <= 0) return undefined;
      const slot = slotOf(replica);
      return { [slot]: (lookUp(slots, slot) ?? 0) + add };
    },
    merge: (a, b) =>
      joinRecords(a, b, (x = 0, y = 0) => (rules['merge-takes-maximum'] ? Math.max(x, y) : x + y)),
    compare: (a, b) => Object.keys(a).every((slot) => (a[slot] ?? 0) <= (lookUp(b, slot) ?? 0)),
    prepare: (_slots, { add }, { replica }) => (add <= 0 ? undefined : [slotOf(replica), add]),
    effect: (slots, [slot, amount]) => ({ ...slots, [slot]: (lookUp(slots, slot) ?? 0) + amount }),
  };
}
