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
 * Written to be read: finding a place takes O(n).
 */

import { must } from '../../../src/kernel/must.ts';
import { type LamportCount, tick, witness } from '../clocks/lamport-clock.ts';
import type { CrdtRules } from '../rules.ts';
import { countOf, type ElementId, elementId, type Site, start } from './element-id.ts';

export type Side = 'left' | 'right';

export interface FugueInsert {
  readonly insert: ElementId;
  readonly parent: ElementId;
  readonly side: Side;
  readonly codePoint: number;
}
export type FugueOp = FugueInsert | { readonly delete: ElementId };

interface TreeNode extends FugueInsert {
  isDeleted: boolean;
  /** Later ids first: only where two were typed at once are there two. */
  readonly left: ElementId[];
  readonly right: ElementId[];
}

export interface Fugue {
  readonly site: Site;
  clock: LamportCount;
  readonly tree: Record<ElementId, TreeNode>;
}

export function emptyFugue(site: Site): Fugue {
  const root = { insert: start, parent: start, side: 'right' as const, codePoint: 0 };
  return { site, clock: 0, tree: { [start]: { ...root, isDeleted: true, left: [], right: [] } } };
}

/** Every node from left to right, deleted ones and the root included. */
function* inOrder(tree: Fugue['tree'], id: ElementId = start): Generator<TreeNode> {
  const node = must(tree[id], 'node of the tree');
  for (const child of node.left) yield* inOrder(tree, child);
  yield node;
  for (const child of node.right) yield* inOrder(tree, child);
}

export function textOfFugue({ tree }: Fugue): string {
  const shown = [...inOrder(tree)].filter(({ isDeleted }) => !isDeleted);
  return shown.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('');
}

/** The operation that types a character at an index, from 0 to the length of the text. */
export function fugueInsertAt(
  { site, clock, tree }: Fugue,
  index: number,
  codePoint: number,
  rules: CrdtRules,
): FugueInsert {
  const nodes = [...inOrder(tree)];
  const shown = nodes.filter(({ isDeleted }) => !isDeleted);
  const leftOrigin =
    index === 0
      ? must(tree[start], 'node of the tree')
      : must(shown[index - 1], 'node of the tree');
  // The next in order, deleted or not: where the left origin has a right child, it is below it.
  const rightOrigin = nodes[nodes.indexOf(leftOrigin) + 1];
  const insert = elementId(tick(clock), site);
  if (rules['left-children'] && leftOrigin.right.length > 0 && rightOrigin !== undefined) {
    return { insert, parent: rightOrigin.insert, side: 'left', codePoint };
  }
  return { insert, parent: leftOrigin.insert, side: 'right', codePoint };
}

/** The ids of some characters from an index on. */
export function fugueIdsAt({ tree }: Fugue, index: number, count: number): ElementId[] {
  const shown = [...inOrder(tree)].filter(({ isDeleted }) => !isDeleted);
  return shown.slice(index, index + count).map(({ insert }) => insert);
}

export function isFugueReady({ tree }: Fugue, op: FugueOp): boolean {
  return tree['delete' in op ? op.delete : op.parent] !== undefined;
}

export function applyFugue(fugue: Fugue, op: FugueOp): void {
  const { tree } = fugue;
  if ('delete' in op) {
    const node = tree[op.delete];
    if (node !== undefined) node.isDeleted = true;
    return;
  }
  tree[op.insert] = { ...op, isDeleted: false, left: [], right: [] };
  const siblings = must(tree[op.parent], 'node of the tree')[op.side];
  siblings.push(op.insert);
  siblings.sort((a, b) => b - a);
  fugue.clock = witness(fugue.clock, countOf(op.insert));
}
