/** A set: elements are added and removed, and a read gives them all. */
import { type Call, type Model, type ModelOptions, type Reading, saysNothing } from '../model.ts';
import { elementsOf, inWords, keyOf, type Value } from '../value.ts';

/** The elements by their keys, which are in ascending order. */
type Elements = ReadonlyMap<string, Value>;

export const set: Model<Elements> = {
  id: 'set',
  says: 'a set with add, remove and read',
  functions: ['add', 'remove', 'read'],
  initial: (value) => elementsIn(elementsOf(value) ?? []),
  actionOf: (call, options) => (call.f === 'read' ? read(call, options) : change(call)),
  keyOf: (elements) => [...elements.keys()].join(' '),
  inWords: (elements) => `holds ${inWords({ set: [...elements.values()] })}`,
};

/** A list with an element twice is no set, so no state matches it. */
function read({ output, completed }: Call, options: ModelOptions): Reading<Elements> {
  if (!completed || saysNothing(output, options)) return 'unconstrained';
  const seen = output === null ? [] : elementsOf(output);
  if (seen === undefined) return { wrong: 'a read of a set gives a list or a set' };
  const elements = elementsIn(seen);
  const key = elements.size === seen.length ? set.keyOf(elements) : undefined;
  return {
    words: `read ${inWords(output as Value, Infinity)}`,
    reads: true,
    step: (state) => (set.keyOf(state) === key ? state : undefined),
    canFollow: (state) => [...state.keys()].every((element) => elements.has(element)),
  };
}

function change({ f, input }: Call): Reading<Elements> {
  if (input === undefined) return { wrong: `${f} needs an element` };
  const key = keyOf(input);
  return {
    words: `${f} ${inWords(input, Infinity)}`,
    reads: false,
    ...(f === 'remove' ? { undoes: 'some' } : {}),
    step: (elements) => {
      const others = [...elements].filter(([other]) => other !== key);
      return new Map(sorted(f === 'add' ? [...others, [key, input]] : others));
    },
  };
}

function elementsIn(values: readonly Value[]): Elements {
  return new Map(sorted(values.map((value) => [keyOf(value), value])));
}

function sorted(entries: (readonly [string, Value])[]): (readonly [string, Value])[] {
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
