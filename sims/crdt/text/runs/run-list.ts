/**
 * A list of runs: characters of one author with ids that follow one another, kept as one element with a length.
 * It finds the run with the nth visible character in O(log n), n being runs: a B-tree whose nodes count the visible
 * characters below them, with links upwards.
 *
 * Each node knows the lowest id that a run below it begins with, so that "the next run with a smaller id" is found
 * in O(log n) too. Runs (slots) and nodes are whole numbers into arrays: plain data.
 */
import type { ElementId } from '../element-id.ts';

export type Slot = number;
export type NodeIndex = number;

/** Before the first run; also "no node". */
export const none = -1;

export interface RunNode {
  parent: NodeIndex;
  readonly isLeaf: boolean;
  /** Runs in a leaf, nodes above. */
  items: number[];
  /** Characters that are shown. */
  visible: number;
  lowestId: ElementId;
}

export interface RunList {
  readonly nodes: RunNode[];
  root: NodeIndex;
  /** The run at which the list was last looked at, and how many visible characters are before it. */
  readonly cursor: { slot: Slot; before: number };
  /** By slot: the id of the first character, and how many there are; the others' ids count on from there. */
  readonly ids: ElementId[];
  readonly lengths: number[];
  /** By slot: its length, or 0 for a run that was deleted. */
  readonly visible: number[];
  /** By slot: what it shows; empty if it was deleted. */
  readonly texts: string[];
  readonly leafOf: NodeIndex[];
  /** Slots of runs that have become part of another. */
  readonly free: Slot[];
}

/** How far a cursor walks before the tree is asked. */
const stepsMax = 6;

export function emptyRunList(): RunList {
  return {
    nodes: [{ parent: none, isLeaf: true, items: [], visible: 0, lowestId: Infinity }],
    root: 0,
    cursor: { slot: none, before: 0 },
    ids: [],
    lengths: [],
    visible: [],
    texts: [],
    leafOf: [],
    free: [],
  };
}

/** How many characters are shown. */
export function visibleIn({ nodes, root }: RunList): number {
  return nodeAt(nodes, root).visible;
}

/**
 * Moves the cursor to the run that shows the character at an index from 0, which must be below the visible count.
 * Throws a RangeError otherwise.
 */
export function seek(list: RunList, index: number): Slot {
  const { cursor, visible } = list;
  const { slot } = cursor;
  if (slot !== none) {
    const offset = index - cursor.before;
    if (offset >= 0 && offset < (visible[slot] as number)) return slot;
    const found = walk(list, index);
    if (found !== none) return found;
  }
  return descend(list, index);
}

/** From the cursor a few runs to either side, in the same leaf. */
function walk({ nodes, leafOf, visible, cursor }: RunList, index: number): Slot {
  const { items } = nodeAt(nodes, leafOf[cursor.slot] as NodeIndex);
  let place = items.indexOf(cursor.slot);
  let { before } = cursor;
  if (index < before) {
    for (const end = Math.max(0, place - stepsMax); place > end; ) {
      place -= 1;
      before -= visible[items[place] as Slot] as number;
      if (index >= before) return moveTo(cursor, items[place] as Slot, before);
    }
    return none;
  }
  for (const end = Math.min(items.length, place + stepsMax); place < end; place++) {
    const behind = before + (visible[items[place] as Slot] as number);
    if (index < behind) return moveTo(cursor, items[place] as Slot, before);
    before = behind;
  }
  return none;
}

/** From the root to the leaf, by the counts. */
function descend({ nodes, root, visible, cursor }: RunList, index: number): Slot {
  let before = 0;
  let node = nodeAt(nodes, root);
  while (!node.isLeaf) {
    const { items } = node;
    for (let place = 0; place < items.length; place++) {
      node = nodeAt(nodes, items[place] as NodeIndex);
      if (index < before + node.visible) break;
      before += node.visible;
    }
  }
  const { items } = node;
  for (let place = 0; place < items.length; place++) {
    const slot = items[place] as Slot;
    const behind = before + (visible[slot] as number);
    if (index < behind) return moveTo(cursor, slot, before);
    before = behind;
  }
  throw new RangeError(`there is no visible character ${index}`);
}

