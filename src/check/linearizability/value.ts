/**
 * Values in a history: what EDN and JSON have in common, and what EDN adds to it.
 *
 * Two values are the same if their keys are. A key is exact: a hash that may collide would let two
 * states pass for one, and that would change the verdict. Values can be nested to any depth, so
 * their texts are put together without recursion.
 */
import { must } from '../../kernel/must.ts';
import type { ExactNumber } from './exact-number.ts';

export type Value =
  | null
  | boolean
  | ExactNumber
  | string
  | readonly Value[]
  | { readonly keyword: string }
  | { readonly set: readonly Value[] }
  | { readonly map: readonly (readonly [Value, Value])[] };

type Collection = Extract<Value, readonly Value[] | { set: unknown } | { map: unknown }>;
type Leaf = Exclude<Value, Collection>;

/** How the text of a value comes from the texts of its parts; of a map, key and value in turn. */
interface Notation {
  readonly leaf: (value: Leaf) => string;
  readonly list: (parts: readonly string[]) => string;
  readonly set: (parts: readonly string[]) => string;
  readonly map: (parts: readonly string[]) => string;
}

const keys: Notation = {
  leaf: (value) => {
    if (value === null) return 'nil';
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value !== 'object') return Object.is(value, -0) ? '0' : String(value);
    return 'keyword' in value ? `:${value.keyword}` : value.exact;
  },
  list: (parts) => `[${joined(parts, ' ')}]`,
  set: (parts) => `#{${joined([...new Set(parts)].sort(), ' ')}}`,
  map: (parts) => `{${joined(pairsOf(parts, ' ').sort(), ' ')}}`,
};

/** A text that is equal for equal values, and for no others. Sets and maps have no order. */
export function keyOf(value: Value): string {
  return textIn(keys, value);
}

const edn: Notation = {
  leaf: (value) => {
    if (value === null) return 'nil';
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number' && !Number.isFinite(value)) return ednOfNonFinite(value);
    if (typeof value !== 'object') return String(value);
    if ('keyword' in value) return `:${value.keyword}`;
    return value.exact.includes('/') ? value.exact : `${withPoint(value.exact)}M`;
  },
  list: (parts) => `[${joined(parts, ' ')}]`,
  set: (parts) => `#{${joined(parts, ' ')}}`,
  map: (parts) => `{${joined(pairsOf(parts, ' '), ', ')}}`,
};

/** `125e-2` is 1.25. A decimal of very many places stays as it is. */
function withPoint(exact: string): string {
  const [, minus = '', digits = '', exponent = '0'] = /^(-?)(\d+)e(-?\d+)$/.exec(exact) ?? [];
  const places = -Number(exponent);
  if (places < 1 || places > 60) return exact;
  const padded = digits.padStart(places + 1, '0');
  return `${minus}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

function ednOfNonFinite(value: number): string {
  if (Number.isNaN(value)) return '##NaN';
  return value < 0 ? '##-Inf' : '##Inf';
}

/** EDN, which Jepsen, Knossos and Clojure read. */
export function asEdn(value: Value): string {
  return textIn(edn, value);
}

const json: Notation = {
  leaf: (value) => {
    if (value === null || typeof value === 'string') return JSON.stringify(value);
    if (typeof value !== 'object') return String(value);
    if ('keyword' in value) return JSON.stringify(value.keyword);
    return value.exact.includes('/') ? JSON.stringify(value.exact) : value.exact;
  },
  list: (parts) => `[${joined(parts, ',')}]`,
  set: (parts) => `[${joined(parts, ',')}]`,
  map: (parts) => {
    const named = parts.map((part, place) =>
      place % 2 === 1 || part.startsWith('"') ? part : JSON.stringify(part),
    );
    return `{${joined(pairsOf(named, ':'), ',')}}`;
  },
};

const jsonForReaders: Notation = {
  ...json,
  leaf: (value) => {
    const text = json.leaf(value);
    const isExact =
      typeof value !== 'object' ? typeof value === 'bigint' : value && 'exact' in value;
    return isExact && !text.startsWith('"') ? JSON.stringify(text) : text;
  },
};

/**
 * A value in JSON: keywords and ratios become texts, sets become lists. Exact numbers stay numbers;
 * `text` makes texts of them, because most readers of JSON would round them.
 */
export function asJson(value: Value, exactNumbersAs: 'number' | 'text' = 'number'): string {
  return textIn(exactNumbersAs === 'number' ? json : jsonForReaders, value);
}

interface OpenCollection {
  readonly value: Collection;
  readonly parts: readonly Value[];
  readonly texts: string[];
}

/** O(n), with a stack of its own. */
function textIn(notation: Notation, value: Value): string {
  if (!isCollection(value)) return notation.leaf(value);
  const open: OpenCollection[] = [opened(value)];
  for (;;) {
    const innermost = must(open.at(-1), 'open collection');
    const part = innermost.parts[innermost.texts.length];
    if (part === undefined) {
      open.pop();
      const text = closedText(notation, innermost);
      const outer = open.at(-1);
      if (outer === undefined) return text;
      outer.texts.push(text);
    } else if (isCollection(part)) {
      open.push(opened(part));
    } else {
      innermost.texts.push(notation.leaf(part));
    }
  }
}

function isCollection(value: Value): value is Collection {
  return typeof value === 'object' && value !== null && !('keyword' in value || 'exact' in value);
}

function opened(value: Collection): OpenCollection {
  if (isList(value)) return { value, parts: value, texts: [] };
  return { value, parts: 'set' in value ? value.set : value.map.flat(), texts: [] };
}

function closedText(notation: Notation, { value, texts }: OpenCollection): string {
  if (isList(value)) return notation.list(texts);
  return 'set' in value ? notation.set(texts) : notation.map(texts);
}

/** As `join` does, which copies: of values nested n deep that would take O(n^2). */
function joined(parts: readonly string[], separator: string): string {
  let text = parts[0] ?? '';
  for (let place = 1; place < parts.length; place++) text += separator + parts[place];
  return text;
}

function pairsOf(parts: readonly string[], separator: string): string[] {
  const pairs: string[] = [];
  for (let place = 0; place < parts.length; place += 2) {
    pairs.push(`${parts[place]}${separator}${parts[place + 1]}`);
  }
  return pairs;
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
