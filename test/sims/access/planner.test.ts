/** Goal: plans cost what PostgreSQL says they cost. Method: the plans that its documentation prints for `tenk1`. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import {
  bitmapCost,
  chosenPlan,
  indexCost,
  indexOver,
  pagesFetched,
  pricedPlans,
  sequentialCost,
} from '../../../sims/access/planner.ts';
import { accessRules } from '../../../sims/access/rules.ts';

const rules = accessRules.without();
const tenk1 = { rows: 10_000, pages: 345 };
/** In older releases of the documentation the rows take more pages. */
const olderTenk1 = { rows: 10_000, pages: 358 };
const unique1 = { rows: 10_000, pages: 30, height: 1, correlation: 0 };

test('EXPLAIN of a sequential scan, without a condition and with one', () => {
  expect(sequentialCost(tenk1, 0)).toBeCloseTo(445, 9);
  expect(sequentialCost(tenk1, 1)).toBeCloseTo(470, 9);
  expect(sequentialCost(olderTenk1, 0)).toBeCloseTo(458, 9);
  expect(sequentialCost(olderTenk1, 1)).toBeCloseTo(483, 9);
});

test('EXPLAIN of an index scan of one row: 8.30', () => {
  expect(indexCost(tenk1, unique1, 1).toFixed(2)).toBe('8.30');
});

test('EXPLAIN of a bitmap scan of 100 rows: 224.98; of 101 in the older table: 229.20', () => {
  expect(bitmapCost(tenk1, unique1, 100).toFixed(2)).toBe('224.98');
  expect(bitmapCost(olderTenk1, unique1, 101).toFixed(2)).toBe('229.20');
});

test('a bitmap of one page costs a page at random, and of two nearly two', () => {
  // cost_bitmap_heap_scan: random_page_cost - (random_page_cost - seq_page_cost) * sqrt(pages / T) from two pages on.
  const beside = (matched: number) =>
    4 +
    0.0075 * matched +
    14 * 0.0025 +
    2 * 50 * 0.0025 +
    0.1 * 0.0025 * matched +
    0.0125 * matched;
  expect(bitmapCost(tenk1, unique1, 1)).toBeCloseTo(beside(1) + 4, 9);
  expect(bitmapCost(tenk1, unique1, 2)).toBeCloseTo(
    beside(2) + 2 * (4 - 3 * Math.sqrt(2 / 345)),
    9,
  );
});

test('in the order of the index, rows are read page after page', () => {
  const [scattered, packed] = [
    indexCost(tenk1, unique1, 1_000),
    indexCost(tenk1, { ...unique1, correlation: 1 }, 1_000),
  ];
  expect(packed).toBeLessThan(scattered / 5);
  expect(indexCost(tenk1, { ...unique1, correlation: -1 }, 1_000)).toBe(packed);
});

test('an index of 366 entries a page has the pages and levels of its size', () => {
  expect(indexOver(366)).toMatchObject({ pages: 1, height: 0 });
  expect(indexOver(367)).toMatchObject({ pages: 3, height: 1 });
  expect(indexOver(366 ** 2 + 1)).toMatchObject({ height: 2 });
});

property.prop([
  fc.integer({ min: 2, max: 5_000 }),
  fc.integer({ min: 1, max: 100 }),
  fc.float({ min: 0, max: 1, noNaN: true }),
])(
  'no plan is cheaper than the one that is chosen, and no page is read twice',
  (pages, rowsPerPage, share) => {
    const table = { rows: pages * rowsPerPage, pages };
    const matched = Math.ceil(share * table.rows);
    const priced = pricedPlans(table, indexOver(table.rows), matched, true);
    const { cost } = chosenPlan(priced, rules);
    for (const each of priced) expect(cost).toBeLessThanOrEqual(each.cost);
    expect(pagesFetched(table, matched)).toBeLessThanOrEqual(Math.min(pages, matched + 1));
  },
);
