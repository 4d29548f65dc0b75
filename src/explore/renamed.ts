import type { NodeId } from '../world/actor.ts';

/** Plain data in which every name of a node is another. */
export function renamed<T>(value: T, renaming: ReadonlyMap<NodeId, NodeId>): T {
  if (typeof value === 'string') return (renaming.get(value) ?? value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => renamed(element, renaming)) as T;
  const fields = Object.entries(value).map(([name, field]) => [
    renaming.get(name) ?? name,
    renamed(field, renaming),
  ]);
  return Object.fromEntries(fields) as T;
}
