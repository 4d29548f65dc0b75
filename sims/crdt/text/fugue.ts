/**
 * Fugue, a text type that does not interleave (Weidner and Kleppmann 2023, "The Art of the Fugue",
 * §3, Algorithm 1).
 *
 * Characters form a tree in which each is a left or a right child of another; the text is read from
 * left to right through it. Typed behind a character that has nothing to its right yet, one becomes
 * its right child; otherwise it becomes a left child of the character that it is typed in front of.
 * So what somebody types in one go, forwards or backwards, hangs together in one subtree. RGA knows
 * right children only, and mixes what two people type backwards at one place.
 *
 * The tree is kept together with the list that it reads as. A place is found there, in O(log n); only
 * what was typed concurrently at one place is also searched down the tree, for the end of a sibling.
 */

import { must } from '../../../src/kernel/must.ts';
import { type LamportCount, tick, witness } from '../clocks/lamport-clock.ts';
import type { CrdtRules } from '../rules.ts';
import {
  type CountedList,
  emptyList,
  everySlot,
  none,
  type Slot,
  slotAfter,
  slotAt,
  slotBefore,
  visibleCount,
} from './counted-list.ts';
import { hide, insertAfter } from './counted-list-changes.ts';
import {
  countOf,
  type ElementId,
  elementId,
  type Site,
  type SlotIndex,
  setSlot,
  slotOf,
  start,
} from './element-id.ts';

export type Side = 'left' | 'right';

export interface FugueInsert {
  readonly insert: ElementId;
  readonly parent: ElementId;
  readonly side: Side;
  readonly codePoint: number;
}
export type FugueOp = FugueInsert | { readonly delete: ElementId };

interface TreeNode {
  readonly id: ElementId;
  readonly codePoint: number;
  /** Later ids first: only if two were typed at once are there two. */
  readonly left: Slot[];
  readonly right: Slot[];
}

export interface Fugue {
  readonly site: Site;
  clock: LamportCount;
  /** By slot. The root is the first. */
  readonly tree: TreeNode[];
  /** The same nodes from left to right; deleted ones and the root are hidden. */
  readonly list: CountedList;
  readonly index: SlotIndex;
}

const root: Slot = 0;

export function emptyFugue(site: Site): Fugue {
  const fugue: Fugue = { site, clock: 0, tree: [], list: emptyList(), index: [] };
  put(fugue, none, start, 0);
  hide(fugue.list, root);
  return fugue;
}

/** How many characters the text has. */
export function lengthOfFugue({ list }: Fugue): number {
  return visibleCount(list);
}

export function textOfFugue({ tree, list }: Fugue): string {
  const characters: string[] = [];
  for (const slot of everySlot(list)) {
    if (!list.hidden[slot]) characters.push(String.fromCodePoint(nodeOf(tree, slot).codePoint));
  }
  return characters.join('');
}

/** The operation that types a character at an index, from 0 to the length of the text. O(log n). */
export function fugueInsertAt(
  { site, clock, tree, list }: Fugue,
  index: number,
  codePoint: number,
  rules: CrdtRules,
): FugueInsert {
  const leftOrigin = index === 0 ? root : slotAt(list, index - 1);
  // The next in order, deleted or not: if the left origin has a right child, it is below it.
  const rightOrigin = slotAfter(list, leftOrigin);
  const insert = elementId(tick(clock), site);
  const { id, right } = nodeOf(tree, leftOrigin);
  if (rules['left-children'] && right.length > 0 && rightOrigin !== none) {
    return { insert, parent: nodeOf(tree, rightOrigin).id, side: 'left', codePoint };
  }
  return { insert, parent: id, side: 'right', codePoint };
}

/** The ids of some characters from an index on; fewer if the text ends before. O(log n) each. */
export function fugueIdsAt({ tree, list }: Fugue, index: number, count: number): ElementId[] {
  const ids: ElementId[] = [];
  const end = Math.min(index + count, visibleCount(list));
  for (let place = index; place < end; place++) ids.push(nodeOf(tree, slotAt(list, place)).id);
  return ids;
}

export function isFugueReady({ index }: Fugue, op: FugueOp): boolean {
  return slotOf(index, 'delete' in op ? op.delete : op.parent) !== undefined;
}

/** Integrates an operation. What is there already, or gone already, is left as it is. */
export function applyFugue(fugue: Fugue, op: FugueOp): void {
  const { tree, list, index } = fugue;
  if ('delete' in op) {
    const slot = slotOf(index, op.delete);
    if (slot !== undefined && !list.hidden[slot]) hide(list, slot);
    return;
  }
  if (slotOf(index, op.insert) !== undefined) return;
  const parent = must(slotOf(index, op.parent), 'parent of the character');
  const siblings = nodeOf(tree, parent)[op.side];
  const later = siblings.findIndex((slot) => nodeOf(tree, slot).id < op.insert);
  const place = later === -1 ? siblings.length : later;
  const slot = put(fugue, leftOf(fugue, parent, op.side, place), op.insert, op.codePoint);
  siblings.splice(place, 0, slot);
  fugue.clock = witness(fugue.clock, countOf(op.insert));
}

/** The node behind which a new child comes in the list, if it comes at that place among its siblings. */
function leftOf({ tree, list }: Fugue, parent: Slot, side: Side, place: number): Slot {
  const siblings = nodeOf(tree, parent)[side];
  if (side === 'right') return place === 0 ? parent : last(tree, siblings[place - 1]);
  return slotBefore(list, place === siblings.length ? parent : first(tree, siblings[place]));
}

/** The first node of a subtree, from left to right. */
function first(tree: Fugue['tree'], top: Slot | undefined): Slot {
  let slot = must(top, 'sibling');
  for (let next = nodeOf(tree, slot).left[0]; next !== undefined; ) {
    slot = next;
    next = nodeOf(tree, slot).left[0];
  }
  return slot;
}

/** The last node of a subtree. */
function last(tree: Fugue['tree'], top: Slot | undefined): Slot {
  let slot = must(top, 'sibling');
  for (let next = nodeOf(tree, slot).right.at(-1); next !== undefined; ) {
    slot = next;
    next = nodeOf(tree, slot).right.at(-1);
  }
  return slot;
}

/** Puts a node into the list behind another. */
function put({ tree, list, index }: Fugue, left: Slot, id: ElementId, codePoint: number): Slot {
  const slot = tree.length;
  tree.push({ id, codePoint, left: [], right: [] });
  list.keys[slot] = id;
  insertAfter(list, left, slot);
  setSlot(index, id, slot);
  return slot;
}

function nodeOf(tree: Fugue['tree'], slot: Slot): TreeNode {
  return must(tree[slot], 'node of the tree');
}
