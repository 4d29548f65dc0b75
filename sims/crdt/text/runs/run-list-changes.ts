/**
 * Changes to a list of runs: putting runs in, growing and splitting them, taking them out. Counts and lowest ids are
 * kept right from the leaf up to the root; what grows too large is split in two.
 */
import type { ElementId } from '../element-id.ts';
import { type NodeIndex, nodeAt, none, type RunList, type RunNode, type Slot } from './run-list.ts';

/** How many runs a leaf holds at the most, and how many nodes a node. */
const leafMax = 48;
const branchMax = 32;

/** A slot for a run of visible characters, which is in no leaf yet. */
export function newRun(list: RunList, id: ElementId, length: number, text: string): Slot {
  const slot = list.free.pop() ?? list.ids.length;
  list.ids[slot] = id;
  list.lengths[slot] = length;
  list.visible[slot] = length;
  list.texts[slot] = text;
  list.leafOf[slot] = none;
  return slot;
}

/** Puts a run to the right of another; `none` puts it first. */
export function insertRunAfter(list: RunList, left: Slot, slot: Slot): void {
  const { nodes, leafOf } = list;
  const leaf = left === none ? firstLeaf(list) : (leafOf[left] as NodeIndex);
  const { items } = nodeAt(nodes, leaf);
  insertItem(items, left === none ? 0 : items.indexOf(left) + 1, slot);
  leafOf[slot] = leaf;
  const id = list.ids[slot] as ElementId;
  const visible = list.visible[slot] as number;
  for (let index = leaf; index !== none; ) {
    const node = nodeAt(nodes, index);
    node.visible += visible;
    if (id < node.lowestId) node.lowestId = id;
    index = node.parent;
  }
  if (items.length > leafMax) splitNode(list, leaf);
}

/** Counts so many visible characters more below a leaf, or fewer. */
export function addVisible({ nodes }: RunList, leaf: NodeIndex, count: number): void {
  for (let index = leaf; index !== none; ) {
    const node = nodeAt(nodes, index);
    node.visible += count;
    index = node.parent;
  }
}

/** Takes out a run that has become part of its neighbour in the same leaf. Its slot may be used again. */
export function takeOutRun(list: RunList, slot: Slot): void {
  const { items } = nodeAt(list.nodes, list.leafOf[slot] as NodeIndex);
  items.splice(items.indexOf(slot), 1);
  list.lengths[slot] = 0;
  list.free.push(slot);
}

function splitNode(list: RunList, index: NodeIndex): void {
  const { nodes, leafOf } = list;
  const node = nodeAt(nodes, index);
  if (node.parent === none) {
    list.root = nodes.length;
    const { visible, lowestId } = node;
    nodes.push({ parent: none, isLeaf: false, items: [index], visible, lowestId });
    node.parent = list.root;
  }
  const { parent, isLeaf } = node;
  const right = nodes.length;
  const items = node.items.splice(node.items.length >> 1);
  nodes.push({ parent, isLeaf, items, visible: 0, lowestId: Infinity });
  for (const item of items) {
    if (isLeaf) leafOf[item] = right;
    else nodeAt(nodes, item).parent = right;
  }
  countAnew(list, node);
  countAnew(list, nodeAt(nodes, right));
  const siblings = nodeAt(nodes, parent).items;
  insertItem(siblings, siblings.indexOf(index) + 1, right);
  if (siblings.length > branchMax) splitNode(list, parent);
}

function countAnew({ nodes, ids, visible }: RunList, node: RunNode): void {
  node.visible = 0;
  node.lowestId = Infinity;
  for (const item of node.items) {
    const below = node.isLeaf ? undefined : nodeAt(nodes, item);
    node.visible += below?.visible ?? (visible[item] as number);
    node.lowestId = Math.min(node.lowestId, below?.lowestId ?? (ids[item] as ElementId));
  }
}

function firstLeaf({ nodes, root }: RunList): NodeIndex {
  let index = root;
  while (!nodeAt(nodes, index).isLeaf) index = nodeAt(nodes, index).items[0] as NodeIndex;
  return index;
}

/** As splice does, without the list that splice makes. */
function insertItem(items: number[], place: number, item: number): void {
  items.push(item);
  for (let i = items.length - 1; i > place; i--) items[i] = items[i - 1] as number;
  items[place] = item;
}
