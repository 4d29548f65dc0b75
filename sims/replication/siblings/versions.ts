/**
 * What a replica holds for a key: one version, or siblings that have not seen one another. Each has
 * a dotted version vector with one entry per replica, however many clients there are (Preguiça et
 * al., Dotted Version Vectors, 2012, §4).
 */
import {
  type DottedVersionVector,
  happenedBefore,
  isSameEvent,
  knownBy,
  newEvent,
} from '../../crdt/clocks/dotted-version-vector.ts';
import { countOf, joinVectors, type VersionVector } from '../../crdt/clocks/version-vector.ts';
import type { SiblingRules } from './rules.ts';

export interface Sibling {
  readonly clock: DottedVersionVector;
  /**
   * By the clock of the replica that accepted the write; the last writer wins by it if siblings are
   * not kept.
   */
  readonly atMs: number;
  /** Name of the write, unique in the store. */
  readonly write: string;
  readonly value: readonly string[];
}

/** The context of a read: everything that the siblings have seen. */
export const contextOf = (siblings: readonly Sibling[]): VersionVector =>
  knownBy(siblings.map(({ clock }) => clock));

/**
 * Both sides without the versions that the other side has seen; without the rule, the last write of
 * all.
 */
export function mergeSiblings(
  rules: SiblingRules,
  own: readonly Sibling[],
  others: readonly Sibling[],
): readonly Sibling[] {
  if (!rules['concurrent-writes-are-kept']) return [...own, ...others].reduce(later, []);
  const isHeld = ({ clock }: Sibling) => own.some((held) => isSameEvent(held.clock, clock));
  const all = [...own, ...others.filter((other) => !isHeld(other))];
  return all.filter(({ clock }) => !all.some((other) => happenedBefore(clock, other.clock)));
}

/** By the clock, then by the name of the replica. */
function later([last]: readonly Sibling[], sibling: Sibling): readonly Sibling[] {
  if (last === undefined || sibling.atMs > last.atMs) return [sibling];
  const isTie = sibling.atMs === last.atMs;
  return [isTie && sibling.clock.dot[0] > last.clock.dot[0] ? sibling : last];
}

/** Versions that a merge has dropped although none of the remaining ones had seen them. */
export const droppedUnseen = (
  before: readonly Sibling[],
  rest: readonly Sibling[],
): readonly Sibling[] =>
  before.filter(
    ({ write, clock }) =>
      !rest.some((kept) => kept.write === write || happenedBefore(clock, kept.clock)),
  );

/** The clock of a write through a replica: its dot is new there, its past is what the client had read. */
export function clockOf(
  rules: SiblingRules,
  replica: string,
  held: readonly Sibling[],
  context: VersionVector,
): DottedVersionVector {
  const known = contextOf(held);
  const read = rules['write-carries-context'] ? context : {};
  // A plain version vector has one number for both, so the dot claims that all earlier dots are
  // seen.
  const past = rules['dot-is-apart-from-past']
    ? read
    : joinVectors(read, { [replica]: countOf(known, replica) });
  return newEvent(past, known, replica);
}
