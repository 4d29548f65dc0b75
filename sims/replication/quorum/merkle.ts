/**
 * Hash trees over the keys of a replica (Merkle 1987; Dynamo §4.7): equal roots mean equal
 * replicas; if the roots differ, only branches that differ are compared, down to the leaves.
 */
import { must } from '../../../src/kernel/must.ts';
import { hashOf } from './ring.ts';
import type { Item } from './versions.ts';

/** The hashes of a level, from the root at level 0; the children of branch b are 2b and 2b + 1. */
export type Tree = readonly Uint32Array[];

/** One of 2^depth leaves. */
export const leafOf = (key: string, depth: number): number =>
  depth === 0 ? 0 : hashOf(key) >>> (32 - depth);

/** O(items + 2^depth). The order of the items does not matter. */
export function treeOf(items: Iterable<readonly [key: string, item: Item]>, depth: number): Tree {
  const leaves = new Uint32Array(2 ** depth);
  for (const [key, { version, value }] of items) {
    const leaf = leafOf(key, depth);
    const hash = hashOf(JSON.stringify([key, version.count, version.writer, value]));
    leaves[leaf] = (must(leaves[leaf], 'leaf') + hash) >>> 0;
  }
  const levels = [leaves];
  for (let below = leaves; below.length > 1; ) {
    const level = Uint32Array.from({ length: below.length / 2 }, (_, branch) =>
      hashOf(`${below[2 * branch]},${below[2 * branch + 1]}`),
    );
    levels.unshift(level);
    below = level;
  }
  return levels;
}

export const hashesAt = (tree: Tree, level: number, branches: readonly number[]): number[] => {
  const hashes = must(tree[level], 'level of the tree');
  return branches.map((branch) => must(hashes[branch], 'branch of the level'));
};

/** Which of these branches differ, given the hashes of the other tree. */
export const differing = (
  tree: Tree,
  level: number,
  branches: readonly number[],
  others: readonly number[],
): number[] => {
  const own = hashesAt(tree, level, branches);
  return branches.filter((_, place) => own[place] !== others[place]);
};

/**
 * How many hashes two replicas compare if these keys differ: the root, and both branches below each
 * one that differs. At most 1 + 2 x depth per key.
 */
export function hashesCompared(keys: readonly string[], depth: number): number {
  let compared = 1;
  for (let level = 0; level < depth; level++)
    compared += 2 * new Set(keys.map((key) => leafOf(key, level))).size;
  return compared;
}
