/**
 * A node of a quorum store: it keeps the items of its own keys, and hints for nodes that did not
 * answer.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { compareTrees } from './anti-entropy.ts';
import {
  isNewerThanHeld,
  keep,
  merge,
  type ReplicaContext,
  type ReplicaMemory,
  type ReplicaRecord,
  recovered,
  sharedItems,
  sharedTree,
} from './memory.ts';
import { hashesAt, leafOf } from './merkle.ts';
import { homeOf, type QuorumParts } from './parts.ts';
import type { Item } from './versions.ts';

export type ReplicaRequest =
  | { readonly do: 'read'; readonly key: string }
  /** `replaces`: only if the replica has no newer count than that. */
  | { readonly do: 'write'; readonly key: string; readonly item: Item; readonly replaces?: number }
  | { readonly do: 'repair'; readonly key: string; readonly item: Item }
  | { readonly do: 'hint'; readonly home: NodeId; readonly key: string; readonly item: Item }
  | { readonly do: 'hashes'; readonly level: number; readonly branches: readonly number[] }
  | { readonly do: 'leaves'; readonly leaves: readonly number[] };

export const outdated = new Refusal('outdated');

export const replicaServer = (
  parts: QuorumParts,
  others: readonly NodeId[],
): Server<ReplicaMemory, ReplicaRequest, ReplicaRecord> => ({
  kind: 'replica',
  start(node, { journal }) {
    const memory = recovered(journal, node);
    const { antiEntropyEveryMs, keepsHints } = parts.options;
    if (keepsHints && parts.rules['hint-is-delivered']) node.spawn(handOff(parts, memory, node));
    if (antiEntropyEveryMs > 0 && parts.rules['anti-entropy-runs'])
      node.spawn(compareTrees(parts, others, memory, node));
    if (parts.options.graceMs < Infinity) node.spawn(forgetTombstones(parts, memory, node));
    return memory;
  },
  serve(memory, request, from, node) {
    switch (request.do) {
      case 'read':
        return memory.items.get(request.key) ?? null;
      case 'write':
        return write(parts, memory, request, node);
      case 'repair': {
        const { key, item } = request;
        if (parts.rules['no-read-repair-of-older']) merge(parts, memory, key, item, node);
        else keep(parts, memory, key, item, node);
        return null;
      }
      case 'hint':
        memory.hints.add(request);
        note(node, { kind: 'keeps-hint', key: request.key, home: request.home });
        return null;
      case 'hashes':
        return hashesAt(
          sharedTree(parts, memory, node.self, from),
          request.level,
          request.branches,
        );
      case 'leaves':
        return sharedItems(parts, memory, node.self, from).filter(([key]) =>
          request.leaves.includes(leafOf(key, parts.options.treeDepth)),
        );
    }
  },
  shown: ({ items, hints }) => ({ items: Object.fromEntries(items), hints: hints.size }),
});

function* write(
  parts: QuorumParts,
  memory: ReplicaMemory,
  { key, item, replaces }: ReplicaRequest & { readonly do: 'write' },
  node: ReplicaContext,
): Process<null> {
  const held = memory.items.get(key);
  if (replaces !== undefined && held !== undefined && held.version.count > replaces) throw outdated;
  if (isNewerThanHeld(parts, memory, key, item)) keep(parts, memory, key, item, node);
  yield* node.durable();
  return null;
}

/** A stand-in keeps trying to deliver what it holds for others. */
function* handOff(
  parts: QuorumParts,
  { hints }: ReplicaMemory,
  node: ReplicaContext,
): Process<void> {
  const { handOffEveryMs, timeoutMs } = parts.options;
  for (;;) {
    yield* node.sleep(handOffEveryMs);
    for (const hint of hints) {
      const { home, key, item } = hint;
      try {
        yield* node.call(home, { do: 'repair', key, item }, { timeoutMs });
        hints.delete(hint);
        note(node, { kind: 'delivers-hint', key, home, rule: 'hint-is-delivered' });
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
      }
    }
  }
}

/** A tombstone may go once every other replica has been compared since it arrived. */
function* forgetTombstones(
  parts: QuorumParts,
  memory: ReplicaMemory,
  node: ReplicaContext,
): Process<void> {
  const { graceMs } = parts.options;
  for (;;) {
    yield* node.sleep(graceMs / 4);
    for (const [key, sinceMs] of memory.deletedAtMs) {
      const others = homeOf(parts, key).filter((home) => home !== node.self);
      const isRepaired = others.every(
        (other) => (memory.comparedAtMs.get(other) ?? -Infinity) > sinceMs,
      );
      const isOld = node.now() - sinceMs >= graceMs;
      if (!isOld || (parts.rules['tombstones-outlive-repair'] && !isRepaired)) continue;
      const tombstone = must(memory.items.get(key), 'tombstone');
      memory.forgotten.set(key, tombstone.version);
      memory.items.delete(key);
      memory.deletedAtMs.delete(key);
      node.persist({ key, item: null });
      note(node, { kind: 'forgets', key });
    }
  }
}
