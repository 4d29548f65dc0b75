/**
 * Goal: RGA is a text editor at home and the same text everywhere. Method: against a plain list at
 * the origin; against the paper's own step-by-step rule on the list; against Fugue without left
 * children, which is RGA said as a tree; and all orders of delivery that keep causality.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { authorRuns } from '../../../../sims/crdt/laws.ts';
import { crdtRules } from '../../../../sims/crdt/rules.ts';
import {
  emptyList,
  everySlot,
  firstAfter,
  indexOf,
  leafMax,
  none,
  slotAfter,
  slotAt,
  slotBefore,
  visibleCount,
} from '../../../../sims/crdt/text/counted-list.ts';
import { hide, insertAfter, takeOut } from '../../../../sims/crdt/text/counted-list-changes.ts';
import {
  elementId,
  type SlotIndex,
  setSlot,
  slotOf,
  start,
} from '../../../../sims/crdt/text/element-id.ts';
import {
  applyDelete,
  applyInsert,
  becomeStable,
  deleteAt,
  elementsOf,
  emptyRga,
  insertAt,
  lengthOf,
  placeStepByStep,
  type Rga,
  type TextOp,
  textOf,
} from '../../../../sims/crdt/text/rga.ts';
import { fugueText, rgaText, type TextEdit } from '../../../../sims/crdt/text/text.ts';
import type { OpBased } from '../../../../sims/crdt/types.ts';
import { must } from '../../../../src/kernel/must.ts';
import { countOf } from '../../../support/campaign.ts';

const rules = crdtRules.without();
const a = must('a'.codePointAt(0), 'code point of the letter');

function apply(rga: Rga, op: TextOp): void {
  if ('insert' in op) applyInsert(rga, op, rules);
  else applyDelete(rga, op, rules);
}

describe('counted list', () => {
  const steps = fc.array(
    fc.tuple(fc.nat(), fc.constantFrom('insert', 'insert', 'insert', 'hide', 'take out')),
    { maxLength: 400 },
  );

  test.prop([steps], { numRuns: countOf({ unit: 25, deep: 400 }) })(
    'is a plain list that counts what is visible',
    (script) => {
      const list = emptyList();
      const plain: { slot: number; isHidden: boolean }[] = [];
      let next = 0;
      for (const [number, what] of script) {
        const place = plain.length === 0 ? -1 : number % plain.length;
        const at = plain[place];
        if (what === 'insert') {
          list.keys[next] = number % 50;
          insertAfter(list, at?.slot ?? none, next);
          plain.splice(place + 1, 0, { slot: next, isHidden: false });
          next += 1;
        } else if (at !== undefined && !at.isHidden) {
          hide(list, at.slot);
          at.isHidden = true;
        } else if (at !== undefined && what === 'take out') {
          takeOut(list, at.slot);
          plain.splice(place, 1);
        }
      }
      const visible = plain.filter(({ isHidden }) => !isHidden).map(({ slot }) => slot);
      expect([...everySlot(list)]).toEqual(plain.map(({ slot }) => slot));
      expect(visibleCount(list)).toBe(visible.length);
      expect(visible.map((_, index) => slotAt(list, index))).toEqual(visible);
      expect(visible.map((slot) => indexOf(list, slot))).toEqual(visible.map((_, index) => index));
      for (const [place, { slot }] of plain.entries()) {
        expect(slotAfter(list, slot)).toBe(plain[place + 1]?.slot ?? none);
        expect(slotBefore(list, slot)).toBe(plain[place - 1]?.slot ?? none);
        const smaller = plain
          .slice(place + 1)
          .find((other) => must(list.keys[other.slot], 'key of the slot') < 25);
        expect(firstAfter(list, slot, 25)).toBe(smaller?.slot ?? none);
      }
    },
  );

  test('what is taken out is no longer found as the next with a smaller key, many leaves away', () => {
    const list = emptyList();
    // Three levels: what is above a leaf is looked at from afar only.
    const low = 38 * leafMax;
    for (let slot = 0; slot < 40 * leafMax; slot++) {
      list.keys[slot] = slot === low ? 1 : 1_000;
      insertAfter(list, slot - 1, slot);
    }
    expect(firstAfter(list, 0, 500)).toBe(low);
    hide(list, low);
    expect(firstAfter(list, 0, 500)).toBe(low);
    takeOut(list, low);
    expect(firstAfter(list, 0, 500)).toBe(none);
  });

  test('ids find their slots, whatever gaps their counts have', () => {
    const index: SlotIndex = [];
    const ids = [elementId(1, 0), elementId(1, 3), elementId(64, 3), elementId(1_000_000, 4_095)];
    for (const [slot, id] of ids.entries()) setSlot(index, id, slot);
    expect(ids.map((id) => slotOf(index, id))).toEqual([0, 1, 2, 3]);
    expect(
      [elementId(2, 0), elementId(63, 3), elementId(1, 7)].map((id) => slotOf(index, id)),
    ).toEqual([undefined, undefined, undefined]);
  });
});

/** Where in the text, as a share of its length, and what. */
const keystrokes = fc.array(
  fc.tuple(fc.nat({ max: 999 }), fc.constantFrom('a', 'é', '😀', 'delete')),
  { maxLength: 300 },
);

