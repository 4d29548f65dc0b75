/**
 * The bounded counter: a counter that never falls below zero, without coordination (Balegas et al.
 * 2015, after the escrow method of O'Neil 1986).
 *
 * Every unit is a right to take it away, held by one replica. Incrementing creates rights, a
 * decrement spends the own ones, a transfer hands some over. The sum of all rights is the value, so
 * none can be spent twice. The price: a decrement is refused where the replica's own rights do not
 * suffice, though the total would.
 */
import { joinRecords, lookUp } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { ReplicaId, StateBased } from '../types.ts';

export interface BoundedCounter {
  /** R in the paper: from whom, to whom, how many rights went that way; from r to r is what r created. */
  readonly rights: Readonly<Record<ReplicaId, Readonly<Record<ReplicaId, number>>>>;
  /** U in the paper: how many each replica has spent. */
  readonly used: Readonly<Record<ReplicaId, number>>;
}
export type BoundedEdit =
  | { readonly add: number }
  | { readonly transfer: number; readonly to: ReplicaId };

export type BoundedCounterType = StateBased<BoundedCounter, BoundedEdit, number>;

type Rights = BoundedCounter['rights'];

const sent = (rights: Rights, from: ReplicaId, to: ReplicaId) =>
  lookUp(lookUp(rights, from) ?? {}, to) ?? 0;

/** What a replica may spend now: created and received less given away and spent. */
export function rightsOf({ rights, used }: BoundedCounter, replica: ReplicaId): number {
  let sum = -(lookUp(used, replica) ?? 0);
  for (const from of Object.keys(rights)) sum += sent(rights, from, replica);
  for (const [to, count] of Object.entries(lookUp(rights, replica) ?? {})) {
    if (to !== replica) sum -= count;
  }
  return sum;
}

function total({ rights, used }: BoundedCounter): number {
  let sum = 0;
  for (const replica of Object.keys(rights)) sum += sent(rights, replica, replica);
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
        const count = sent(state.rights, replica, to) + transfer;
        return { rights: { [replica]: { [to]: count } }, used: {} };
      }
      const { add } = edit;
      if (add === 0) return undefined;
      if (add > 0) {
        const count = sent(state.rights, replica, replica) + add;
        return { rights: { [replica]: { [replica]: count } }, used: {} };
      }
      if (!suffices(state, replica, -add)) return undefined;
      return { rights: {}, used: { [replica]: (lookUp(state.used, replica) ?? 0) - add } };
    },
    merge: (a, b) => ({
      rights: joinRecords(a.rights, b.rights, (x = {}, y = {}) => joinRecords(x, y, larger)),
      used: joinRecords(a.used, b.used, larger),
    }),
    compare: (a, b) =>
      Object.entries(a.rights).every(([from, row]) =>
        Object.entries(row).every(([to, count]) => count <= sent(b.rights, from, to)),
      ) &&
      Object.entries(a.used).every(([replica, count]) => count <= (lookUp(b.used, replica) ?? 0)),
  };
}
