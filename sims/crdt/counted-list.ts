/**
 * A list of slots, of which some are hidden, that finds the nth visible one and the place of any
 * slot in O(log n): a B-tree whose nodes count what is visible below them, with links upwards.
 *
 * Each slot has a key, and each node knows the lowest key below it, so that "the next slot with a
 * smaller key" is found in O(log n) too. Nodes and slots are whole numbers into arrays: plain data.
 */

export type Slot = number;
type NodeIndex = number;

/** Before the first slot; also "no node". */
export const none = -1;

interface ListNode {
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

const leafMax = 64;
const branchMax = 32;

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

function walkLeft({ hidden, cursor }: CountedList, items: readonly Slot[], index: number): Slot {
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

function placeOf({ nodes, leafOf, cursor }: CountedList, slot: Slot): number {
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

/** Puts a new slot, with its key set, to the right of another; `none` puts it first. */
export function insertAfter(list: CountedList, left: Slot, slot: Slot): void {
  const leaf = left === none ? firstLeaf(list) : (list.leafOf[left] as NodeIndex);
  const { items } = at(list.nodes, leaf);
  const place = left === none ? 0 : placeOf(list, left) + 1;
  insertItem(items, place, slot);
  moveCursor(list, left, leaf, place);
  list.leafOf[slot] = leaf;
  list.hidden[slot] = false;
  const key = list.keys[slot] as number;
  for (let index = leaf; index !== none; ) {
    const node = at(list.nodes, index);
    node.visible += 1;
    if (key < node.lowestKey) node.lowestKey = key;
    index = node.parent;
  }
  if (items.length > leafMax) split(list, leaf);
}

/** Onto what has just been put in, if that is known to be next to where it was. */
function moveCursor(
  { cursor, nodes }: CountedList,
  left: Slot,
  leaf: NodeIndex,
  place: number,
): void {
  const isNext =
    cursor.index !== none &&
    cursor.leaf === leaf &&
    at(nodes, leaf).items[place - 1] === left &&
    cursor.place === place - 1;
  if (isNext) cursor.index += 1;
  else cursor.index = left === none ? 0 : none;
  cursor.leaf = leaf;
  cursor.place = place;
}

/** Hides a visible slot; it keeps its place. */
export function hide(list: CountedList, slot: Slot): void {
  const { nodes, leafOf, hidden, cursor } = list;
  hidden[slot] = true;
  if (cursor.index !== none) {
    const { items } = at(nodes, cursor.leaf);
    const isAtCursor = items[cursor.place] === slot;
    // What was before it is where the next keystroke goes, or deletes.
    if (!isAtCursor || cursor.index === 0) cursor.index = none;
    else if (walkLeft(list, items, cursor.index - 1) === none) cursor.index = none;
  }
  for (let index = leafOf[slot] as NodeIndex; index !== none; ) {
    const node = at(nodes, index);
    node.visible -= 1;
    index = node.parent;
  }
}

/** Takes a hidden slot out. Its number may be used again. */
export function takeOut(list: CountedList, slot: Slot): void {
  const leaf = list.leafOf[slot] as NodeIndex;
  const { items } = at(list.nodes, leaf);
  items.splice(items.indexOf(slot), 1);
  list.cursor.index = none;
  for (let index = leaf; index !== none; ) {
    const node = at(list.nodes, index);
    node.lowestKey = lowestIn(list, node);
    index = node.parent;
  }
}

/** Every slot from left to right, hidden ones included. */
export function* everySlot(list: CountedList, top = list.root): Generator<Slot> {
  const { isLeaf, items } = at(list.nodes, top);
  if (isLeaf) yield* items;
  else for (const child of items) yield* everySlot(list, child);
}

function split(list: CountedList, index: NodeIndex): void {
  const { nodes, leafOf } = list;
  const node = at(nodes, index);
  list.cursor.index = none;
  if (node.parent === none) {
    list.root = nodes.length;
    const { visible, lowestKey } = node;
    nodes.push({ parent: none, isLeaf: false, items: [index], visible, lowestKey });
    node.parent = list.root;
  }
  const { parent, isLeaf } = node;
  const items = node.items.splice(node.items.length >> 1);
  const right = nodes.length;
  nodes.push({ parent, isLeaf, items, visible: 0, lowestKey: Infinity });
  for (const item of items) {
    if (isLeaf) leafOf[item] = right;
    else at(nodes, item).parent = right;
  }
  for (const half of [node, at(nodes, right)]) {
    half.visible = visibleIn(list, half);
    half.lowestKey = lowestIn(list, half);
  }
  const siblings = at(nodes, parent).items;
  insertItem(siblings, siblings.indexOf(index) + 1, right);
  if (siblings.length > branchMax) split(list, parent);
}

function visibleIn({ nodes, hidden }: CountedList, { isLeaf, items }: ListNode): number {
  let sum = 0;
  for (const item of items) sum += isLeaf ? Number(!hidden[item]) : at(nodes, item).visible;
  return sum;
}

function lowestIn({ nodes, keys }: CountedList, { isLeaf, items }: ListNode): number {
  let lowest = Infinity;
  for (const item of items) {
    const key = isLeaf ? (keys[item] as number) : at(nodes, item).lowestKey;
    if (key < lowest) lowest = key;
  }
  return lowest;
}

function firstLeaf({ nodes, root }: CountedList): NodeIndex {
  let index = root;
  while (!at(nodes, index).isLeaf) index = at(nodes, index).items[0] as NodeIndex;
  return index;
}

/** As splice does, without the list that splice makes. */
function insertItem(items: number[], place: number, item: number): void {
  items.push(item);
  for (let i = items.length - 1; i > place; i--) items[i] = items[i - 1] as number;
  items[place] = item;
}

function at(nodes: readonly ListNode[], index: NodeIndex): ListNode {
  return nodes[index] as ListNode;
}
