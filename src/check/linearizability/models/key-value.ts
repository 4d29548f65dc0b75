/**
 * A key-value store: of each key one value by itself. A key that was never written holds nothing,
 * which a read may report as nil, as the empty text or as the empty list.
 */
import { type Call, type Model, type ModelOptions, type Reading, saysNothing } from '../model.ts';
import { inWords, isList, isPair, keyOf, type Value } from '../value.ts';

/** The value of a key; undefined while nothing has been written. */
interface Cell {
  readonly value: Value | undefined;
}

const unwritten: Cell = { value: undefined };
const unseen: Cell = { value: null };

export const keyValue: Model<Cell> = {
  id: 'key-value',
  says: 'a store with get (read), put (write), append, cas and delete of keys',
  functions: ['get', 'read', 'put', 'write', 'append', 'cas', 'delete'],
  initial: (value) => ({ value }),
  unseen,
  actionOf: (call, options) => {
    switch (call.f) {
      case 'get':
      case 'read':
        return get(call, options);
      case 'append':
        return append(call);
      case 'cas':
        return compareAndSet(call);
      case 'delete':
        return { words: 'delete', reads: false, undoes: 'all', step: () => unwritten };
      default:
        return put(call);
    }
  },
  keyOf: (cell) => {
    if (cell === unseen) return 'unseen';
    return cell.value === undefined ? '' : keyOf(cell.value);
  },
  inWords: (cell) => {
    if (cell === unseen) return 'holds what no read has seen';
    return cell.value === undefined ? 'holds nothing' : `holds ${inWords(cell.value)}`;
  },
};

function get({ f, output, completed }: Call, options: ModelOptions): Reading<Cell> {
  if (!completed || saysNothing(output, options)) return 'unconstrained';
  const seen = output as Value;
  const key = keyOf(seen);
  const sawNothing = ['nil', '""', '[]'].includes(key);
  return {
    words: `${f} ${inWords(seen, Infinity)}`,
    reads: true,
    step: (cell) => {
      if (cell === unseen) return undefined;
      const matches = cell.value === undefined ? sawNothing : keyOf(cell.value) === key;
      return matches ? cell : undefined;
    },
    canFollow: ({ value }) => value === undefined || canGrowTo(value, seen),
  };
}

function put({ f, input, output }: Call): Reading<Cell> {
  const cell = { value: input ?? output ?? null };
  const words = `${f} ${inWords(cell.value, Infinity)}`;
  return { words, reads: false, undoes: 'all', step: () => cell };
}

/** Is this what was read, but for what has been appended since? */
function canGrowTo(value: Value, read: Value): boolean {
  let seen = read;
  // What was put first may be a list itself.
  while (isList(seen) && !isList(value)) {
    if (seen[0] === undefined) return false;
    seen = seen[0];
  }
  if (isList(value)) {
    if (!isList(seen)) return keyOf(value) === keyOf(seen);
    const grown = seen;
    return value.every((of, place) => keyOf(of) === keyOf(grown[place] ?? null));
  }
  if (typeof value === 'string' && typeof seen === 'string') return seen.startsWith(value);
  return keyOf(value) === keyOf(seen);
}

/** Texts grow at their end; anything else is collected in a list. Always possible. */
function append({ input }: Call): Reading<Cell> {
  if (input === undefined) return { wrong: 'an append needs a value' };
  return {
    words: `append ${inWords(input, Infinity)}`,
    reads: false,
    step: (cell) => {
      if (cell === unseen) return unseen;
      const before = cell.value ?? (typeof input === 'string' ? '' : []);
      if (typeof before === 'string' && typeof input === 'string') return { value: before + input };
      return { value: [...(isList(before) ? before : [before]), input] };
    },
  };
}

function compareAndSet({ input, refused }: Call): Reading<Cell> {
  if (!isPair(input)) return { wrong: 'a cas needs a pair [old new]' };
  const [from, to] = input;
  const key = keyOf(from);
  const cell = { value: to };
  const words = `cas ${inWords(from, Infinity)} → ${inWords(to, Infinity)}`;
  const found = (before: Cell) => keyOf(before.value ?? null) === key;
  if (refused) {
    return {
      words: `${words} refused`,
      reads: true,
      step: (before) => (before === unseen || found(before) ? undefined : before),
    };
  }
  return {
    words,
    reads: false,
    undoes: 'some',
    step: (before) => (before !== unseen && found(before) ? cell : undefined),
  };
}