test.prop([keystrokes], { numRuns: countOf({ unit: 20, deep: 400 }) })(
  'at the origin it is an array of characters',
  (script) => {
    const rga = emptyRga(0);
    const plain: string[] = [];
    for (const [share, what] of script) {
      if (what === 'delete') {
        if (plain.length === 0) continue;
        const at = Math.floor((share * plain.length) / 1_000);
        deleteAt(rga, at, rules);
        plain.splice(at, 1);
      } else {
        const at = Math.floor((share * (plain.length + 1)) / 1_000);
        insertAt(rga, at, must(what.codePointAt(0), 'code point of the letter'), rules);
        plain.splice(at, 0, what);
      }
      expect(lengthOf(rga)).toBe(plain.length);
    }
    expect(textOf(rga)).toBe(plain.join(''));
  },
);

type Text = OpBased<unknown, TextEdit, unknown, string>;

const edit: fc.Arbitrary<TextEdit> = fc.oneof(
  fc.record({ at: fc.nat({ max: 8 }), type: fc.constantFrom('a', 'bc', 'x', 'yz') }),
  fc.record({ at: fc.nat({ max: 8 }), delete: fc.integer({ min: 1, max: 2 }) }),
);
/** An edit at one of three replicas, or the receipt of the next operation of another. */
const sessions = fc.array(
  fc.oneof(
    fc.record({ at: fc.nat({ max: 2 }), edit }),
    fc.record({ at: fc.nat({ max: 2 }), receiveFrom: fc.nat({ max: 2 }) }),
  ),
  { maxLength: 40 },
);
type Session = typeof sessions extends fc.Arbitrary<infer Steps> ? Steps : never;

interface Sent {
  readonly op: unknown;
  readonly after: readonly number[];
}

/** Lets three replicas edit and receive, in causal order, and in the end receive everything. */
function carryOut(session: Session, typeOf: (site: number) => Text) {
  const types = [0, 1, 2].map(typeOf);
  const states = types.map((type) => type.initial());
  const sent: Sent[][] = [[], [], []];
  const has = [0, 1, 2].map(() => [0, 0, 0]);
  const by = { replica: '', now: () => 0 };
  const receive = (at: number, from: number): boolean => {
    const mine = must(has[at], 'what the replica has');
    const next = sent[from]?.[must(mine[from], 'count of the replica')];
    if (at === from || next === undefined) return false;
    if (!next.after.every((count, replica) => count <= must(mine[replica], 'count of the replica')))
      return false;
    expect(types[at]?.ready?.(states[at], next.op)).toBe(true);
    states[at] = types[at]?.effect(states[at], next.op, by);
    mine[from] = must(mine[from], 'count of the replica') + 1;
    return true;
  };
  for (const step of session) {
    if ('receiveFrom' in step) {
      receive(step.at, step.receiveFrom);
      continue;
    }
    const type = must(types[step.at], 'text of the replica');
    const before = [...type.query(states[step.at])];
    const op = type.prepare(states[step.at], step.edit, by);
    if (op === undefined) continue;
    states[step.at] = type.effect(states[step.at], op, by);
    const { at } = step.edit;
    if ('delete' in step.edit) before.splice(at, step.edit.delete);
    else before.splice(at, 0, ...step.edit.type);
    expect(type.query(states[step.at])).toBe(before.join(''));
    const mine = must(has[step.at], 'what the replica has');
    sent[step.at]?.push({ op, after: [...mine] });
    mine[step.at] = must(mine[step.at], 'count of the replica') + 1;
  }
  for (let moved = true; moved; ) {
    moved = [0, 1, 2].some((at) => [0, 1, 2].some((from) => receive(at, from)));
  }
  return { types, states, sent, texts: types.map((type, at) => type.query(states[at])) };
}

