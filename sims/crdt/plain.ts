/**
 * Sets and maps as plain data: sorted lists without repetition, and records. The keys of records are what users and
 * replicas are called, `constructor` and `__proto__` included: they are looked up with `lookUp` and set in literals.
 */
import { must } from '../../src/kernel/must.ts';

/** Sorted lists of strings or numbers, without repetition. */
type Key = string | number;

export function union<K extends Key>(a: readonly K[], b: readonly K[]): readonly K[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const result: K[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = must(a[i], 'element of the first list');
    const y = must(b[j], 'element of the second list');
    if (x <= y) result.push(x);
    else result.push(y);
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  for (; i < a.length; i++) result.push(must(a[i], 'element of the first list'));
  for (; j < b.length; j++) result.push(must(b[j], 'element of the second list'));
  return result;
}

/** Is every element of `a` in `b`? */
export function isSubset<K extends Key>(a: readonly K[], b: readonly K[]): boolean {
  let j = 0;
  for (const x of a) {
    while (j < b.length && must(b[j], 'element of the second list') < x) j += 1;
    if (b[j] !== x) return false;
  }
  return true;
}

export function sorted<K extends Key>(keys: Iterable<K>): K[] {
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A record over the keys of both, in sorted order; what `join` leaves undefined is left out. */
export function joinRecords<V>(
  a: Readonly<Record<string, V>>,
  b: Readonly<Record<string, V>>,
  join: (x: V | undefined, y: V | undefined, key: string) => V | undefined,
): Record<string, V> {
  const result: [string, V][] = [];
  for (const key of sorted([...Object.keys(a), ...Object.keys(b)])) {
    const joined = join(lookUp(a, key), lookUp(b, key), key);
    if (joined !== undefined) result.push([key, joined]);
  }
  return Object.fromEntries(result);
}

/** What a record has under a key itself: not what every object has, such as a constructor. */
export function lookUp<V>(record: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Are two values of plain data the same, whatever the order of their fields? */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

/** A copy of plain data that shares nothing with it. */
export function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  const fields = Object.entries(value).map(([name, field]) => [name, copyOf(field)]);
  return Object.fromEntries(fields) as Value;
}
