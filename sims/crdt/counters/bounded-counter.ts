/**
 * The bounded counter: a counter that never falls below zero, without coordination (Balegas et al.
 * 2015, after the escrow method of O'Neil 1986).
 *
 * Every unit is a right to take it away, held by one replica. Incrementing creates rights, a
 * decrement spends the own ones, a transfer hands some over. The sum of all rights is the value, so
 * none can be spent twice. The price: a decrement is refused where the replica's own rights do not
 * suffice, though the total would.
 */
import { joinRecords } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { ReplicaId, StateBased } from '../types.ts';

export interface BoundedCounter {
  /** R in the paper: `from>to` is how many rights went that way; `r>r` is what r created. */
  readonly rights: Readonly<Record<string, number>>;
  /** U in the paper: how many each replica has spent. */
  readonly used: Readonly<Record<ReplicaId, number>>;
}
export type BoundedEdit =
  | { readonly add: number }
  | { readonly transfer: number; readonly to: ReplicaId };

export type BoundedCounterType = StateBased<BoundedCounter, BoundedEdit, number>;

/** Replicas whose names contain no `>`. */
const way = (from: ReplicaId, to: ReplicaId) => `${from}>${to}`;

/** What a replica may spend now: created and received less given away and spent. */
export function rightsOf({ rights, used }: BoundedCounter, replica: ReplicaId): number {
  let sum = -(used[replica] ?? 0);
  for (const [key, count] of Object.entries(rights)) {
    const [from, to] = key.split('>');
    if (to === replica) sum += count;
    else if (from === replica) sum -= count;
  }
  return sum;
}

function total({ rights, used }: BoundedCounter): number {
  let sum = 0;
  for (const [key, count] of Object.entries(rights)) {
    const [from, to] = key.split('>');
    if (from === to) sum += count;
  }
  return Object.values(used).reduce((left, spent) => left - spent, sum);
}

export function boundedCounter(rules: CrdtRules): BoundedCounterType {
  const suffices = (state: BoundedCounter, replica: ReplicaId, amount: number) =>
    amount <= (rules['spend-own-rights'] ? rightsOf(state, replica) : total(state));
  const larger = (x = 0, y = 0) => Math.max(x, y);
  return {
    initial: () => ({ rights: {}, used: {} }),
    query: total,
    mutate: (state, edit, { replica }) => {
      if ('transfer' in edit) {
        const { transfer, to } = edit;
        if (transfer <= 0 || transfer > rightsOf(state, replica) || to === replica) {
          return undefined;
        }
        const key = way(replica, to);
        return { rights: { [key]: (state.rights[key] ?? 0) + transfer }, used: {} };
      }
      const { add } = edit;
      if (add === 0) return undefined;
      if (add > 0) {
        const key = way(replica, replica);
        return { rights: { [key]: (state.rights[key] ?? 0) + add }, used: {} };
      }
      if (!suffices(state, replica, -add)) return undefined;
      return { rights: {}, used: { [replica]: (state.used[replica] ?? 0) - add } };
    },
    merge: (a, b) => ({
      rights: joinRecords(a.rights, b.rights, larger),
      used: joinRecords(a.used, b.used, larger),
    }),
    compare: (a, b) =>
      Object.keys(a.rights).every((key) => (a.rights[key] ?? 0) <= (b.rights[key] ?? 0)) &&
      Object.keys(a.used).every((key) => (a.used[key] ?? 0) <= (b.used[key] ?? 0)),
  };
}
