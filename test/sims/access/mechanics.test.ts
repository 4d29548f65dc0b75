/** Goal: trees, pages of lists, turns and pools do what they say, at their edges, too. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { newestForKeys } from '../../../sims/access/batch-functions.ts';
import { atTheTop, newestFirst, pageOf } from '../../../sims/access/pages.ts';
import { scanned } from '../../../sims/access/partitions.ts';
import { poolSizeFor } from '../../../sims/access/pool.ts';
import { costOf, execute } from '../../../sims/access/query-cost.ts';
import { resolveAll, ways } from '../../../sims/access/resolvers.ts';
import { accessRules } from '../../../sims/access/rules.ts';
import { Tables } from '../../../sims/access/tables.ts';
import { heightOf, Tree } from '../../../sims/access/tree.ts';
import { Turns } from '../../../sims/access/turns.ts';

const rules = accessRules.without();

describe('the tree', () => {
  test.each([
    [1, 300, 1],
    [300, 300, 1],
    [301, 300, 2],
    [1e6, 300, 3],
    [1e9, 300, 4],
  ])('%i keys with %i to a page have %i levels', (keys, fanOut, height) => {
    expect(heightOf(keys, fanOut)).toBe(height);
  });

  property.prop([fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 2, max: 40 })])(
    'finds its keys and no others, and reads a page of each level',
    (count, fanOut) => {
      const tree = new Tree(count, fanOut);
      expect(tree.height).toBe(heightOf(count, fanOut));
      for (const key of [0, Math.floor(count / 2), count - 1]) {
        const before = tree.pagesRead;
        expect(tree.has(key)).toBe(true);
        expect(tree.pagesRead - before).toBe(tree.height);
      }
      expect([tree.has(-1), tree.has(count), tree.has(0.5)]).toEqual([false, false, false]);
    },
  );
});

property.prop([
  fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
  fc.integer({ min: 1, max: 10 }),
])('pages after the last row show each post once, however many share a time', (times, limit) => {
  const posts = times.map((atMs, id) => ({ id, atMs })).sort(newestFirst);
  const shown: number[] = [];
  let cursor = atTheTop;
  for (;;) {
    const page = pageOf(posts, cursor, limit, rules);
    if (page.posts.length === 0) break;
    expect(page.rowsRead).toBe(page.posts.length);
    shown.push(...page.posts.map(({ id }) => id));
    cursor = page.next;
  }
  expect(shown).toEqual(posts.map(({ id }) => id));
});

test('three posts of one millisecond: without the id the third never shows', () => {
  const posts = [3, 2, 1].map((id) => ({ id, atMs: 7 }));
  const careless = accessRules.without('cursor-breaks-ties');
  const { next } = pageOf(posts, atTheTop, 2, careless);
  expect(pageOf(posts, next, 2, careless).posts).toEqual([]);
  expect(pageOf(posts, next, 2, rules).posts).toEqual([{ id: 1, atMs: 7 }]);
});

test('a limit counts for each parent', () => {
  const rows = [
    { parent: 1, id: 9 },
    { parent: 2, id: 8 },
    { parent: 1, id: 7 },
  ];
  expect(newestForKeys([1, 2, 3], rows, 1, rules)).toEqual([[9], [8], []]);
  const careless = accessRules.without('limit-for-each-parent');
  expect(newestForKeys([1, 2, 3], rows, 1, careless)).toEqual([[9], [], []]);
});

test('what waits for the end of a turn waits for jobs that jobs have made', () => {
  const [turns, order] = [new Turns(), [] as string[]];
  turns.afterTurn(() => order.push('after'));
  turns.soon(() => {
    order.push('first');
    turns.soon(() => order.push('second'));
  });
  turns.run();
  expect(order).toEqual(['first', 'second', 'after']);
});

test('the pool of 2 threads with 2 connections each is 3, and of 3 with 4 each 10', () => {
  expect([poolSizeFor(2, 2, rules), poolSizeFor(3, 4, rules)]).toEqual([3, 10]);
});

test('a partition is read if the range touches it', () => {
  const counts = [5, 7, 11];
  expect(scanned(counts, 10, { from: 9, to: 9 }, rules)).toEqual({ partitions: 1, rows: 5 });
  expect(scanned(counts, 10, { from: 9, to: 10 }, rules)).toEqual({ partitions: 2, rows: 12 });
  expect(scanned(counts, 10, { from: 30, to: 40 }, rules)).toEqual({ partitions: 0, rows: 0 });
  expect(scanned(counts, 10, undefined, rules)).toEqual({ partitions: 3, rows: 23 });
});

property.prop([fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 })])(
  'a query runs as many resolvers as it costs',
  (branching, depth) => {
    expect(execute(branching, depth, 1e9, rules, 1e6)).toBe(costOf(branching, depth));
    expect(execute(branching, depth, costOf(branching, depth) - 1, rules, 1e6)).toBeUndefined();
  },
);

test('every way finds all comments, and so does a loop that waits for each load, one query at a time', () => {
  const shape = { users: 3, postsEach: 2, commentsEach: 4 };
  const all = Array.from({ length: 24 }, (_, comment) => comment);
  for (const way of ways) expect(resolveAll(way, new Tables(shape), 100, rules)).toEqual(all);
  const tables = new Tables(shape);
  const waiting = accessRules.without('loads-begin-together');
  expect(resolveAll('batched', tables, 100, waiting)).toEqual(all);
  // The users; the posts of each; and the comments of the first post of a user with those of the last of the one before.
  expect(tables.queries).toBe(1 + 3 + 4);
});
