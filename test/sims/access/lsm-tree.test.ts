/**
 * Goal: an LSM tree answers as a map does, whatever is flushed and merged when, and costs what the closed forms say.
 * Method: commands that are drawn, with a Map held against it after each; counts against arithmetic.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { GrowingTree } from '../../../sims/access/growing-tree.ts';
import {
  compactionEntries,
  runSizes,
  vainReads,
  writeAmplification,
} from '../../../sims/access/lsm/costs.ts';
import { type LsmOptions, LsmTree } from '../../../sims/access/lsm/lsm-tree.ts';
import { merged } from '../../../sims/access/lsm/merge.ts';
import { PageCount } from '../../../sims/access/lsm/page-count.ts';
import { SortedRun } from '../../../sims/access/lsm/sorted-run.ts';
import { accessRules } from '../../../sims/access/rules.ts';

const rules = accessRules.without();
const small: LsmOptions = {
  memtableEntries: 4,
  entriesPerPage: 2,
  bitsPerKey: 6,
  level0Runs: 2,
  sizeRatio: 3,
  policy: 'levelled',
};
const shapes = fc.record({
  memtableEntries: fc.integer({ min: 1, max: 6 }),
  entriesPerPage: fc.integer({ min: 1, max: 4 }),
  bitsPerKey: fc.constantFrom(0, 1, 8),
  level0Runs: fc.integer({ min: 2, max: 4 }),
  sizeRatio: fc.integer({ min: 2, max: 4 }),
  policy: fc.constantFrom('levelled' as const, 'tiered' as const),
});
const keys = fc.integer({ min: 0, max: 30 });
const commands = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ put: keys }) },
    { weight: 3, arbitrary: fc.record({ remove: keys }) },
    { weight: 1, arbitrary: fc.constant({ flush: true }) },
    { weight: 1, arbitrary: fc.constant({ compactAll: true }) },
  ),
  { maxLength: 60 },
);

const wrongKeys = (
  tree: { get(key: number): number | undefined },
  map: ReadonlyMap<number, number>,
) =>
  Array.from({ length: 33 }, (_, place) => place - 1).filter(
    (key) => tree.get(key) !== map.get(key),
  );

const inOrder = (map: ReadonlyMap<number, number>, from: number, to: number) =>
  [...map]
    .filter(([key]) => key >= from && key <= to)
    .sort(([a], [b]) => a - b)
    .map(([key, value]) => ({ key, value }));

property.prop([shapes, commands, keys, keys])(
  'gets and ranges are those of a map after every command',
  (shape, drawn, one, other) => {
    const tree = new LsmTree(shape, rules);
    const map = new Map<number, number>();
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    for (const [at, command] of drawn.entries()) {
      if ('put' in command) {
        tree.put(command.put, at);
        map.set(command.put, at);
      } else if ('remove' in command) {
        tree.put(command.remove, undefined);
        map.delete(command.remove);
      } else if ('flush' in command) tree.flush();
      else {
        tree.compactAll();
        expect(tree.entries).toBe(map.size);
      }
      for (let key = -1; key <= 31; key++)
        expect([key, tree.get(key)]).toEqual([key, map.get(key)]);
      expect(tree.between(from, to)).toEqual(inOrder(map, from, to));
    }
    for (const { entries } of tree.runs) {
      const found = entries.map(({ key }) => key);
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
    }
  },
);

property.prop([shapes, commands])(
  'a merge that is late, with flushes in between, changes no answer',
  (shape, drawn) => {
    const tree = new LsmTree(shape, rules);
    const map = new Map<number, number>();
    for (const [at, command] of drawn.entries()) {
      const due = tree.due();
      if ('put' in command) {
        tree.set(command.put, at);
        map.set(command.put, at);
      } else if ('remove' in command) {
        tree.set(command.remove, undefined);
        map.delete(command.remove);
      }
      if (at % 3 === 0) tree.flush();
      if (due !== undefined && at % 2 === 0) tree.compact(due);
      const wrong = wrongKeys(tree, map);
      if (wrong.length > 0) expect([at, wrong]).toEqual([at, []]);
    }
  },
);

describe('runs are the digits of the number of compactions', () => {
  property.prop([
    shapes.map((shape) => ({
      ...shape,
      memtableEntries: shape.memtableEntries * shape.entriesPerPage,
    })),
    fc.integer({ min: 1, max: 80 }),
  ])('sizes, entries written, pages written', (shape, flushes) => {
    const tree = new LsmTree(shape, rules);
    const all = flushes * shape.memtableEntries;
    for (let key = 0; key < all; key++) tree.put(key, key);
    expect(tree.runs.map(({ entries }) => entries.length)).toEqual(runSizes(flushes, shape));
    const written = tree.count.written * shape.entriesPerPage;
    expect(written / all).toBeCloseTo(writeAmplification(flushes, shape), 9);
    let compacted = 0;
    for (let each = 1; each <= Math.floor(flushes / shape.level0Runs); each++)
      compacted += compactionEntries(each, shape);
    expect(all + compacted).toBe(written);
  });

  test('T full cycles of each of L levels: 1 + L (T - 1) / 2, and 1 + L (T - 1) / T', () => {
    // Monkey, SIGMOD 2017: the cost of an update with levelling and with tiering.
    for (const [sizeRatio, levels] of [
      [2, 5],
      [4, 3],
      [10, 2],
    ] as const) {
      const shape = { memtableEntries: 8, level0Runs: 2, sizeRatio };
      const flushes = 2 * sizeRatio ** levels;
      const levelled = writeAmplification(flushes, { ...shape, policy: 'levelled' });
      const tiered = writeAmplification(flushes, { ...shape, policy: 'tiered' });
      // The last arrival opens one more level.
      expect(levelled).toBeCloseTo(1 + (levels * (sizeRatio - 1)) / 2 + 1, 9);
      expect(tiered).toBeCloseTo(1 + (levels * (sizeRatio - 1)) / sizeRatio + 1, 9);
    }
  });

  test('reads in vain: of every filter for an absent key, of the newer ones for one that is there', () => {
    const shape = {
      memtableEntries: 100,
      level0Runs: 2,
      sizeRatio: 3,
      policy: 'levelled',
    } as const;
    // One run: no other filter can err before it.
    expect(vainReads(2, shape, 10)).toMatchObject({ runs: 1, present: 0 });
    const { runs, absent, present } = vainReads(3, shape, 10);
    const rate = vainReads(1, shape, 10).absent;
    expect(runs).toBe(2);
    expect(rate).toBeCloseTo((1 - Math.exp(-0.7)) ** 7, 3);
    expect(absent).toBeCloseTo(2 * rate, 3);
    expect(present).toBeCloseTo((2 / 3) * rate, 9);
  });
});

describe('a run', () => {
  const run = (bitsPerKey = 0) => {
    const count = new PageCount();
    const entries = [10, 20, 30, 40, 50].map((key) => ({ key, value: key }));
    return { count, run: new SortedRun(entries, { entriesPerPage: 2, bitsPerKey }, count, 1) };
  };

  test('writes its pages once, the last of them not full', () => {
    const { count, run: made } = run();
    expect([count.written, made.pages]).toEqual([3, 3]);
  });

  test.each([
    [10, 1],
    [50, 1],
    [25, 1],
    [9, 0],
    [51, 0],
  ])('a look-up of %i reads %i pages', (key, pages) => {
    const { count, run: made } = run();
    expect(made.find(key)?.value).toBe(key % 10 === 0 && key <= 50 ? key : undefined);
    expect(count.read).toBe(pages);
  });

  test.each([
    [10, 20, 1, 2],
    [20, 30, 2, 2],
    [21, 29, 1, 0],
    [15, 20, 1, 1],
    [25, 30, 2, 1],
    [30, 30, 1, 1],
    [0, 99, 3, 5],
    [51, 60, 0, 0],
    [0, 9, 0, 0],
    [0, 10, 1, 1],
  ])('a range from %i to %i reads %i pages for %i entries', (from, to, pages, entries) => {
    const { count, run: made } = run();
    expect([made.between(from, to).length, count.read]).toEqual([entries, pages]);
  });

  test('a filter lets through all that is there, and reads no page for it', () => {
    const { count, run: made } = run(20);
    expect([10, 20, 30, 40, 50].every((key) => made.mayHave(key))).toBe(true);
    expect([11, 21, 31].some((key) => made.mayHave(key))).toBe(false);
    expect(count.read).toBe(0);
  });
});

test('a merge keeps the newest, and tombstones unless it is the last', () => {
  const [newer, older] = [
    [
      { key: 1, value: undefined },
      { key: 2, value: 9 },
    ],
    [
      { key: 1, value: 5 },
      { key: 2, value: 5 },
      { key: 3, value: 5 },
    ],
  ];
  const kept = [
    { key: 2, value: 9 },
    { key: 3, value: 5 },
  ];
  expect(merged([newer, older], true, rules)).toEqual(kept);
  expect(merged([newer, older], false, rules)).toEqual([{ key: 1, value: undefined }, ...kept]);
  expect(merged([newer], false, accessRules.without('tombstone-until-last-level'))).toEqual([
    { key: 2, value: 9 },
  ]);
});

test('a tombstone goes with the merge into the last level, and a run of nothing else is none', () => {
  const tree = new LsmTree(small, rules);
  for (const key of [1, 2, 3, 4]) tree.put(key, key);
  for (const key of [1, 2, 3, 4]) tree.put(key, undefined);
  expect([tree.runs, tree.entries, tree.get(1)]).toEqual([[], 0, undefined]);
});

describe('the B+ tree that grows', () => {
  property.prop([
    fc.integer({ min: 3, max: 9 }),
    fc.array(fc.record({ key: keys, isPut: fc.boolean() }), { maxLength: 150 }),
    keys,
    keys,
  ])('answers as a map does, and writes its pages', (perPage, steps, one, other) => {
    const tree = new GrowingTree(perPage);
    const map = new Map<number, number>();
    let changes = 0;
    for (const [at, { key, isPut }] of steps.entries()) {
      if (isPut || map.has(key)) changes += 1;
      if (isPut) tree.put(key, at);
      else tree.delete(key);
      if (isPut) map.set(key, at);
      else map.delete(key);
    }
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    expect(tree.between(from, to)).toEqual(inOrder(map, from, to));
    expect(wrongKeys(tree, map)).toEqual([]);
    expect(tree.count.written).toBe(changes + 2 * (tree.pages - tree.height));
  });

  test('a look-up reads a leaf, and a range each leaf that it touches', () => {
    const tree = new GrowingTree(4);
    for (let key = 0; key < 40; key++) tree.put(key, key);
    // In ascending order each split leaves a half behind: 3 of 5 keys.
    expect([tree.rowPages, tree.height]).toEqual([13, 3]);
    expect(tree.count.readBy(() => tree.get(7)).pages).toBe(1);
    expect(tree.count.readBy(() => tree.between(0, 1)).pages).toBe(1);
    expect(tree.count.readBy(() => tree.between(0, 39)).pages).toBe(13);
  });

  test('leaves of random keys are ln 2 full in the mean', () => {
    // Yao, On Random 2-3 Trees, 1978: leaves / keys = 1 / ((e + 1) (H(e + 1) - H((e + 1) / 2))).
    const [perPage, count, trees] = [31, 2_000, 40];
    const harmonic = (upTo: number) =>
      Array.from({ length: upTo }, (_, place) => 1 / (place + 1)).reduce(
        (sum, each) => sum + each,
        0,
      );
    const expected = 1 / ((perPage + 1) * (harmonic(perPage + 1) - harmonic((perPage + 1) / 2)));
    const shares = Array.from({ length: trees }, (_, seed) => {
      const tree = new GrowingTree(perPage);
      // Multiplicative hashing by an odd number is a permutation of 2^31 keys.
      for (let key = 1; key <= count; key++)
        tree.put(
          Math.imul(key + seed * count, 0x9e37_79b1) ^ Math.imul(key * key, 0x85eb_ca6b),
          key,
        );
      return tree.rowPages / count;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / trees;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (trees - 1);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / trees));
  });
});
