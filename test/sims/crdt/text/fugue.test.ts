/**
 * Goal: Fugue finds its places in a list and comes to the order of the paper's tree, and long texts do it no harm.
 * Method: against the tree itself, read recursively; texts typed in one go, forwards and backwards, of tens of
 * thousands of letters, whose trees are as deep as they are long.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { crdtRules } from '../../../../sims/crdt/rules.ts';
import { type ElementId, start } from '../../../../sims/crdt/text/element-id.ts';
import {
  applyFugue,
  emptyFugue,
  type Fugue,
  type FugueOp,
  fugueIdsAt,
  fugueInsertAt,
  isFugueReady,
  lengthOfFugue,
  textOfFugue,
} from '../../../../sims/crdt/text/fugue.ts';
import { fugueText } from '../../../../sims/crdt/text/text.ts';
import { must } from '../../../../src/kernel/must.ts';

const rules = crdtRules.without();
const by = { replica: '', now: () => 0 };
const letterAt = (place: number) => 97 + (place % 26);

/** Algorithm 1 of the paper: children sorted, the later id first, and the tree read in order. */
function readTree(ops: readonly FugueOp[]): string {
  const inserts = ops.flatMap((op) => ('insert' in op ? [op] : []));
  const deleted = new Set(ops.flatMap((op) => ('delete' in op ? [op.delete] : [])));
  const read = (id: ElementId): string => {
    const [left, right] = (['left', 'right'] as const).map((side) =>
      inserts
        .filter((op) => op.parent === id && op.side === side)
        .sort((a, b) => b.insert - a.insert)
        .map(({ insert }) => read(insert))
        .join(''),
    );
    const own = inserts.find(({ insert }) => insert === id);
    const shown = own === undefined || deleted.has(id) ? '' : String.fromCodePoint(own.codePoint);
    return `${left}${shown}${right}`;
  };
  return read(start);
}

const steps = fc.array(
  fc.record({
    at: fc.nat({ max: 2 }),
    place: fc.nat({ max: 999 }),
    what: fc.constantFrom('type', 'type', 'type', 'delete', 'receive', 'receive'),
    from: fc.nat({ max: 2 }),
  }),
  { maxLength: 60 },
);

test.prop([steps], { numRuns: 60 })(
  'three replicas read what the tree of the operations that they have reads, each operation once or twice',
  (script) => {
    const replicas = [0, 1, 2].map((site) => ({ fugue: emptyFugue(site), ops: [] as FugueOp[] }));
    const take = (replica: { readonly fugue: Fugue; readonly ops: FugueOp[] }, op: FugueOp) => {
      for (let times = 0; times < 2; times++) applyFugue(replica.fugue, op);
      replica.ops.push(op);
      expect(textOfFugue(replica.fugue)).toBe(readTree(replica.ops));
    };
    for (const { at, place, what, from } of script) {
      const replica = must(replicas[at], 'replica');
      const length = lengthOfFugue(replica.fugue);
      if (what === 'receive') {
        const next = replicas[from]?.ops.find(
          (op) => !replica.ops.includes(op) && isFugueReady(replica.fugue, op),
        );
        if (next !== undefined) take(replica, next);
        continue;
      }
      const index = Math.floor((place * (length + 1)) / 1_000);
      if (what === 'type') {
        take(replica, fugueInsertAt(replica.fugue, index, letterAt(place), rules));
      } else {
        for (const id of fugueIdsAt(replica.fugue, index, 1)) take(replica, { delete: id });
      }
    }
  },
);

test('a delete without its character is not ready, and an insert without its parent is not', () => {
  const fugue = emptyFugue(1);
  expect(isFugueReady(fugue, { delete: 8_193 })).toBe(false);
  const orphan = { insert: 8_193, parent: 4_097, side: 'right', codePoint: 97 } as const;
  expect(isFugueReady(fugue, orphan)).toBe(false);
});

describe('long texts', () => {
  const length = 10_000;
  const letters = Array.from({ length }, (_, place) => String.fromCharCode(letterAt(place)));

  test('an edit of 10,000 letters, at both ends and in the middle, and one that deletes them', () => {
    const type = fugueText(1, rules);
    let state = type.initial();
    const edit = (what: Parameters<typeof type.prepare>[1]) => {
      const op = must(type.prepare(state, what, by), 'operation');
      expect(type.ready?.(state, op)).toBe(true);
      state = type.effect(state, op, by);
    };
    const text = letters.join('');
    edit({ at: 0, type: text });
    edit({ at: 0, type: text });
    edit({ at: length, type: 'the middle' });
    edit({ at: 2 * length + 10, type: text });
    expect(type.query(state)).toBe(`${text}the middle${text}${text}`);
    edit({ at: length + 10, delete: 2 * length });
    expect(type.query(state)).toBe(`${text}the middle`);
  });

  test.each(['forwards', 'backwards'])('a text typed %s arrives as it was typed', (direction) => {
    const author = emptyFugue(1);
    const ops: FugueOp[] = [];
    for (let place = 0; place < length; place++) {
      const index = direction === 'forwards' ? place : 0;
      const op = fugueInsertAt(author, index, letterAt(place), rules);
      applyFugue(author, op);
      ops.push(op);
    }
    const other = emptyFugue(2);
    for (const op of ops) applyFugue(other, op);
    const expected = direction === 'forwards' ? letters : [...letters].reverse();
    expect([textOfFugue(author), textOfFugue(other)]).toEqual([
      expected.join(''),
      expected.join(''),
    ]);
    // Another types at the start at the same time: its place is behind a whole subtree.
    applyFugue(other, fugueInsertAt(emptyFugue(0), 0, 33, rules));
    expect(textOfFugue(other)).toBe(`${expected.join('')}!`);
  });
});