describe('three replicas', () => {
  test.prop([sessions], { numRuns: countOf({ unit: 50, deep: 1000 }) })(
    'RGA: what is typed stands where it was typed, and all come to the same text',
    (session) => {
      const { texts } = carryOut(session, (site) => rgaText(site, rules) as Text);
      expect(new Set(texts).size).toBe(1);
    },
  );

  test.prop([sessions], { numRuns: countOf({ unit: 50, deep: 1000 }) })(
    'Fugue: the same',
    (session) => {
      const { texts } = carryOut(session, (site) => fugueText(site, rules) as Text);
      expect(new Set(texts).size).toBe(1);
    },
  );

  test.prop([sessions], { numRuns: countOf({ unit: 50, deep: 1000 }) })(
    'RGA is Fugue without left children',
    (session) => {
      const withoutLeft = crdtRules.without('left-children');
      const tree = carryOut(session, (site) => fugueText(site, withoutLeft) as Text);
      const list = carryOut(session, (site) => rgaText(site, rules) as Text);
      expect(tree.texts).toEqual(list.texts);
    },
  );

  test.prop([sessions], { numRuns: countOf({ unit: 50, deep: 1000 }) })(
    'when all have everything, every tombstone can go, and the text stays',
    (session) => {
      const { types, states, sent, texts } = carryOut(
        session,
        (site) => rgaText(site, rules) as Text,
      );
      const ops = sent.flat().map(({ op }) => op);
      for (const [at, type] of types.entries()) {
        for (const op of ops) type.stable?.(states[at], op);
        expect(type.query(states[at])).toBe(texts[at]);
      }
      for (const rga of states as Rga[]) expect(elementsOf(rga)).toBe(lengthOf(rga));
      // And everybody can go on.
      const op = types[0]?.prepare(
        states[0],
        { at: 1, type: 'new' },
        { replica: '', now: () => 0 },
      );
      const after = types.map((type, at) =>
        type.query(type.effect(states[at], op, { replica: '', now: () => 0 })),
      );
      expect(new Set(after).size).toBe(1);
    },
  );
});

test.prop([fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat()), { minLength: 1, maxLength: 200 })], {
  numRuns: countOf({ unit: 40, deep: 400 }),
})('stepping over what has a larger id is the paper’s walk to the right', (script) => {
  // Operations of many sites at few places, ids in any order that keeps references behind.
  const rga = emptyRga(0);
  const ids = [start];
  for (const [index, [site, choice]] of script.entries()) {
    const after = must(ids[choice % ids.length], 'id in turn');
    const count = Math.floor(after / 4_096) + 1 + (choice % 7);
    const op = { insert: elementId(count, site + 1), after, codePoint: a };
    if (ids.includes(op.insert)) continue;
    const reference = after === start ? none : (slotOf(rga.index, after) as number);
    const left = placeStepByStep(rga, reference, op, rules);
    apply(rga, op);
    expect([index, slotBefore(rga.list, slotOf(rga.index, op.insert) as number)]).toEqual([
      index,
      left,
    ]);
    ids.push(op.insert);
  }
});