function moveTo(cursor: RunList['cursor'], slot: Slot, before: number): Slot {
  cursor.slot = slot;
  cursor.before = before;
  return slot;
}

/** The run to the right, deleted or not; `none` at the end. `none` asks for the first. */
export function slotAfter(list: RunList, slot: Slot): Slot {
  const { nodes, leafOf } = list;
  if (slot !== none) {
    const { items } = nodeAt(nodes, leafOf[slot] as NodeIndex);
    const next = items[items.indexOf(slot) + 1];
    if (next !== undefined) return next;
  }
  return firstAfter(list, slot, Infinity);
}

/** The run to the left; `none` where there is none. */
export function slotBefore({ nodes, leafOf }: RunList, slot: Slot): Slot {
  let child = leafOf[slot] as NodeIndex;
  const { items } = nodeAt(nodes, child);
  const place = items.indexOf(slot);
  if (place > 0) return items[place - 1] as Slot;
  for (;;) {
    const { parent } = nodeAt(nodes, child);
    if (parent === none) return none;
    const siblings = nodeAt(nodes, parent).items;
    const before = siblings[siblings.indexOf(child) - 1];
    if (before !== undefined) return lastBelow(nodes, before);
    child = parent;
  }
}

/** The last run, deleted or not; `none` in an empty list. */
export function lastSlot({ nodes, root }: RunList): Slot {
  return lastBelow(nodes, root);
}

/** No leaf is empty but that of an empty list: a run only ever becomes part of another of its leaf. */
function lastBelow(nodes: readonly RunNode[], index: NodeIndex): Slot {
  let node = nodeAt(nodes, index);
  while (!node.isLeaf) node = nodeAt(nodes, node.items.at(-1) as NodeIndex);
  return node.items.at(-1) ?? none;
}

/** The first run to the right of this one that begins with a smaller id; `none` where none does. */
export function firstAfter(list: RunList, slot: Slot, id: ElementId): Slot {
  const { nodes, ids, leafOf } = list;
  if (slot === none) return firstBelow(list, list.root, id);
  let child = leafOf[slot] as NodeIndex;
  const { items } = nodeAt(nodes, child);
  for (let place = items.indexOf(slot) + 1; place < items.length; place++) {
    if ((ids[items[place] as Slot] as ElementId) < id) return items[place] as Slot;
  }
  for (;;) {
    const { parent } = nodeAt(nodes, child);
    if (parent === none) return none;
    const siblings = nodeAt(nodes, parent).items;
    for (let place = siblings.indexOf(child) + 1; place < siblings.length; place++) {
      const found = firstBelow(list, siblings[place] as NodeIndex, id);
      if (found !== none) return found;
    }
    child = parent;
  }
}

function firstBelow({ nodes, ids }: RunList, top: NodeIndex, id: ElementId): Slot {
  let node = nodeAt(nodes, top);
  if (!(node.lowestId < id)) return none;
  while (!node.isLeaf) {
    const child = node.items.find((item) => nodeAt(nodes, item).lowestId < id);
    node = nodeAt(nodes, child as NodeIndex);
  }
  return node.items.find((slot) => (ids[slot] as ElementId) < id) as Slot;
}

/** Every run from left to right, deleted ones included. */
export function* everyRun(list: RunList, top = list.root): Generator<Slot> {
  const { isLeaf, items } = nodeAt(list.nodes, top);
  if (isLeaf) yield* items;
  else for (const child of items) yield* everyRun(list, child);
}

/** A node by its index. */
export function nodeAt(nodes: readonly RunNode[], index: NodeIndex): RunNode {
  return nodes[index] as RunNode;
}
