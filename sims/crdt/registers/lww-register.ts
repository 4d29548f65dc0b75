/**
 * LWW-Register: the write with the latest stamp wins (RR-7506 §3.2.1, Specifications 8 and 9).
 *
 * It converges because stamps are totally ordered, and it does so by throwing writes away: of
 * concurrent ones all but one vanish, whoever reads them. With raw wall clocks even a write that
 * came later, and knew of the other, can lose; a hybrid logical clock prevents that, and no more.
 */
import {
  beginning,
  compareTimes,
  type HybridStamp,
  nextTime,
} from '../clocks/hybrid-logical-clock.ts';
import type { CrdtRules } from '../rules.ts';
import type { Author, OpBased, StateBased } from '../types.ts';

export interface Write {
  readonly value: string;
  readonly stamp: HybridStamp;
}
/** Null while nothing has been written. */
export type LwwRegister = Write | null;
export interface WriteEdit {
  readonly write: string;
}

export type LwwRegisterType = StateBased<LwwRegister, WriteEdit, string | null> &
  OpBased<LwwRegister, WriteEdit, Write, string | null>;

export function lwwRegister(rules: CrdtRules): LwwRegisterType {
  const stampOf = (read: LwwRegister, { replica, now }: Author): HybridStamp => {
    const witnessed = rules['stamp-after-what-was-read'] ? (read?.stamp ?? beginning) : beginning;
    return { ...nextTime(witnessed, now()), replica };
  };
  const mutate: LwwRegisterType['mutate'] = (state, { write }, by) => ({
    value: write,
    stamp: stampOf(state, by),
  });
  const merge = (mine: LwwRegister, other: LwwRegister): LwwRegister => {
    if (mine === null || other === null) return mine ?? other;
    return isLater(other.stamp, mine.stamp, rules) ? other : mine;
  };
  return {
    initial: () => null,
    query: (state) => state?.value ?? null,
    mutate,
    merge,
    compare: (a, b) => a === null || (b !== null && !isLater(a.stamp, b.stamp, rules)),
    prepare: (state, edit, by) => mutate(state, edit, by) ?? undefined,
    effect: (state, write, at) => {
      if (rules['stamp-at-source']) return merge(state, write);
      return merge(state, { ...write, stamp: stampOf(state, at) });
    },
  };
}

/** Is a later than b? Never both ways round, and one way for any two different stamps. */
function isLater(a: HybridStamp, b: HybridStamp, rules: CrdtRules): boolean {
  const order = compareTimes(a, b);
  if (order !== 0) return order > 0;
  return rules['break-ties-by-replica'] && a.replica > b.replica;
}
