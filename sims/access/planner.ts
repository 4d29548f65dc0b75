/**
 * What a plan costs, by the formulas of PostgreSQL (src/backend/optimizer/path/costsize.c and utils/adt/selfuncs.c), in
 * units of one sequential page read, and with its default parameters.
 */
import { log2, pow } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import type { AccessRules } from './rules.ts';

export const costs = {
  seqPage: 1,
  randomPage: 4,
  tuple: 0.01,
  indexTuple: 0.005,
  operator: 0.0025,
} as const;

/** For the pages of an index on the way down, as so many comparisons each. */
const comparisonsPerPage = 50;

export interface Table {
  readonly rows: number;
  readonly pages: number;
}

export interface Index {
  readonly rows: number;
  readonly pages: number;
  /** Levels above the leaves. */
  readonly height: number;
  /** Of the order of the rows in the table with that of the index, -1 to 1. */
  readonly correlation: number;
}

export const plans = ['sequential', 'index', 'bitmap', 'index-only'] as const;
export type Plan = (typeof plans)[number];

/** Reads every page, and checks one condition on each row, if there is one. */
export const sequentialCost = ({ rows, pages }: Table, conditions: number): number =>
  pages * costs.seqPage + rows * (costs.tuple + conditions * costs.operator);

/** Of an index on several columns: entries between its bounds, of which some match, and how many conditions each meets. */
export interface Bounded {
  readonly entries: number;
  readonly conditions: number;
}

/** Of the index alone, for so many of its entries. */
function indexAccessCost({ rows, pages, height }: Index, { entries, conditions }: Bounded): number {
  const read = Math.max(1, Math.ceil((entries / Math.max(1, rows)) * pages));
  const descent = Math.ceil(log2(Math.max(2, rows))) * costs.operator;
  const pagesOnTheWay = (height + 1) * comparisonsPerPage * costs.operator;
  return (
    read * costs.randomPage +
    entries * (costs.indexTuple + conditions * costs.operator) +
    descent +
    pagesOnTheWay
  );
}

/** Different pages of a table that so many rows at random are on (Mackert and Lohman 1989), if memory holds them. */
export function pagesFetched({ pages }: Table, matched: number): number {
  const fetched = (2 * pages * matched) / (2 * pages + matched);
  return Math.min(pages, Math.ceil(fetched));
}

const onOneColumn = (matched: number): Bounded => ({ entries: matched, conditions: 1 });

/** One row after the other, as the index has them. */
export function indexCost(
  table: Table,
  index: Index,
  matched: number,
  bounded = onOneColumn(matched),
): number {
  const scattered = pagesFetched(table, matched) * costs.randomPage;
  const packed = Math.ceil((matched / table.rows) * table.pages);
  const inOrder = costs.randomPage + Math.max(0, packed - 1) * costs.seqPage;
  const reads = scattered + pow(index.correlation, 2) * (inOrder - scattered);
  return indexAccessCost(index, bounded) + reads + matched * costs.tuple;
}

/** The pages first, and then each of them once, in their order. */
export function bitmapCost(
  table: Table,
  index: Index,
  matched: number,
  bounded = onOneColumn(matched),
): number {
  const pages = Math.max(1, pagesFetched(table, matched));
  const spread = pages >= 2 ? Math.sqrt(pages / table.pages) : 0;
  const perPage = costs.randomPage - (costs.randomPage - costs.seqPage) * spread;
  const startUp = indexAccessCost(index, bounded) + 0.1 * costs.operator * matched;
  return startUp + pages * perPage + matched * (costs.tuple + bounded.conditions * costs.operator);
}

/** No page of the table, if all of them are marked as visible to everybody. */
export const indexOnlyCost = (index: Index, matched: number): number =>
  indexAccessCost(index, onOneColumn(matched)) + matched * costs.tuple;

/** The first rows of all in an order that none of them has: a heap of so many keeps the best (cost_tuplesort). */
export function sortedFirstCost(inputCost: number, rows: number, limit: number): number {
  const compared = 2 * costs.operator * Math.max(2, rows);
  const depth = log2(rows > 2 * limit ? 2 * limit : Math.max(2, rows));
  return inputCost + compared * depth + limit * costs.operator;
}

/** The first rows of an index in its order: their share of all, after the way down. */
export function orderedFirstCost(
  table: Table,
  index: Index,
  matched: number,
  bounded: Bounded,
  limit: number,
): number {
  const descent = indexAccessCost(index, { entries: 0, conditions: 0 }) - costs.randomPage;
  const all = indexCost(table, index, matched, bounded);
  return descent + (all - descent) * Math.min(1, limit / matched);
}

export interface Priced {
  readonly plan: Plan;
  readonly cost: number;
}

/** Every plan that there is for so many rows; an index that covers the query has one more. */
export function pricedPlans(
  table: Table,
  index: Index,
  matched: number,
  isCovering: boolean,
): readonly Priced[] {
  const all: readonly Priced[] = [
    { plan: 'sequential', cost: sequentialCost(table, 1) },
    { plan: 'index', cost: indexCost(table, index, matched) },
    { plan: 'bitmap', cost: bitmapCost(table, index, matched) },
    { plan: 'index-only', cost: indexOnlyCost(index, matched) },
  ];
  return all.filter(({ plan }) => isCovering || plan !== 'index-only');
}

/** Without costs an index that fits is used. */
export function chosenPlan(priced: readonly Priced[], rules: AccessRules): Priced {
  if (!rules['plan-by-cost']) {
    return must(
      priced.find(({ plan }) => plan === 'index'),
      'plan by the index',
    );
  }
  return priced.reduce((best, each) => (each.cost < best.cost ? each : best));
}

/** Entries of an index of eight-byte keys on a page of 8 KiB that is 90% full. */
const entriesPerPage = 366;

export function indexOver(rows: number, correlation = 0): Index {
  const leaves = Math.max(1, Math.ceil(rows / entriesPerPage));
  let [height, level, pages] = [0, leaves, leaves];
  while (level > 1) {
    level = Math.ceil(level / entriesPerPage);
    pages += level;
    height += 1;
  }
  return { rows, pages, height, correlation };
}
