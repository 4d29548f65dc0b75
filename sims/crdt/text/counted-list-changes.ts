/**
 * Changes to a counted list: putting slots in, hiding them, taking them out. Counts and lowest keys are
 * kept right from the leaf up to the root; what grows too large is split in two.
 */
import {
  at,
  type CountedList,
  type ListNode,
  leafMax,
  type NodeIndex,
  none,
  placeOf,
  type Slot,
  walkLeft,
} from './counted-list.ts';

const branchMax = 32;

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
