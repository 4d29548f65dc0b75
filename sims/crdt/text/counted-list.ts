/**
 * A list of slots, of which some are hidden, that finds the nth visible one and the place of any
 * slot in O(log n): a B-tree whose nodes count what is visible below them, with links upwards.
 *
 * Each slot has a key, and each node knows the lowest key below it, so that "the next slot with a
 * smaller key" is found in O(log n) too. Nodes and slots are whole numbers into arrays: plain data.
 */

export type Slot = number;
export type NodeIndex = number;

/** Before the first slot; also "no node". */
export const none = -1;

export interface ListNode {
  parent: NodeIndex;
  readonly isLeaf: boolean;
  /** Slots in a leaf, nodes above. */
  items: number[];
  visible: number;
  lowestKey: number;
}

/**
 * Where the list was last looked at, since people type where they have typed: the `index`th visible
 * slot stands at a place of a leaf. An index of `none` means that this is not known.
 */
interface Cursor {
  index: number;
  leaf: NodeIndex;
  place: number;
}

export interface CountedList {
  readonly nodes: ListNode[];
  root: NodeIndex;
  readonly cursor: Cursor;
  /** By slot: its leaf, its key, and whether it is hidden. */
  readonly leafOf: NodeIndex[];
  readonly keys: number[];
  readonly hidden: boolean[];
}

/** How many slots a leaf holds at the most. */
export const leafMax = 64;

export function emptyList(): CountedList {
  const root = { parent: none, isLeaf: true, items: [], visible: 0, lowestKey: Infinity };
  const cursor = { index: none, leaf: none, place: none };
  return { nodes: [root], root: 0, cursor, leafOf: [], keys: [], hidden: [] };
}

export function visibleCount({ nodes, root }: CountedList): number {
  return at(nodes, root).visible;
}

/** The visible slot at an index from 0; the index must be below the visible count. */
export function slotAt(list: CountedList, index: number): Slot {
  const { nodes, cursor } = list;
  if (cursor.index !== none) {
    const { items } = at(nodes, cursor.leaf);
    if (index === cursor.index) return items[cursor.place] as Slot;
    const found =
      index > cursor.index ? walkRight(list, items, index) : walkLeft(list, items, index);
    if (found !== none) return found;
  }
  return descend(list, index);
}

/** From the cursor to a later index in the same leaf; `none` where that leads out of it. */
function walkRight({ hidden, cursor }: CountedList, items: readonly Slot[], index: number): Slot {
  let steps = index - cursor.index;
  if (steps > leafMax) return none;
  for (let place = cursor.place + 1; place < items.length; place++) {
    if (hidden[items[place] as Slot]) continue;
    steps -= 1;
    if (steps > 0) continue;
    cursor.index = index;
    cursor.place = place;
    return items[place] as Slot;
  }
  return none;
}

/** And to an earlier one. */
export function walkLeft(
  { hidden, cursor }: CountedList,
  items: readonly Slot[],
  index: number,
): Slot {
  let steps = cursor.index - index;
  if (steps > leafMax) return none;
  for (let place = cursor.place - 1; place >= 0; place--) {
    if (hidden[items[place] as Slot]) continue;
    steps -= 1;
    if (steps > 0) continue;
    cursor.index = index;
    cursor.place = place;
    return items[place] as Slot;
  }
  return none;
}

/** From the root to the leaf, by the counts. */
function descend({ nodes, root, hidden, cursor }: CountedList, index: number): Slot {
  let left = index;
  let leaf = root;
  let node = at(nodes, leaf);
  while (!node.isLeaf) {
    for (const child of node.items) {
      leaf = child;
      const { visible } = at(nodes, child);
      if (left < visible) break;
      left -= visible;
    }
    node = at(nodes, leaf);
  }
  for (let place = 0; place < node.items.length; place++) {
    const slot = node.items[place] as Slot;
    if (hidden[slot]) continue;
    if (left === 0) {
      cursor.index = index;
      cursor.leaf = leaf;
      cursor.place = place;
      return slot;
    }
    left -= 1;
  }
  throw new RangeError(`there is no visible slot ${index}`);
}

