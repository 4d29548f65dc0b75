/**
 * Goal: no type looks at what its elements, keys and replicas are called: words that objects have a meaning for, empty
 * ones, very long ones, and ones that look like a dot give what plain letters give. Method: the same script of edits,
 * merges and deliveries with plain letters and with hard words put in their places, in the same order of the alphabet,
 * as ties are broken by names.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogueType, type TypeName } from '../../../sims/crdt/catalogue.ts';
import { same, sorted } from '../../../sims/crdt/plain.ts';
import { crdtRules } from '../../../sims/crdt/rules.ts';
import { update } from '../../../sims/crdt/types.ts';
import { copyOf, keyOf } from '../../../src/explore/plain.ts';
import { must } from '../../../src/kernel/must.ts';
import {
  type StateBasedName,
  type Step,
  scriptsOf,
  stateBasedTypes,
} from '../../support/crdt-edits.ts';

const hardWords = sorted([
  '',
  '.',
  '..1',
  '0',
  '10',
  '__proto__',
  'a.1',
  'constructor',
  'hasOwnProperty',
  'k>l',
  'r1.2.3',
  'toString',
  'valueOf',
  'w'.repeat(5_000),
  '"}',
  'ä',
  '😀',
]);
/** What replicas are called in scripts, and everything else, each in the order of the alphabet. */
const replicas = ['a', 'b', 'c'] as const;
const letters = ['k', 'l', 'p', 'q', 'r', 's', 'x', 'y', 'z'] as const;

/** Words in the same order, as many as there are letters. */
const wordsFor = (called: readonly string[]) =>
  fc
    .subarray(hardWords, { minLength: called.length, maxLength: called.length })
    .map((words) => called.map((letter, at) => [letter, must(words[at], 'word')] as const));

const namings = fc
  .tuple(wordsFor(replicas), wordsFor(letters))
  .map(([names, words]) => new Map([...names, ...words]));

type Naming = ReadonlyMap<string, string>;
const plain: Naming = new Map([...replicas, ...letters].map((letter) => [letter, letter]));

/** The same data with every text and every key of `words` replaced; names of fields stay. */
function renamed(value: unknown, words: Naming, isFields = false): unknown {
  if (typeof value === 'string') return words.get(value) ?? value;
  if (Array.isArray(value)) return value.map((element) => renamed(element, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      isFields ? name : (words.get(name) ?? name),
      renamed(held, words),
    ]),
  );
}

/** An edit: its own fields keep their names, what is in `set` does not. */
const editIn = (edit: object, words: Naming) => renamed(edit, words, true) as object;

/** What three replicas show after each step, in letters. */
function shownByStates(name: StateBasedName, script: readonly Step[], words: Naming): unknown[] {
  const nodes = replicas.map((letter) => must(words.get(letter), 'word'));
  const type = must(catalogueType(name, crdtRules.without(), nodes).stateBased, 'state-based type');
  const states = replicas.map(() => type.initial());
  return script.map((step) => {
    if ('from' in step) states[step.at] = type.merge(states[step.at], states[step.from]);
    else {
      const by = { replica: must(nodes[step.at], 'replica'), now: () => step.clockMs };
      states[step.at] = update(type, states[step.at], editIn(step.edit, words), by);
    }
    const state = states[step.at];
    // What is written down and read again, and what explorations copy, is the same.
    expect(same(JSON.parse(JSON.stringify(state)), state)).toBe(true);
    expect(keyOf(copyOf(state))).toBe(keyOf(state));
    return [type.query(state), type.compare(state, must(states[0], 'state'))];
  });
}

/** The same of operations, each of which goes to the others at once, in the order in which they were made. */
function shownByOperations(name: TypeName, script: readonly Step[], words: Naming): unknown[] {
  const nodes = replicas.map((letter) => must(words.get(letter), 'word'));
  const { opBased } = catalogueType(name, crdtRules.without(), nodes);
  const types = nodes.map((node) => must(opBased, 'op-based type')(node));
  const states = types.map((type) => type.initial());
  return script.map((step) => {
    if ('from' in step) return undefined;
    const by = { replica: must(nodes[step.at], 'replica'), now: () => step.clockMs };
    const op = types[step.at]?.prepare(states[step.at], editIn(step.edit, words), by);
    if (op === undefined) return 'refused';
    for (const [at, type] of types.entries()) states[at] = type.effect(states[at], op, by);
    return types.map((type, at) => type.query(states[at]));
  });
}

/** Sets are shown sorted, and words are in the order of their letters; maps show their keys in some order. */
function expectSame(hard: unknown[], letters: unknown[], words: Naming): void {
  const inWords = letters.map((shown) => renamed(shown, words));
  if (!same(hard, inWords)) expect(hard).toEqual(inWords);
}

describe.each(stateBasedTypes)('%s', (name) => {
  test.prop([scriptsOf(name), namings], { numRuns: 15 })(
    'shows the same, whatever things are called',
    (script, words) => {
      expectSame(shownByStates(name, script, words), shownByStates(name, script, plain), words);
    },
  );
});

describe.each(['g-counter', 'pn-counter', 'or-set', 'lww-register'] as const)(
  '%s by operations',
  (name) => {
    test.prop([scriptsOf(name), namings], { numRuns: 15 })(
      'shows the same, whatever things are called',
      (script, words) => {
        expectSame(
          shownByOperations(name, script, words),
          shownByOperations(name, script, plain),
          words,
        );
      },
    );
  },
);

test('an OR-Set counts the tags of a replica whose name has dots, and of no other', () => {
  const { opBased } = catalogueType('or-set', crdtRules.without(), ['r1.2', 'r1']);
  const type = must(opBased, 'op-based type')('r1.2');
  const by = { replica: 'r1.2', now: () => 0 };
  let state = type.initial();
  for (const edit of [{ add: 'x' }, { remove: 'x' }, { add: 'x' }, { remove: 'x' }, { add: 'y' }]) {
    state = type.effect(state, must(type.prepare(state, edit, by), 'operation'), by);
  }
  expect([type.query(state), state]).toEqual([
    ['y'],
    { added: { 'r1.2.3': 'y' }, removed: [], made: { 'r1.2': 3 } },
  ]);
});

test('different states have different texts, whatever their fields are called', () => {
  expect(keyOf({ 'a:1,b': 2 })).not.toBe(keyOf({ a: 1, b: 2 }));
  expect(keyOf({ '': 1 })).not.toBe(keyOf({}));
  const copy = copyOf(JSON.parse('{"__proto__":[1]}')) as object;
  expect(Object.entries(copy)).toEqual([['__proto__', [1]]]);
});
