/**
 * Goal: leaves split where they must, as many of them as fringe analysis says, and a buffer pool keeps and writes what it
 * must. Method: a list of sorted lists beside the tree, all orders of a few keys, published limits, and a naive pool.
 */
import { fc, test as property } from '@fast-check/vitest';
import { v4, v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { BufferPool } from '../../../sims/access/btree/buffer-pool.ts';
import { entriesPerLeaf, leavesAfter, leavesChanged } from '../../../sims/access/btree/fringe.ts';
import { IndexLoad } from '../../../sims/access/btree/index-load.ts';
import { keyOf } from '../../../sims/access/btree/key-orders.ts';
import { splitPoint } from '../../../sims/access/btree/split-point.ts';
import { GrowingTree } from '../../../sims/access/growing-tree.ts';
import { accessRules } from '../../../sims/access/rules.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { momentsOf } from '../../../src/statistics/moments.ts';

const rules = accessRules.without();
const fringeOf = (perPage: number, fillFactor = 90) => ({
  perPage,
  splitPoint: (entries: number, isLast: boolean) =>
    splitPoint({ perPage, fillFactor }, entries, isLast, rules),
});

/** A leaf is the list of its keys, and an index the list of its leaves. Written without the tree. */
function naive(keys: readonly number[], perPage: number, filled: number, countFrom = Infinity) {
  const leaves: { keys: number[]; isChanged: boolean }[] = [{ keys: [], isChanged: false }];
  for (const [at, key] of keys.entries()) {
    const later = leaves.findIndex(
      ({ keys: [least = Infinity] }, place) => place > 0 && least > key,
    );
    const place = later < 0 ? leaves.length - 1 : later - 1;
    const leaf = leaves[place];
    if (leaf === undefined) throw new Error('no leaf');
    leaf.keys = [...leaf.keys, key].sort((a, b) => a - b);
    if (at >= countFrom) leaf.isChanged = true;
    if (leaf.keys.length <= perPage) continue;
    const stay = place === leaves.length - 1 ? filled : Math.ceil(leaf.keys.length / 2);
    const made = { keys: leaf.keys.slice(stay), isChanged: leaf.isChanged };
    leaf.keys = leaf.keys.slice(0, stay);
    leaves.splice(place + 1, 0, made);
  }
  return leaves;
}

function ordersOf(count: number): number[][] {
  if (count === 0) return [[]];
  return ordersOf(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => order.toSpliced(at, 0, count)),
  );
}

describe('splits', () => {
  property.prop([
    fc.uniqueArray(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 150 }),
    fc.integer({ min: 3, max: 12 }),
    fc.integer({ min: 50, max: 100 }),
  ])('the tree has the leaves of a list of lists', (keys, perPage, fillFactor) => {
    const tree = new GrowingTree(perPage, fringeOf(perPage, fillFactor));
    for (const key of keys) tree.put(key, key);
    const filled = Math.floor((perPage * fillFactor) / 100);
    expect([...tree.leaves()].map((leaf) => leaf.keys)).toEqual(
      naive(keys, perPage, filled).map((leaf) => leaf.keys),
    );
    expect(keys.every((key) => tree.get(key) === key)).toBe(true);
  });

  test('a leaf for 290 keys keeps 261 at the right end with fill factor 90, as PostgreSQL for a UUID', () => {
    const { splitPoint: at } = fringeOf(290);
    expect([at(291, true), at(291, false), at(290, false)]).toEqual([261, 146, 145]);
  });
});

describe('fringe analysis', () => {
  test.each([
    // Yao 1978: ln 2. In general the entropy of the split, in nats.
    [50, Math.LN2],
    [90, 0.325_083],
    [75, 0.562_335],
  ])('a split that leaves $0 percent fills leaves to $1 in the long run', (stays, full) => {
    const perPage = 20_000;
    const fringe = {
      perPage,
      splitPoint: (entries: number) => Math.round((entries * stays) / 100),
    };
    expect(entriesPerLeaf(fringe) / perPage).toBeCloseTo(full, 3);
  });

  test.each([
    [3, 6, 1],
    [3, 5, 2],
    [4, 5, 2],
    [3, 4, 3],
  ])('%i to a leaf, %i keys and %i more: the mean over all orders', (perPage, rows, more) => {
    const fringe = fringeOf(perPage);
    const filled = Math.floor(0.9 * perPage);
    const all = ordersOf(rows + more).map((keys) => ({
      before: naive(keys.slice(0, rows), perPage, filled).length,
      changed: naive(keys, perPage, filled, rows).filter(({ isChanged }) => isChanged).length,
    }));
    for (const [found, computed] of [
      [all.map(({ before }) => before), leavesAfter(fringe, rows)],
      [all.map(({ changed }) => changed), leavesChanged(fringe, rows, more)],
    ] as const) {
      const { mean, deviation } = momentsOf(found);
      expect(computed.mean).toBeCloseTo(mean, 10);
      // Of few keys it is too large; of many, below, it is not.
      expect(computed.deviation).toBeGreaterThanOrEqual(deviation - 1e-9);
    }
  });

  test('before the first split nothing is random', () => {
    expect(leavesAfter(fringeOf(8), 8)).toEqual({ mean: 1, deviation: 0 });
    expect(leavesChanged(fringeOf(8), 3, 5)).toEqual({ mean: 1, deviation: 0 });
  });

  test('grown trees have these moments: 300 of them', () => {
    const [perPage, rows, more, runs] = [16, 1_000, 60, 300];
    const streams = new RandomStreams('leaves');
    const grown = Array.from({ length: runs }, (_, run) => {
      const stream = streams.stream(`${run}`);
      const index = new IndexLoad({ perPage, fillFactor: 90 }, 50, rules);
      for (let row = 0; row < rows; row++) index.insert(keyOf('random', row, 1, stream));
      const leaves = index.tree.rowPages;
      index.checkpoint();
      for (let row = 0; row < more; row++) index.insert(keyOf('random', row, 1, stream));
      return { leaves, changed: index.checkpoint() };
    });
    for (const [found, computed] of [
      [grown.map(({ leaves }) => leaves), leavesAfter(fringeOf(perPage), rows)],
      [grown.map(({ changed }) => changed), leavesChanged(fringeOf(perPage), rows, more)],
    ] as const) {
      const { mean, deviation } = momentsOf(found);
      expect(Math.abs(mean - computed.mean)).toBeLessThan((4.5 * deviation) / Math.sqrt(runs));
      // A deviation of 300 draws is known to one part in sqrt(600); 4.5 of those.
      expect(Math.abs(deviation / computed.deviation - 1)).toBeLessThan(4.5 / Math.sqrt(2 * runs));
    }
  });
});

