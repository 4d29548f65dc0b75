/**
 * Goal: whatever the nodes, a change moves only keys of the changed node (ring, rendezvous, jump),
 * and shares match the closed forms. Judged by comparing every owner before and after.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { BoundedLoads } from '../../../../sims/traffic/hashing/bounded.ts';
import { shareDeviation } from '../../../../sims/traffic/hashing/formulas.ts';
import { jump } from '../../../../sims/traffic/hashing/jump.ts';
import { maglevTable, preferenceOf } from '../../../../sims/traffic/hashing/maglev.ts';
import { mixed } from '../../../../sims/traffic/hashing/murmur3.ts';
import { byRendezvous } from '../../../../sims/traffic/hashing/rendezvous.ts';
import { Ring } from '../../../../sims/traffic/hashing/ring.ts';
import { byRing, schemes } from '../../../../sims/traffic/hashing/schemes.ts';
import { must } from '../../../../src/kernel/must.ts';

const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), {
  minLength: 2,
  maxLength: 8,
});
const hashes = Array.from({ length: 300 }, (_, key) => mixed(key));

describe.each([
  ['ring', byRing],
  ['rendezvous', byRendezvous],
])('%s', (_name, place) => {
  test.prop([names, fc.nat()], { numRuns: 30 })(
    'when a node goes, its keys move and no others',
    (nodes, which) => {
      const gone = must(nodes[which % nodes.length], 'a node');
      const [first, then] = [place(nodes), place(nodes.filter((name) => name !== gone))];
      for (const hash of hashes) {
        if (first(hash) === gone) expect(then(hash)).not.toBe(gone);
        else expect(then(hash)).toBe(first(hash));
      }
    },
  );

  test.prop([names], { numRuns: 15 })('the order of the list does not matter', (nodes) => {
    const [one, other] = [place(nodes), place([...nodes].reverse())];
    for (const hash of hashes) expect(other(hash)).toBe(one(hash));
  });
});

test.prop([fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.integer({ min: 2, max: 100_000 })])(
  'jump: another bucket leaves a key where it is, or takes it',
  (key, buckets) => {
    expect([jump(key, buckets - 1), buckets - 1]).toContain(jump(key, buckets));
  },
);

test('ring: a walk from a key passes every point once, and different nodes in that order', () => {
  const nodes = ['a', 'b', 'c', 'd'];
  const ring = new Ring(nodes, 3);
  for (const hash of hashes) {
    const walked = [...ring.walk(hash)];
    expect(walked).toHaveLength(12);
    expect(walked[0]).toBe(ring.ownerOf(hash));
    for (const name of nodes) expect(walked.filter((owner) => owner === name)).toHaveLength(3);
    const distinct = ring.distinctFrom(hash, 3);
    expect(distinct).toEqual([...new Set(walked)].slice(0, 3));
  }
  expect(ring.distinctFrom(7, 9).sort()).toEqual(nodes);
});

test('ring: shares add up to 1, and are the shares of the keys', () => {
  const ring = new Ring(['a', 'b', 'c'], 5);
  const counts = new Map<string, number>();
  const keys = 40_000;
  // Evenly spaced positions measure each arc to one spacing at either end.
  for (let key = 0; key < keys; key++) {
    const owner = ring.ownerOf(Math.floor((key * 2 ** 32) / keys));
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  const shares = ring.shares();
  expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  for (const [name, share] of shares) {
    expect(Math.abs((counts.get(name) ?? 0) / keys - share)).toBeLessThanOrEqual(5 / keys);
  }
});

test.each([
  [1, 0.99],
  [100, 0.0995],
])('the deviation of a share of 100 nodes with %i points', (points, deviation) => {
  expect(shareDeviation(100, points)).toBeCloseTo(deviation, 4);
});

test('Maglev: shares differ by one entry, and a removal moves a few entries of survivors', () => {
  const entries = 5_003;
  const nodes = Array.from({ length: 20 }, (_, node) => `node ${node}`);
  const tableOf = (list: readonly string[]) =>
    maglevTable(
      list.map((name) => preferenceOf(name, entries)),
      entries,
    );
  const [first, then] = [tableOf(nodes), tableOf(nodes.slice(0, -1))];
  const counts = nodes.map((_, owner) => first.filter((at) => at === owner).length);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  const moved = first.filter((owner, at) => owner !== then[at] && owner !== 19).length;
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(entries * 0.02);
});

test.prop([
  fc.array(fc.oneof(fc.nat(9), fc.constant('ends' as const)), { maxLength: 200 }),
  fc.constantFrom(0.1, 0.25, 1),
])('bounded loads: no request is put above the capacity', (steps, excess) => {
  const loads = new BoundedLoads(new Ring(['a', 'b', 'c', 'd'], 4), excess);
  const open: string[] = [];
  for (const step of steps) {
    if (step === 'ends') {
      const node = open.shift();
      if (node !== undefined) loads.release(node);
      continue;
    }
    const node = loads.assign(mixed(step));
    open.push(node);
    const load = open.filter((other) => other === node).length;
    expect(loads.loads.get(node)).toBe(load);
    expect(load).toBeLessThan(((1 + excess) * open.length) / 4 + 1);
  }
});

test('a single node owns everything', () => {
  for (const place of Object.values(schemes)) expect(place(['only'])(12_345)).toBe('only');
});
