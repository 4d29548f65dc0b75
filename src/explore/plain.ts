/**
 * Plain data: copies of it, and a text by which equal data can be told from different.
 */

const field = { configurable: true, enumerable: true, writable: true };

/** A copy that shares nothing that can change. Plain objects, arrays, maps and sets. O(size). */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (value instanceof Map) {
    return new Map([...value].map(([key, held]) => [copyOf(key), copyOf(held)])) as T;
  }
  if (value instanceof Set) return new Set([...value].map(copyOf)) as T;
  const copy = Object.create(Object.getPrototypeOf(value)) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const held = copyOf((value as Record<string, unknown>)[key]);
    // An assignment would set the copy's prototype instead.
    if (key === '__proto__') Object.defineProperty(copy, key, { ...field, value: held });
    else copy[key] = held;
  }
  return copy as T;
}

/**
 * Equal texts, equal data: the order of fields, and fields that are undefined, count for nothing.
 * Throws TypeError for a function. O(size log fields).
 */
export function keyOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : keyOfObject(value);
    default:
      throw new TypeError(`a ${typeof value} is not plain data`);
  }
}

/** What needs no quotes to be told from what comes before and behind it. */
const isWord = /^[\w-]+$/;

function keyOfObject(value: object): string {
  if (Array.isArray(value)) {
    let text = '[';
    for (const element of value) text += `${keyOf(element)},`;
    return `${text}]`;
  }
  if (value instanceof Set) return `set(${[...value].map(keyOf).sort().join()})`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, held]) => `${keyOf(key)}:${keyOf(held)}`);
    return `map(${entries.sort().join()})`;
  }
  const fields = value as Record<string, unknown>;
  let text = '{';
  for (const name of Object.keys(fields).sort()) {
    const held = fields[name];
    if (held !== undefined)
      text += `${isWord.test(name) ? name : JSON.stringify(name)}:${keyOf(held)},`;
  }
  return `${text}}`;
}

/** Numbers distinct values from 0, in the order in which they come. */
export class Interner<T> {
  readonly #ids = new Map<string, number>();
  readonly values: T[] = [];

  /** The number of a value; `key` is its text, where that is known. O(size). */
  id(value: T, key = keyOf(value)): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.values.length;
    this.#ids.set(key, id);
    this.values.push(value);
    return id;
  }

  get(id: number): T {
    return this.values[id] as T;
  }

  get size(): number {
    return this.values.length;
  }
}