/** Pages in a list, the least recently used first. */
class NaivePool {
  pages: { page: object; isDirty: boolean }[] = [];
  counts = { hits: 0, reads: 0, written: 0 };
  readonly #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  use(page: object, isNew: boolean): void {
    const there = this.pages.some((each) => each.page === page);
    if (!isNew) this.counts[there ? 'hits' : 'reads'] += 1;
    this.pages = [...this.pages.filter((each) => each.page !== page), { page, isDirty: true }];
    if (this.pages.length > this.#room && this.pages.shift()?.isDirty) this.counts.written += 1;
  }

  checkpoint(): number {
    const dirty = this.pages.filter(({ isDirty }) => isDirty).length;
    for (const each of this.pages) each.isDirty = false;
    this.counts.written += dirty;
    return dirty;
  }
}

describe('the buffer pool', () => {
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.record({ change: fc.nat(11) }) },
    { weight: 3, arbitrary: fc.constant({ make: true }) },
    { weight: 1, arbitrary: fc.constant({ checkpoint: true }) },
  );
  property.prop([fc.integer({ min: 1, max: 10 }), fc.array(step, { maxLength: 120 })])(
    'reads, evicts and writes as a list does',
    (room, steps) => {
      const [pool, list] = [new BufferPool<object>(room, rules), new NaivePool(room)];
      const pages = Array.from({ length: 12 }, () => ({}));
      for (const each of steps) {
        if ('checkpoint' in each) {
          expect(pool.checkpoint()).toBe(list.checkpoint());
          continue;
        }
        const page = 'change' in each ? pages[each.change] : {};
        if (page === undefined) throw new Error('no page');
        if ('change' in each) pool.change(page);
        else pool.make(page);
        list.use(page, 'make' in each);
        const { hits, reads, written } = pool;
        expect({ hits, reads, written }).toEqual(list.counts);
        expect([...pool.inMemory]).toEqual(list.pages.map((one) => one.page));
      }
    },
  );

  test('without the rule a page is written with each change, and the checkpoint has nothing left', () => {
    const pool = new BufferPool<object>(9, accessRules.without('page-waits-for-checkpoint'));
    const page = {};
    for (let change = 0; change < 5; change++) pool.change(page);
    expect([pool.written, pool.checkpoint(), pool.written]).toEqual([5, 0, 5]);
  });
});

describe('keys', () => {
  const stream = new RandomStreams('keys').stream('keys');
  const rows = Array.from({ length: 4_000 }, (_, row) => row);

  test('a time-ordered key is in order across milliseconds, as UUIDv7 is, and not within one', () => {
    const inversions = (keys: readonly (number | string)[], apart: number) =>
      rows.slice(apart).filter((row) => (keys[row - apart] ?? 0) > (keys[row] ?? 0)).length;
    const ours = rows.map((row) => keyOf('time-ordered', row, 4, stream));
    // The counter that the package adds within a millisecond is what RFC 9562, §6.2 leaves to choose: random here.
    const theirs = rows.map((row) =>
      v7({ msecs: 1.7e12 + Math.floor(row / 4), seq: Math.floor(stream() * 2 ** 32) }),
    );
    for (const keys of [ours, theirs]) {
      expect(inversions(keys, 4)).toBe(0);
      // Three of four neighbours share a millisecond, and half of those are out of order: 1,500 in the mean.
      expect(Math.abs(inversions(keys, 1) - 1_500)).toBeLessThan(4.5 * Math.sqrt(3_000 / 4));
    }
  });

  test('a random key is out of order as often as not, as UUIDv4 is', () => {
    const ours = rows.map((row) => keyOf('random', row, 4, stream));
    const theirs = rows.map(() =>
      v4({ rng: () => Uint8Array.from({ length: 16 }, () => 256 * stream()) }),
    );
    for (const keys of [ours, theirs]) {
      const out = rows.slice(1).filter((row) => (keys[row - 1] ?? 0) > (keys[row] ?? 0)).length;
      expect(Math.abs(out - rows.length / 2)).toBeLessThan(4.5 * Math.sqrt(rows.length / 12));
    }
    expect(new Set(ours).size).toBe(rows.length);
  });
});
