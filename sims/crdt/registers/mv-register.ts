/**
 * MV-Register: keeps every write that no other has overwritten (RR-7506 §3.2.2, Specification 10;
 * Dynamo's siblings). A write replaces all values that it has read; concurrent writes stay side by
 * side until somebody who has read both writes again.
 */
import {
  type DottedVersionVector,
  happenedBefore,
  isSameEvent,
  knownBy,
  newEvent,
  sizeOf,
} from '../clocks/dotted-version-vector.ts';
import { sorted } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { StateBased } from '../types.ts';
import type { WriteEdit } from './lww-register.ts';

export interface Sibling {
  readonly value: string;
  readonly clock: DottedVersionVector;
}
/** In the order of their dots; no sibling has seen another. */
export type MvRegister = readonly Sibling[];

export type MvRegisterType = StateBased<MvRegister, WriteEdit, readonly string[]>;

export function mvRegister(rules: CrdtRules): MvRegisterType {
  const isOverwrittenBy = ({ clock: mine }: Sibling, { clock: other }: Sibling): boolean => {
    if (rules['concurrent-is-not-older']) return happenedBefore(mine, other);
    const behind = sizeOf(mine) - sizeOf(other);
    return behind < 0 || (behind === 0 && compareDots(mine, other) < 0);
  };
  const survivors = (siblings: MvRegister, others: MvRegister) =>
    siblings.filter((one) => !others.some((other) => isOverwrittenBy(one, other)));
  return {
    initial: () => [],
    query: (siblings) => sorted(siblings.map(({ value }) => value)),
    mutate: (siblings, { write }, { replica }) => {
      const known = knownBy(siblings.map(({ clock }) => clock));
      const past = rules['write-overwrites-what-it-read'] ? known : {};
      return [{ value: write, clock: newEvent(past, known, replica) }];
    },
    merge: (a, b) => {
      const kept = survivors(a, b);
      const news = survivors(b, a).filter(
        (one) => !kept.some((other) => isSameEvent(one.clock, other.clock)),
      );
      return [...kept, ...news].sort((one, other) => compareDots(one.clock, other.clock));
    },
    compare: (a, b) =>
      a.every((one) =>
        b.some((other) => isSameEvent(one.clock, other.clock) || isOverwrittenBy(one, other)),
      ),
  };
}

function compareDots({ dot: a }: DottedVersionVector, { dot: b }: DottedVersionVector): number {
  return a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1;
}
