/** What a replica of a quorum store keeps: items that survive a crash, and hints that do not. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { treeOf } from './merkle.ts';
import { homeOf, type QuorumParts } from './parts.ts';
import { type Item, isNewer, type Version } from './versions.ts';

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
  /** In memory only: lost if their holder crashes. */
  readonly hints: Set<Hint>;
  /** When each tombstone arrived, and when the last full comparison with another node began. */
  readonly deletedAtMs: Map<string, number>;
  readonly comparedAtMs: Map<NodeId, number>;
  /** The last tombstone of a key that it has forgotten; a repeated one is not needed. */
  readonly forgotten: Map<string, Version>;
}

export type ReplicaContext = ServerContext<ReplicaRecord>;

export function recovered(journal: readonly ReplicaRecord[], node: ReplicaContext): ReplicaMemory {
  const items = new Map<string, Item>();
  for (const { key, item } of journal) {
    if (item === null) items.delete(key);
    else items.set(key, item);
  }
  const tombstones = [...items].filter(([, { value }]) => value === null);
  const deletedAtMs = new Map(tombstones.map(([key]) => [key, node.now()]));
  return { items, hints: new Set(), deletedAtMs, comparedAtMs: new Map(), forgotten: new Map() };
}

export function isNewerThanHeld(
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

/**
 * Accepts an item of another replica if it is newer, and not a tombstone that every replica has
 * had.
 */
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

/** Keys of which both nodes are home. */
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
