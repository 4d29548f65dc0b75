/**
 * Goal: text in runs is the one-character RGA, character by character: the same operations from the same edits, the
 * same order of all ids, tombstones included, after any delivery that keeps causality. Method: both are fed in step by
 * three replicas; operations arrive twice, cut into pieces and overlapping; and what the structure promises of its
 * counts, its index and its cursor is checked on the way.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { same } from '../../../../sims/crdt/plain.ts';
import { crdtRules } from '../../../../sims/crdt/rules.ts';
import { everySlot } from '../../../../sims/crdt/text/counted-list.ts';
import { type ElementId, sitesMax, start } from '../../../../sims/crdt/text/element-id.ts';
import {
  applyDelete,
  applyInsert,
  deleteAt,
  emptyRga,
  insertAt,
  lengthOf,
  type Rga,
  type TextOp,
  textOf,
} from '../../../../sims/crdt/text/rga.ts';
import { charactersIn, sliceOf } from '../../../../sims/crdt/text/runs/characters.ts';
import { runOf } from '../../../../sims/crdt/text/runs/run-index.ts';
import {
  everyRun,
  firstAfter,
  none,
  type RunList,
  seek,
  slotAfter,
  slotBefore,
} from '../../../../sims/crdt/text/runs/run-list.ts';
import {
  applyRunOp,
  deleteRunsAt,
  emptyRunText,
  insertRunAt,
  isRunOpReady,
  lengthOfRuns,
  type RunOp,
  type RunText,
  rangesAt,
  runIdAt,
  runsOf,
  textOfRuns,
} from '../../../../sims/crdt/text/runs/run-text.ts';
import { must } from '../../../../src/kernel/must.ts';
import { countOf } from '../../../support/campaign.ts';

const rules = crdtRules.without();

/** The operations of single characters that a run stands for. */
function charactersOf(op: RunOp): TextOp[] {
  if ('delete' in op) {
    return op.delete.flatMap(([first, length]) =>
      Array.from({ length }, (_, place) => ({ delete: first + place * sitesMax })),
    );
  }
  return [...op.text].map((character, place) => ({
    insert: op.insert + place * sitesMax,
    after: place === 0 ? op.after : op.insert + (place - 1) * sitesMax,
    codePoint: must(character.codePointAt(0), 'code point of the character'),
  }));
}

/** A text in runs and its model, at one site. */
class Pair {
  readonly runs: RunText;
  readonly model: Rga;

  constructor(site: number) {
    this.runs = emptyRunText(site);
    this.model = emptyRga(site);
  }

  type(index: number, text: string): RunOp {
    const op = insertRunAt(this.runs, index, text);
    const own = [...text].map((character, place) =>
      insertAt(this.model, index + place, must(character.codePointAt(0), 'code point'), rules),
    );
    expect(charactersOf(op)).toEqual(own);
    return op;
  }

  erase(index: number, count: number): RunOp {
    const ahead = rangesAt(this.runs, index, count);
    const op = deleteRunsAt(this.runs, index, count);
    expect(op).toEqual({ delete: ahead });
    const own = Array.from({ length: count }, () => deleteAt(this.model, index, rules));
    expect(charactersOf(op)).toEqual(own);
    return op;
  }

  receive(op: RunOp): void {
    expect(isRunOpReady(this.runs, op)).toBe(true);
    applyRunOp(this.runs, op);
    for (const each of charactersOf(op)) {
      if ('insert' in each) applyInsert(this.model, each, rules);
      else applyDelete(this.model, each, rules);
    }
  }

  expectSame(): void {
    if (!same(elementsOfRuns(this.runs), elementsOf(this.model))) {
      expect(elementsOfRuns(this.runs)).toEqual(elementsOf(this.model));
    }
    expect(textOfRuns(this.runs)).toBe(textOf(this.model));
    expect(lengthOfRuns(this.runs)).toBe(lengthOf(this.model));
    expect(this.runs.clock).toBe(this.model.clock);
    expect(faultsIn(this.runs)).toEqual([]);
  }
}

type Elements = readonly (readonly [id: ElementId, isHidden: boolean])[];

function elementsOf({ list }: Rga): Elements {
  return [...everySlot(list)].map(
    (slot) => [must(list.keys[slot], 'id'), must(list.hidden[slot], 'hidden')] as const,
  );
}