/** The place of a slot in its leaf. */
export function placeOf({ nodes, leafOf, cursor }: CountedList, slot: Slot): number {
  const leaf = leafOf[slot] as NodeIndex;
  const { items } = at(nodes, leaf);
  const isAtCursor = cursor.leaf === leaf && items[cursor.place] === slot;
  return isAtCursor ? cursor.place : items.indexOf(slot);
}

/** How many visible slots come before this one. */
export function indexOf(list: CountedList, slot: Slot): number {
  const { nodes, hidden } = list;
  let index = 0;
  let child = list.leafOf[slot] as NodeIndex;
  for (const other of at(nodes, child).items) {
    if (other === slot) break;
    if (!hidden[other]) index += 1;
  }
  for (;;) {
    const { parent } = at(nodes, child);
    if (parent === none) return index;
    for (const sibling of at(nodes, parent).items) {
      if (sibling === child) break;
      index += at(nodes, sibling).visible;
    }
    child = parent;
  }
}

/** The slot to the right, hidden or not; `none` at the end. `none` asks for the first. */
export function slotAfter(list: CountedList, slot: Slot): Slot {
  return firstAfter(list, slot, Infinity);
}

/** The slot to the left; `none` where there is none. O(log n), as long as leaves are not empty. */
export function slotBefore({ nodes, leafOf }: CountedList, slot: Slot): Slot {
  let child = leafOf[slot] as NodeIndex;
  const { items } = at(nodes, child);
  const place = items.indexOf(slot);
  if (place > 0) return items[place - 1] as Slot;
  for (;;) {
    const { parent } = at(nodes, child);
    if (parent === none) return none;
    const siblings = at(nodes, parent).items;
    for (let i = siblings.indexOf(child) - 1; i >= 0; i--) {
      const last = lastBelow(nodes, siblings[i] as NodeIndex);
      if (last !== none) return last;
    }
    child = parent;
  }
}

/** The last slot, hidden or not; `none` in an empty list. */
export function lastSlot({ nodes, root }: CountedList): Slot {
  return lastBelow(nodes, root);
}

function lastBelow(nodes: readonly ListNode[], index: NodeIndex): Slot {
  const { isLeaf, items } = at(nodes, index);
  if (isLeaf) return items.at(-1) ?? none;
  for (let i = items.length - 1; i >= 0; i--) {
    const last = lastBelow(nodes, items[i] as NodeIndex);
    if (last !== none) return last;
  }
  return none;
}

/** The first slot to the right of this one whose key is below the given; `none` where none is. */
export function firstAfter(list: CountedList, slot: Slot, key: number): Slot {
  const { nodes, keys } = list;
  if (slot === none) return firstBelow(list, list.root, key);
  let child = list.leafOf[slot] as NodeIndex;
  const { items } = at(nodes, child);
  for (let place = placeOf(list, slot) + 1; place < items.length; place++) {
    if ((keys[items[place] as Slot] as number) < key) return items[place] as Slot;
  }
  for (;;) {
    const { parent } = at(nodes, child);
    if (parent === none) return none;
    const siblings = at(nodes, parent).items;
    for (let place = siblings.indexOf(child) + 1; place < siblings.length; place++) {
      const found = firstBelow(list, siblings[place] as NodeIndex, key);
      if (found !== none) return found;
    }
    child = parent;
  }
}

/** The first slot in a subtree whose key is below the given. */
function firstBelow({ nodes, keys }: CountedList, top: NodeIndex, key: number): Slot {
  let node = at(nodes, top);
  if (!(node.lowestKey < key)) return none;
  while (!node.isLeaf) {
    node = at(nodes, node.items.find((child) => at(nodes, child).lowestKey < key) as NodeIndex);
  }
  return node.items.find((slot) => (keys[slot] as number) < key) as Slot;
}

/** Every slot from left to right, hidden ones included. */
export function* everySlot(list: CountedList, top = list.root): Generator<Slot> {
  const { isLeaf, items } = at(list.nodes, top);
  if (isLeaf) yield* items;
  else for (const child of items) yield* everySlot(list, child);
}

/** A node by its index. */
export function at(nodes: readonly ListNode[], index: NodeIndex): ListNode {
  return nodes[index] as ListNode;
}
