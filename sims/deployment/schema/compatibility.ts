/** What a schema registry asks of a new schema (Confluent Platform documentation, Schema Evolution, Compatibility types). */
import { matches, mismatch, writtenField } from './resolution.ts';
import type { Type } from './types.ts';

/** Who can read whom: new readers old data, old readers new data, or both. */
export const compatibilities = ['backward', 'forward', 'full'] as const;
export type Compatibility = (typeof compatibilities)[number];

/** Why a reader cannot read everything that a writer can write; undefined if it can. */
export const difference = (reader: Type, writer: Type): string | undefined =>
  differing(reader, writer, new Map());

export const canRead = (reader: Type, writer: Type): boolean =>
  difference(reader, writer) === undefined;

/** Pairs that are looked at, or were: a recursive type meets itself, and what it holds is found on the way. */
type Seen = Map<Type, Set<Type>>;

function differing(reader: Type, writer: Type, seen: Seen): string | undefined {
  if (writer.kind === 'union') {
    return first(writer.branches, (branch) => differing(reader, branch, seen));
  }
  if (reader.kind === 'union') {
    const branch = reader.branches.find((one) => matches(one, writer));
    return branch === undefined ? mismatch(reader, writer) : differing(branch, writer, seen);
  }
  if (!matches(reader, writer)) return mismatch(reader, writer);
  if (reader.kind === 'array' && writer.kind === 'array') {
    return differing(reader.items, writer.items, seen);
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return differing(reader.values, writer.values, seen);
  }
  if (reader.kind === 'enum' && writer.kind === 'enum') {
    const unknown = writer.symbols.find((symbol) => !reader.symbols.includes(symbol));
    if (unknown === undefined || reader.byDefault !== undefined) return undefined;
    return `${reader.name} has no symbol ${unknown}, and no default`;
  }
  if (reader.kind !== 'record' || writer.kind !== 'record' || isSeen(reader, writer, seen)) {
    return undefined;
  }
  return first(reader.fields, (field) => {
    const written = writtenField(field, writer);
    if (written !== undefined) return within(field.name, differing(field.type, written.type, seen));
    if (field.byDefault !== undefined) return undefined;
    return `${field.name} is not written, and has no default`;
  });
}

const within = (field: string, found: string | undefined): string | undefined =>
  found === undefined ? undefined : `${field}: ${found}`;

function first<Item>(
  items: readonly Item[],
  of: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSeen(reader: Type, writer: Type, seen: Seen): boolean {
  const writers = seen.get(reader) ?? new Set();
  seen.set(reader, writers);
  if (writers.has(writer)) return true;
  writers.add(writer);
  return false;
}

/** Why a schema is not compatible with earlier ones; undefined if it is. The check is transitive if all are given. */
export function incompatibility(
  next: Type,
  earlier: readonly Type[],
  compatibility: Compatibility,
): string | undefined {
  return first(earlier, (one) => {
    const backward = compatibility === 'forward' ? undefined : difference(next, one);
    return backward ?? (compatibility === 'backward' ? undefined : difference(one, next));
  });
}