function elementsOfRuns({ list }: RunText): Elements {
  return [...everyRun(list)].flatMap((slot) => {
    const { id, length, visible } = runAt(list, slot);
    return Array.from({ length }, (_, place) => [id + place * sitesMax, visible === 0] as const);
  });
}

function runAt(list: RunList, slot: number) {
  return {
    id: must(list.ids[slot], 'id of the run'),
    length: must(list.lengths[slot], 'length of the run'),
    visible: must(list.visible[slot], 'visible characters of the run'),
    text: must(list.texts[slot], 'text of the run'),
  };
}

/** What the structure promises, whatever the operations were: what of it is broken. */
function faultsIn(text: RunText): readonly string[] {
  const { list, index } = text;
  const slots = [...everyRun(list)];
  const faults: string[] = [];
  const hold = (holds: boolean, what: string) => {
    if (!holds) faults.push(what);
  };
  let before = 0;
  for (const [place, slot] of slots.entries()) {
    const { id, length, visible, text } = runAt(list, slot);
    hold(length > 0 && (visible === 0 || visible === length), `run ${slot}: its length`);
    hold(charactersIn(text) === visible, `run ${slot}: its text`);
    if (list.cursor.slot === slot) hold(list.cursor.before === before, 'cursor');
    for (let offset = 0; offset < length; offset++) {
      hold(runOf(index, list, id + offset * sitesMax) === slot, `run ${slot}: index`);
      if (visible > 0) hold(seek(list, before + offset) === slot, `run ${slot}: seek`);
    }
    hold(slotAfter(list, slot) === (slots[place + 1] ?? none), `run ${slot}: next`);
    hold(slotBefore(list, slot) === (slots[place - 1] ?? none), `run ${slot}: before`);
    const smaller = slots.slice(place + 1).find((other) => must(list.ids[other], 'id') < id);
    hold(firstAfter(list, slot, id) === (smaller ?? none), `run ${slot}: next with a smaller id`);
    before += visible;
  }
  const listed = index.sites.flat(2).sort((a, b) => a - b);
  hold(
    same(
      listed,
      [...slots].sort((a, b) => a - b),
    ),
    'the runs of the index',
  );
  hold(slots.length === runsOf(text), 'the number of runs');
  return faults;
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      at: fc.nat({ max: 2 }),
      place: fc.nat({ max: 999 }),
      text: fc.constantFrom(
        'a',
        'bc',
        'x',
        'word',
        'é',
        '😀',
        'p😀q',
        '\ud83d',
        '\ude00z',
        'a longer text',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      at: fc.nat({ max: 2 }),
      place: fc.nat({ max: 999 }),
      erase: fc.integer({ min: 1, max: 12 }),
    }),
  },
  // Where the last edit was, as people type.
  {
    weight: 3,
    arbitrary: fc.record({ at: fc.nat({ max: 2 }), goOn: fc.constantFrom('y', 'back', 'forward') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ at: fc.nat({ max: 2 }), from: fc.nat({ max: 2 }), cut: fc.nat() }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Sent {
  readonly op: RunOp;
  /** How many operations of each replica the author had. */
  readonly after: readonly number[];
}

/** An operation as it may arrive: whole, twice, or in pieces of which the second overlaps the first. */
function arriving(op: RunOp, cut: number): readonly RunOp[] {
  if (cut % 4 === 0) return [op, op];
  if (cut % 4 !== 1) return [op];
  if ('delete' in op) return op.delete.map((range) => ({ delete: [range] }));
  const length = charactersIn(op.text);
  const upTo = 1 + (cut % length);
  return [{ ...op, text: sliceOf(op.text, length, 0, upTo) }, op];
}

class Session {
  readonly pairs = [0, 1, 2].map((site) => new Pair(site));
  readonly #sent: Sent[][] = [[], [], []];
  readonly #has = [0, 1, 2].map(() => [0, 0, 0]);
  readonly #cursors = [0, 0, 0];

  take(step: Step): void {
    if ('from' in step) {
      this.receive(step.at, step.from, step.cut);
      return;
    }
    const pair = must(this.pairs[step.at], 'replica');
    const length = lengthOfRuns(pair.runs);
    if ('text' in step) {
      const place = Math.floor((step.place * (length + 1)) / 1_000);
      this.#send(step.at, pair.type(place, step.text));
      this.#cursors[step.at] = place + charactersIn(step.text);
      return;
    }
    if ('erase' in step) {
      if (length === 0) return;
      const place = Math.floor((step.place * length) / 1_000);
      this.#send(step.at, pair.erase(place, Math.min(step.erase, length - place)));
      this.#cursors[step.at] = place;
      return;
    }
    const cursor = Math.min(must(this.#cursors[step.at], 'cursor'), length);
    if (step.goOn === 'y') {
      this.#send(step.at, pair.type(cursor, 'y'));
      this.#cursors[step.at] = cursor + 1;
    } else {
      const place = step.goOn === 'back' ? cursor - 1 : cursor;
      if (place < 0 || place >= length) return;
      this.#send(step.at, pair.erase(place, 1));
      this.#cursors[step.at] = place;
    }
  }

  #send(at: number, op: RunOp): void {
    const mine = must(this.#has[at], 'what the replica has');
    must(this.#sent[at], 'operations of the replica').push({ op, after: [...mine] });
    mine[at] = must(mine[at], 'count') + 1;
  }

  receive(at: number, from: number, cut: number): boolean {
    const mine = must(this.#has[at], 'what the replica has');
    const next = this.#sent[from]?.[must(mine[from], 'count')];
    if (at === from || next === undefined) return false;
    if (!next.after.every((count, replica) => count <= must(mine[replica], 'count'))) return false;
    for (const op of arriving(next.op, cut)) must(this.pairs[at], 'replica').receive(op);
    mine[from] = must(mine[from], 'count') + 1;
    return true;
  }

  settle(): void {
    for (let moved = true; moved; ) {
      moved = [0, 1, 2].some((at) => [0, 1, 2].some((from) => this.receive(at, from, 2)));
    }
  }
}

describe('three replicas', () => {
  test.prop([fc.array(step, { maxLength: 60 })], { numRuns: countOf({ unit: 30, deep: 1000 }) })(
    'every replica has the order of the one-character model after every step, and all come to one text',
    (steps) => {
      const session = new Session();
      for (const each of steps) {
        session.take(each);
        session.pairs[each.at]?.expectSame();
      }
      session.settle();
      for (const pair of session.pairs) pair.expectSame();
      const orders = session.pairs.map(({ runs }) => elementsOfRuns(runs));
      expect(orders[1]).toEqual(orders[0]);
      expect(orders[2]).toEqual(orders[0]);
    },
  );

  test.prop([fc.array(step, { minLength: 300, maxLength: 500 })], {
    numRuns: countOf({ unit: 3, deep: 40 }),
  })('also in a text that is many leaves long', (steps) => {
    const session = new Session();
    for (const each of steps) session.take(each);
    session.settle();
    for (const pair of session.pairs) pair.expectSame();
    expect(new Set(session.pairs.map(({ runs }) => textOfRuns(runs))).size).toBe(1);
  });
});

/** Runs of one author, so many that leaves, nodes and blocks of the index split. */
test('a text of thousands of runs keeps its counts, its index and its order', () => {
  const pair = new Pair(1);
  let state = 1;
  const draw = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let step = 0; step < 3_000; step++) {
    const length = lengthOfRuns(pair.runs);
    if (step % 4 === 3) pair.erase(draw(length - 1), 1);
    else pair.type(draw(length + 1), 'ab');
  }
  expect(pair.runs.list.nodes.length).toBeGreaterThan(60);
  pair.expectSame();
});

describe('splits', () => {
  const word = 'abcdef';
  const places = Array.from({ length: word.length + 1 }, (_, place) => place);

  test.each(places)('another types within a run, before its character %i', (place) => {
    for (const site of [0, 2]) {
      const [author, other] = [new Pair(1), new Pair(site)];
      other.receive(author.type(0, word));
      author.receive(other.type(place, 'XY'));
      for (const pair of [author, other]) pair.expectSame();
      expect(textOfRuns(author.runs)).toBe(`${word.slice(0, place)}XY${word.slice(place)}`);
    }
  });

  test('any part of a run is deleted at home and elsewhere, and once more changes nothing', () => {
    for (const from of places.slice(0, -1)) {
      for (let count = 1; count <= word.length - from; count++) {
        const [author, other] = [new Pair(1), new Pair(2)];
        other.receive(author.type(0, word));
        const op = author.erase(from, count);
        for (let times = 0; times < 2; times++) other.receive(op);
        for (const pair of [author, other]) pair.expectSame();
        expect(textOfRuns(other.runs)).toBe(word.slice(0, from) + word.slice(from + count));
      }
    }
  });

  test('two parts that are deleted apart, in any order, become one deleted run again', () => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const pair = new Pair(1);
      pair.type(0, word);
      for (const part of order) {
        const op = { delete: [[pairId(1, 1 + 2 * part), 2] as const] };
        pair.receive(op);
        pair.expectSame();
      }
      expect([runsOf(pair.runs), textOfRuns(pair.runs)]).toEqual([1, '']);
    }
  });

  test('a run within whose ids another author’s equal count falls is passed over or split', () => {
    // Both type behind the first letter at the same count: the one with the higher site comes first.
    for (const [site, expected] of [
      [0, 'abcX'],
      [2, 'aXbc'],
    ] as const) {
      const pair = new Pair(1);
      pair.type(0, 'abc');
      pair.receive({ insert: pairId(site, 2), after: pairId(1, 1), text: 'X' });
      pair.expectSame();
      expect(textOfRuns(pair.runs)).toBe(expected);
    }
  });
});

const pairId = (site: number, count: number): ElementId => count * sitesMax + site;

describe('size', () => {
  test('what is typed in one go is one run, at home and elsewhere', () => {
    const [author, other] = [new Pair(1), new Pair(2)];
    for (const [place, letter] of [...'typed in one go'].entries()) {
      other.receive(author.type(place, letter));
    }
    expect([runsOf(author.runs), runsOf(other.runs)]).toEqual([1, 1]);
  });

  test('backspace leaves two runs, one of them deleted', () => {
    const pair = new Pair(1);
    pair.type(0, 'typed in one go');
    for (let place = 14; place >= 8; place--) pair.erase(place, 1);
    expect([runsOf(pair.runs), textOfRuns(pair.runs)]).toEqual([2, 'typed in']);
  });

  test('a text of 10,000 letters is one operation', () => {
    const op = insertRunAt(emptyRunText(1), 0, 'x'.repeat(10_000));
    expect(JSON.stringify(op).length).toBeLessThan(10_050);
  });
});

describe('what an operation refers to', () => {
  const [author, other] = [emptyRunText(1), emptyRunText(2)];
  const insert = insertRunAt(author, 0, 'abc');
  const erase = deleteRunsAt(author, 1, 2);

  test('a delete waits for each of its characters, an insert for the one before it', () => {
    expect([isRunOpReady(other, insert), isRunOpReady(other, erase)]).toEqual([true, false]);
    applyRunOp(other, { ...insert, text: 'ab' });
    expect(isRunOpReady(other, erase)).toBe(false);
    applyRunOp(other, insert);
    expect(isRunOpReady(other, erase)).toBe(true);
    expect(isRunOpReady(other, { insert: pairId(3, 9), after: pairId(3, 8), text: 'x' })).toBe(
      false,
    );
  });

  test('an operation whose reference is missing changes nothing', () => {
    const before = textOfRuns(other);
    applyRunOp(other, { insert: pairId(3, 9), after: pairId(3, 8), text: 'x' });
    applyRunOp(other, { delete: [[pairId(3, 9), 2]] });
    expect(textOfRuns(other)).toBe(before);
    expect(runIdAt(author, 0)).toBe(pairId(1, 1));
    expect(insert.after).toBe(start);
  });
});

test.prop([
  fc.array(fc.constantFrom('a', 'é', '😀', '\ud83d', '\ude00'), { maxLength: 12 }),
  fc.nat(),
  fc.nat(),
])('characters are code points, cut between them', (parts, one, other) => {
  const text = parts.join('');
  const characters = [...text];
  const [from, to] = [one % (characters.length + 1), other % (characters.length + 1)].sort(
    (a, b) => a - b,
  );
  expect(charactersIn(text)).toBe(characters.length);
  expect(sliceOf(text, characters.length, from ?? 0, to ?? 0)).toBe(
    characters.slice(from, to).join(''),
  );
});
