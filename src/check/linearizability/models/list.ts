/**
 * A list that is appended to and read whole, as in Elle's list-append workload: here with one
 * operation a transaction. A read tells the order of all appends before it.
 */
import type { Call, Model, Reading } from '../model.ts';
import { elementsOf, inWords, isList, keyOf, type Value } from '../value.ts';

/** The keys of the elements tell two lists apart. */
interface Elements {
  readonly values: readonly Value[];
  readonly keys: readonly string[];
}

export const list: Model<Elements> = {
  id: 'list-append',
  says: 'a list with append and read',
  functions: ['append', 'read'],
  initial: (value) => listOf(elementsOf(value) ?? []),
  actionOf: (call) => (call.f === 'read' ? read(call) : append(call)),
  keyOf: ({ keys }) => keys.join(' '),
  inWords: ({ values }) => (values.length === 0 ? 'is empty' : `holds ${inWords(values)}`),
};

/** Nil is what a list that does not exist yet reads as, as in Elle. */
function read({ output, completed }: Call): Reading<Elements> {
  if (!completed || output === undefined) return 'unconstrained';
  const values = output ?? [];
  if (!isList(values)) return { wrong: 'a read of a list gives a list' };
  const seen = listOf(values);
  return {
    words: `read ${inWords(values, Infinity)}`,
    reads: true,
    step: (state) =>
      state.keys.length === seen.keys.length && isPrefix(state, seen) ? state : undefined,
    canFollow: (state) => isPrefix(state, seen),
  };
}

function append({ input }: Call): Reading<Elements> {
  if (input === undefined) return { wrong: 'an append needs an element' };
  const key = keyOf(input);
  return {
    words: `append ${inWords(input, Infinity)}`,
    reads: false,
    step: ({ values, keys }) => ({ values: [...values, input], keys: [...keys, key] }),
  };
}

function listOf(values: readonly Value[]): Elements {
  return { values, keys: values.map(keyOf) };
}

function isPrefix({ keys }: Elements, whole: Elements): boolean {
  return keys.every((key, place) => key === whole.keys[place]);
}
