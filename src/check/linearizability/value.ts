/**
 * Values in a history: what EDN and JSON have in common, and what EDN adds to it.
 *
 * Two values are the same where their keys are. A key is exact: a hash that may collide would let
 * two states pass for one, and that would change the verdict.
 */

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | { readonly keyword: string }
  | { readonly set: readonly Value[] }
  | { readonly map: readonly (readonly [Value, Value])[] };

/** A text that is equal for equal values, and for no others. Sets and maps have no order. */
export function keyOf(value: Value): string {
  if (value === null) return 'nil';
  switch (typeof value) {
    case 'boolean':
    case 'number':
      return Object.is(value, -0) ? '0' : String(value);
    case 'bigint':
      return String(value);
    case 'string':
      return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(keyOf).join(' ')}]`;
  if ('keyword' in value) return `:${value.keyword}`;
  if ('set' in value) return `#{${[...new Set(value.set.map(keyOf))].sort().join(' ')}}`;
  return `{${value.map
    .map(([key, of]) => `${keyOf(key)} ${keyOf(of)}`)
    .sort()
    .join(' ')}}`;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** `[a b]`: what a key with its value is, and the old and new value of a compare-and-set. */
export function isPair(value: Value | undefined): value is readonly [Value, Value] {
  return isList(value) && value.length === 2;
}

/** The elements of a list or a set; undefined for anything else. */
export function elementsOf(value: Value | undefined): readonly Value[] | undefined {
  if (isList(value)) return value;
  return typeof value === 'object' && value !== null && 'set' in value ? value.set : undefined;
}

/** A value as a person reads it: as EDN has it, and not too long. */
export function inWords(value: Value, charactersMax = 60): string {
  const text = asEdn(value);
  if (text.length <= charactersMax) return text;
  const half = Math.floor((charactersMax - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

/** EDN, which Jepsen, Knossos and Clojure read. */
export function asEdn(value: Value): string {
  if (value === null) return 'nil';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(asEdn).join(' ')}]`;
  if ('keyword' in value) return `:${value.keyword}`;
  if ('set' in value) return `#{${value.set.map(asEdn).join(' ')}}`;
  return `{${value.map.map(([key, of]) => `${asEdn(key)} ${asEdn(of)}`).join(', ')}}`;
}
