/**
 * RGA, the replicated growable array, as text (Roh et al. 2011, "Replicated abstract data types:
 * Building blocks for collaborative applications", §3; RR-7506 §3.5.3, Specification 19).
 *
 * Every character has an id, and remembers the one that it was typed behind: its reference. To
 * integrate one: start behind its reference; step right while the next id is larger; put it there.
 * A character has a larger id than its reference, so the step passes over whole subtrees, and
 * everybody comes to the same order. A deleted character stays as a tombstone, since others may
 * still refer to it, until the delete is causally stable.
 */

import { type LamportCount, tick, witness } from '../clocks/lamport-clock.ts';
import type { CrdtRules } from '../rules.ts';
import {
  type CountedList,
  emptyList,
  everySlot,
  firstAfter,
  lastSlot,
  none,
  type Slot,
  slotAfter,
  slotAt,
  slotBefore,
  visibleCount,
} from './counted-list.ts';
import { hide, insertAfter, takeOut } from './counted-list-changes.ts';
import {
  countOf,
  type ElementId,
  elementId,
  type Site,
  type SlotIndex,
  setSlot,
  siteOf,
  slotOf,
  start,
} from './element-id.ts';

/** Inserts one character, a Unicode code point, behind another; behind `start` it comes first. */
export interface InsertOp {
  readonly insert: ElementId;
  readonly after: ElementId;
  readonly codePoint: number;
}
export interface DeleteOp {
  readonly delete: ElementId;
}
export type TextOp = InsertOp | DeleteOp;

export interface Rga {
  /** Under which number it types. */
  site: Site;
  clock: LamportCount;
  /** The characters in order, the tombstones hidden; the key of a slot is the element's id. */
  readonly list: CountedList;
  readonly index: SlotIndex;
  /** By slot. */
  readonly codePoints: number[];
  /** By slot, and only where subtrees are not to be skipped: RGA has no need of it afterwards. */
  readonly references: ElementId[];
  /** By slot, up to the last that became stable: whether all know of the insert, and the delete. */
  readonly knownToAll: number[];
  /** Slots whose tombstones were collected. */
  readonly free: Slot[];
}

export function emptyRga(site: Site): Rga {
  return {
    site,
    clock: 0,
    list: emptyList(),
    index: [],
    codePoints: [],
    references: [],
    knownToAll: [],
    free: [],
  };
}

/** How many characters the text has. */
export function lengthOf({ list }: Rga): number {
  return visibleCount(list);
}

/** How many elements it holds, tombstones included. */
export function elementsOf({ codePoints, free }: Rga): number {
  return codePoints.length - free.length;
}