describe('an operation that is there already', () => {
  test('an insert that comes again changes nothing, wherever it would come to stand now', () => {
    const [rga, other] = [emptyRga(1), emptyRga(2)];
    const inserts = [0, 1, 2].map((index) => insertAt(rga, index, a + index, rules));
    for (const op of inserts) apply(other, op);
    apply(other, insertAt(rga, 1, a + 25, rules));
    for (const op of [...inserts, deleteAt(rga, 0, rules), ...inserts]) apply(other, op);
    expect([textOf(other), lengthOf(other), elementsOf(other)]).toEqual(['zbc', 3, 4]);
    expect(textOf(other)).toBe(textOf(rga));
  });

  test('a delete that comes again changes nothing', () => {
    const rga = emptyRga(1);
    insertAt(rga, 0, a, rules);
    insertAt(rga, 1, a + 1, rules);
    const op = deleteAt(rga, 0, rules);
    apply(rga, op);
    expect([textOf(rga), lengthOf(rga), elementsOf(rga)]).toEqual(['b', 1, 2]);
  });
});

test('in a text of many leaves, a collected tombstone no longer stops the step to the right', () => {
  const rga = emptyRga(5);
  let after = start;
  for (let count = 1_000; count < 1_200; count++) {
    const insert = elementId(count, 1);
    apply(rga, { insert, after, codePoint: a });
    after = insert;
  }
  // Typed at the start long before: it is pushed to the end.
  const low = elementId(5, 2);
  apply(rga, { insert: low, after: start, codePoint: a + 1 });
  expect(textOf(rga).at(-1)).toBe('b');
  apply(rga, { delete: low });
  becomeStable(rga, { delete: low });
  expect(elementsOf(rga)).toBe(200);
  apply(rga, { insert: elementId(6, 3), after: start, codePoint: a + 2 });
  expect(textOf(rga)).toBe(`${'a'.repeat(200)}c`);
});

describe('stability', () => {
  const typed = () => {
    const rga = emptyRga(0);
    const ops: TextOp[] = ['a', 'b', 'c'].map((letter, index) =>
      insertAt(rga, index, must(letter.codePointAt(0), 'code point of the letter'), rules),
    );
    ops.push(deleteAt(rga, 1, rules));
    return { rga, ops };
  };

  test('a tombstone stays until its delete is stable', () => {
    const { rga, ops } = typed();
    for (const op of ops.slice(0, 3)) becomeStable(rga, op);
    expect(elementsOf(rga)).toBe(3);
    becomeStable(rga, must(ops[3], 'operation of the session'));
    expect([elementsOf(rga), textOf(rga)]).toEqual([2, 'ac']);
  });

  test('and until the insert of what stands behind it is (Roh et al. 2011, §5.4)', () => {
    const { rga, ops } = typed();
    becomeStable(rga, must(ops[3], 'operation of the session'));
    expect(elementsOf(rga)).toBe(3);
    becomeStable(rga, must(ops[2], 'operation of the session'));
    expect([elementsOf(rga), textOf(rga)]).toEqual([2, 'ac']);
  });
});

describe('interleaving', () => {
  const words = (typeOf: (site: number) => Text, isForwards: boolean, length: number) => {
    const word = (letters: string) =>
      [...letters.slice(0, length)].map((letter, index) => ({
        at: isForwards ? index : 0,
        type: letter,
      }));
    const session = [
      ...word('abcdefgh').map((edit) => ({ at: 0, edit })),
      ...word('ABCDEFGH').map((edit) => ({ at: 1, edit })),
    ];
    return must(carryOut(session, typeOf).texts[2], 'text of the third replica');
  };

  test.prop([fc.boolean(), fc.integer({ min: 1, max: 8 })])(
    'Fugue keeps two words apart, typed forwards or backwards',
    (isForwards, length) => {
      expect(authorRuns(words((site) => fugueText(site, rules) as Text, isForwards, length))).toBe(
        2,
      );
    },
  );

  test('RGA keeps them apart forwards, and mixes them backwards', () => {
    const rga = (site: number) => rgaText(site, rules) as Text;
    expect(words(rga, true, 2)).toBe('ABab');
    expect(words(rga, false, 2)).toBe('BbAa');
  });

  test('an RGA text that is cut at a surrogate pair cannot be: characters are code points', () => {
    const rga = emptyRga(0);
    for (const [index, letter] of [...'a😀b'].entries())
      insertAt(rga, index, must(letter.codePointAt(0), 'code point of the letter'), rules);
    deleteAt(rga, 1, rules);
    expect(textOf(rga)).toBe('ab');
  });
});
