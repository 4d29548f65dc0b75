/**
 * Anti-entropy: a node compares its Merkle tree with those of the others, one after the other, and
 * both sides end with the newer version of each item.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import {
  merge,
  type ReplicaContext,
  type ReplicaMemory,
  sharedItems,
  sharedTree,
} from './memory.ts';
import { differing, leafOf } from './merkle.ts';
import type { QuorumParts } from './parts.ts';
import { type Item, isNewer } from './versions.ts';

export function* compareTrees(
  parts: QuorumParts,
  others: readonly NodeId[],
  memory: ReplicaMemory,
  node: ReplicaContext,
): Process<void> {
  for (;;) {
    for (const other of others) {
      yield* node.sleep(parts.options.antiEntropyEveryMs);
      try {
        yield* compareWith(parts, other, memory, node);
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    }
  }
}

/**
 * From the root down, one level per call; then the items of the leaves that differ, in both
 * directions.
 */
export function* compareWith(
  parts: QuorumParts,
  other: NodeId,
  memory: ReplicaMemory,
  node: ReplicaContext,
): Process<void> {
  const { treeDepth: depth, timeoutMs } = parts.options;
  const beganAtMs = node.now();
  const tree = sharedTree(parts, memory, node.self, other);
  let branches = [0];
  let compared = 0;
  for (let level = 0; level <= depth && branches.length > 0; level++) {
    const request = { do: 'hashes', level, branches };
    const hashes = yield* node.call<number[]>(other, request, { timeoutMs });
    compared += branches.length;
    const unequal = differing(tree, level, branches, hashes);
    branches = level === depth ? unequal : unequal.flatMap((one) => [2 * one, 2 * one + 1]);
  }
  const keys = branches.length === 0 ? 0 : yield* exchange(parts, other, branches, memory, node);
  memory.comparedAtMs.set(other, beganAtMs);
  note(node, { kind: 'compares', with: other, compared, keys, rule: 'anti-entropy-runs' });
}

function* exchange(
  parts: QuorumParts,
  other: NodeId,
  leaves: readonly number[],
  memory: ReplicaMemory,
  node: ReplicaContext,
): Process<number> {
  const { treeDepth, timeoutMs } = parts.options;
  const request = { do: 'leaves', leaves };
  const answer = yield* node.call<(readonly [string, Item])[]>(other, request, { timeoutMs });
  const theirs = new Map(answer);
  let keys = 0;
  for (const [key, item] of theirs) {
    const own = memory.items.get(key);
    if (own === undefined || isNewer(item.version, own.version)) keys += 1;
    merge(parts, memory, key, item, node);
  }
  for (const [key, item] of sharedItems(parts, memory, node.self, other)) {
    if (!leaves.includes(leafOf(key, treeDepth))) continue;
    if (!isNewer(item.version, theirs.get(key)?.version)) continue;
    keys += 1;
    yield* node.call(other, { do: 'repair', key, item }, { timeoutMs });
  }
  return keys;
}