export function textOf({ list, codePoints }: Rga): string {
  const parts: string[] = [];
  let some: number[] = [];
  for (const slot of everySlot(list)) {
    if (list.hidden[slot]) continue;
    some.push(codePoints[slot] as number);
    if (some.length === 4_096) {
      parts.push(String.fromCodePoint(...some));
      some = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...some);
}

/** Types a character so that it comes to stand at this index, from 0. O(log n). */
export function insertAt(rga: Rga, index: number, codePoint: number, rules: CrdtRules): InsertOp {
  const { list, site } = rga;
  const left = index === 0 ? none : slotAt(list, index - 1);
  const count = tick(rga.clock);
  const id = elementId(count, site);
  const after = left === none ? start : (list.keys[left] as ElementId);
  const op = { insert: id, after, codePoint };
  // Larger than every id that was seen, it belongs right there.
  put(rga, rules['ids-count-what-was-seen'] ? left : placeFor(rga, left, op, rules), op, rules);
  rga.clock = count;
  return op;
}

/** Deletes the character at this index. O(log n). */
export function deleteAt(rga: Rga, index: number, rules: CrdtRules): DeleteOp {
  const op = { delete: rga.list.keys[slotAt(rga.list, index)] as ElementId };
  applyDelete(rga, op, rules);
  return op;
}

/** Does the replica have what the operation refers to? */
export function isReady({ index }: Rga, op: TextOp, rules: CrdtRules): boolean {
  if ('delete' in op) {
    if (!rules['delete-waits-for-its-insert']) return true;
    return slotOf(index, op.delete) !== undefined;
  }
  if (!rules['insert-waits-for-its-reference']) return true;
  return op.after === start || slotOf(index, op.after) !== undefined;
}

/** Integrates a character, own or of another replica. O(log n). */
export function applyInsert(rga: Rga, op: InsertOp, rules: CrdtRules): void {
  const { index } = rga;
  const reference = op.after === start ? none : slotOf(index, op.after);
  // Without the reference it has no place (rules see to it that this does not happen); and what is
  // there already comes from a message that came twice.
  if (reference === undefined || slotOf(index, op.insert) !== undefined) return;
  put(rga, placeFor(rga, reference, op, rules), op, rules);
  if (rules['ids-count-what-was-seen'] || siteOf(op.insert) === rga.site) {
    rga.clock = witness(rga.clock, countOf(op.insert));
  }
}

function put(rga: Rga, left: Slot, { insert, after, codePoint }: InsertOp, rules: CrdtRules): void {
  const { list, index, free } = rga;
  const slot = free.length === 0 ? rga.codePoints.length : (free.pop() as Slot);
  list.keys[slot] = insert;
  rga.codePoints[slot] = codePoint;
  if (!rules['skip-whole-subtrees']) rga.references[slot] = after;
  insertAfter(list, left, slot);
  setSlot(index, insert, slot);
}

/** The slot behind which a character belongs. */
function placeFor(rga: Rga, reference: Slot, op: InsertOp, rules: CrdtRules): Slot {
  const { list } = rga;
  if (!rules['skip-later-ids']) return reference;
  if (!rules['skip-whole-subtrees'] || !rules['ids-of-equal-count-by-replica']) {
    return placeStepByStep(rga, reference, op, rules);
  }
  // The usual case, and all there is for a local insert: nothing has to be passed over.
  const next = slotAfter(list, reference);
  if (next === none) return reference;
  if ((list.keys[next] as ElementId) < op.insert) return reference;
  const smaller = firstAfter(list, next, op.insert);
  return smaller === none ? lastSlot(list) : slotBefore(list, smaller);
}

/** The same in the words of the paper, O(n): step right while the next id is larger. */
export function placeStepByStep(rga: Rga, reference: Slot, op: InsertOp, rules: CrdtRules): Slot {
  const { list, references } = rga;
  const isLater = (a: ElementId, b: ElementId) =>
    rules['ids-of-equal-count-by-replica'] ? a > b : countOf(a) > countOf(b);
  let left = reference;
  for (;;) {
    const next = slotAfter(list, left);
    if (next === none || !isLater(list.keys[next] as ElementId, op.insert)) return left;
    if (!rules['skip-whole-subtrees'] && references[next] !== op.after) return left;
    left = next;
  }
}

/** Deletes a character, if it is there and not deleted yet. */
export function applyDelete(rga: Rga, op: DeleteOp, rules: CrdtRules): void {
  const slot = slotOf(rga.index, op.delete);
  if (slot === undefined || rga.list.hidden[slot]) return;
  hide(rga.list, slot);
  if (!rules['collect-only-stable']) collect(rga, slot);
}

/**
 * Every replica knows of this operation, and this one of all that they did before. A tombstone goes
 * when its delete is stable and so is the insert of what stands behind it (Roh et al. 2011, §5.4): it
 * is the next that will then stop the step to the right of what is still to come.
 */
export function becomeStable(rga: Rga, op: TextOp): void {
  const { list, index } = rga;
  const slot = slotOf(index, 'insert' in op ? op.insert : op.delete);
  if (slot === undefined) return;
  if ('insert' in op) markKnown(rga, slot, insertKnown);
  else if (list.hidden[slot]) markKnown(rga, slot, deleteKnown);
  let candidate = 'insert' in op ? slotBefore(list, slot) : slot;
  while (candidate !== none && isKnown(rga, candidate, deleteKnown)) {
    const next = slotAfter(list, candidate);
    if (next !== none && !isKnown(rga, next, insertKnown)) return;
    const before = slotBefore(list, candidate);
    collect(rga, candidate);
    candidate = before;
  }
}

const insertKnown = 1;
const deleteKnown = 2;

function markKnown({ knownToAll }: Rga, slot: Slot, what: number): void {
  while (knownToAll.length <= slot) knownToAll.push(0);
  knownToAll[slot] = (knownToAll[slot] as number) | what;
}

function isKnown({ knownToAll }: Rga, slot: Slot, what: number): boolean {
  return ((knownToAll[slot] ?? 0) & what) !== 0;
}

function collect(rga: Rga, slot: Slot): void {
  setSlot(rga.index, rga.list.keys[slot] as ElementId, none);
  takeOut(rga.list, slot);
  if (slot < rga.knownToAll.length) rga.knownToAll[slot] = 0;
  rga.free.push(slot);
}
