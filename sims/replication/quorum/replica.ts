/** A node of a store of quorums: it keeps what it is at home for, and hints for others that did not answer. */
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { compareTrees } from './anti-entropy.ts';
import { hashesAt, leafOf, treeOf } from './merkle.ts';
import { homeOf, type QuorumParts } from './parts.ts';
import { type Item, isNewer, type Version } from './versions.ts';

export type ReplicaRequest =
  | { readonly do: 'read'; readonly key: string }
  /** `replaces`: only if the replica has no newer count than that. */
  | { readonly do: 'write'; readonly key: string; readonly item: Item; readonly replaces?: number }
  | { readonly do: 'repair'; readonly key: string; readonly item: Item }
  | { readonly do: 'hint'; readonly home: NodeId; readonly key: string; readonly item: Item }
  | { readonly do: 'hashes'; readonly level: number; readonly branches: readonly number[] }
  | { readonly do: 'leaves'; readonly leaves: readonly number[] };

interface Hint {
  readonly home: NodeId;
  readonly key: string;
  readonly item: Item;
}

export interface ReplicaRecord {
  readonly key: string;
  /** Null: forgotten. */
  readonly item: Item | null;
}

export interface ReplicaMemory {
  readonly items: Map<string, Item>;
  /** In memory only: they are gone if their holder crashes. */
  readonly hints: Set<Hint>;
  /** When each tombstone came, and since when the last full comparison with another node has been going. */
  readonly deletedAtMs: Map<string, number>;
  readonly comparedAtMs: Map<NodeId, number>;
  /** The last tombstone of a key that it has forgotten: one that comes again is not needed. */
  readonly forgotten: Map<string, Version>;
}

export type ReplicaContext = ServerContext<ReplicaRecord>;

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

function recovered(journal: readonly ReplicaRecord[], node: ReplicaContext): ReplicaMemory {
  const items = new Map<string, Item>();
  for (const { key, item } of journal) {
    if (item === null) items.delete(key);
    else items.set(key, item);
  }
  const tombstones = [...items].filter(([, { value }]) => value === null);
  const deletedAtMs = new Map(tombstones.map(([key]) => [key, node.now()]));
  return { items, hints: new Set(), deletedAtMs, comparedAtMs: new Map(), forgotten: new Map() };
}

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

function isNewerThanHeld(
  { rules }: QuorumParts,
  { items }: ReplicaMemory,
  key: string,
  { version }: Item,
): boolean {
  return isNewer(version, items.get(key)?.version, rules['version-order-total']);
}

export function keep(
  { judge }: QuorumParts,
  { items, deletedAtMs }: ReplicaMemory,
  key: string,
  item: Item,
  node: ReplicaContext,
): void {
  judge.stores(node.self, key, item, items.get(key));
  items.set(key, item);
  if (item.value === null) deletedAtMs.set(key, node.now());
  else deletedAtMs.delete(key);
  node.persist({ key, item });
  note(node, { kind: 'stores-item', key, ...item });
}

/** Takes over an item of another replica, if it is newer, and no tombstone that every replica has had. */
export function merge(
  parts: QuorumParts,
  memory: ReplicaMemory,
  key: string,
  item: Item,
  node: ReplicaContext,
): void {
  const forgotten = memory.forgotten.get(key);
  if (item.value === null && forgotten !== undefined && !isNewer(item.version, forgotten)) return;
  if (isNewerThanHeld(parts, memory, key, item)) keep(parts, memory, key, item, node);
}

/** What two nodes both are at home for. */
export const sharedItems = (
  parts: QuorumParts,
  { items }: ReplicaMemory,
  self: NodeId,
  other: NodeId,
): (readonly [key: string, item: Item])[] =>
  [...items].filter(([key]) => {
    const home = homeOf(parts, key);
    return home.includes(self) && home.includes(other);
  });

export const sharedTree = (
  parts: QuorumParts,
  memory: ReplicaMemory,
  self: NodeId,
  other: NodeId,
) => treeOf(sharedItems(parts, memory, self, other), parts.options.treeDepth);

/** A stand-in tries again and again to give away what it keeps for others. */
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

/** A tombstone may go once every other replica has been compared with since it came. */
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
