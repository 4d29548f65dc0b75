/**
 * PN-Counter: a counter that goes up and down (RR-7506 §3.1.3, Specification 7).
 *
 * Two G-Counters, one of increments and one of decrements, since each must grow for the maximum to
 * be right. It costs twice the slots, and it cannot keep its value from falling below zero.
 */

import { lookUp } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { OpBased, ReplicaId, StateBased } from '../types.ts';
import { type GCounter, gCounter } from './g-counter.ts';

export interface PnCounter {
  readonly increments: GCounter;
  readonly decrements: GCounter;
}
/** Positive or negative. */
export interface Count {
  readonly add: number;
}
export type CountOp = readonly [replica: ReplicaId, amount: number];

export type PnCounterType = StateBased<PnCounter, Count, number> &
  OpBased<PnCounter, Count, CountOp, number>;

export function pnCounter(rules: CrdtRules): PnCounterType {
  const half = gCounter(rules);
  const sideOf = (amount: number) =>
    amount < 0 && rules['separate-decrements'] ? 'decrements' : 'increments';
  const sizeOf = (amount: number) => (rules['separate-decrements'] ? Math.abs(amount) : amount);
  return {
    initial: () => ({ increments: {}, decrements: {} }),
    query: ({ increments, decrements }) => half.query(increments) - half.query(decrements),
    mutate: (state, { add }, { replica }) => {
      if (add === 0) return undefined;
      const side = sideOf(add);
      const count = (lookUp(state[side], replica) ?? 0) + sizeOf(add);
      return { increments: {}, decrements: {}, [side]: { [replica]: count } };
    },
    merge: (a, b) => ({
      increments: half.merge(a.increments, b.increments),
      decrements: half.merge(a.decrements, b.decrements),
    }),
    compare: (a, b) =>
      half.compare(a.increments, b.increments) && half.compare(a.decrements, b.decrements),
    prepare: (_state, { add }, { replica }) => (add === 0 ? undefined : [replica, add]),
    effect: (state, [replica, amount], at) => {
      const side = sideOf(amount);
      return { ...state, [side]: half.effect(state[side], [replica, sizeOf(amount)], at) };
    },
  };
}
