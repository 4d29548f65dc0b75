/** The same inserts, look-ups and range reads for every structure, with their pages counted. */
import { type RandomStream, randomInteger, shuffled } from '../../src/kernel/random.ts';
import type { LsmTree } from './lsm/lsm-tree.ts';
import type { PageCount } from './lsm/page-count.ts';

/** A map in the order of its keys that counts its pages. */
export interface PagedMap {
  readonly count: PageCount;
  put(key: number, value: number): void;
  get(key: number): number | undefined;
  between(from: number, to: number): unknown;
  /** Pages of rows on the disk. */
  readonly rowPages: number;
}

export interface Workload {
  /** Keys in the order in which they are inserted, all even; a key’s value is its half. */
  readonly inserted: readonly number[];
  readonly present: readonly number[];
  /** Odd keys from the middle tenth, so that each run has smaller and larger ones. */
  readonly absent: readonly number[];
  readonly rangeStarts: readonly number[];
  readonly rangeRows: number;
}

export function drawWorkload(
  keys: number,
  lookUps: number,
  ranges: { readonly count: number; readonly rows: number },
  { order, reads }: { readonly order: RandomStream; readonly reads: RandomStream },
): Workload {
  const places = Array.from({ length: keys }, (_, place) => 2 * place);
  const any = () => 2 * randomInteger(reads, 0, keys - 1);
  const middle = () =>
    2 * randomInteger(reads, Math.ceil(0.45 * keys), Math.floor(0.55 * keys) - 1);
  return {
    inserted: shuffled(order, places),
    present: Array.from({ length: lookUps }, any),
    absent: Array.from({ length: lookUps }, () => middle() + 1),
    rangeStarts: Array.from({ length: ranges.count }, middle),
    rangeRows: Math.min(ranges.rows, Math.floor(0.4 * keys)),
  };
}

/** Inserts everything. Returns the pages written. */
export function insertAll(map: PagedMap, { inserted }: Workload): number {
  const before = map.count.written;
  for (const key of inserted) map.put(key, key / 2);
  return map.count.written - before;
}

/** Pages read by each kind of read, in the mean, and look-ups with a right answer. */
export function readAll(map: PagedMap, { present, absent, rangeStarts, rangeRows }: Workload) {
  const found = map.count.readBy(() => present.filter((key) => map.get(key) === key / 2).length);
  const missed = map.count.readBy(() => absent.filter((key) => map.get(key) === undefined).length);
  const ranged = map.count.readBy(() => {
    for (const start of rangeStarts) map.between(start, start + 2 * rangeRows - 1);
  });
  return {
    right: found.result + missed.result,
    found: found.pages / present.length,
    absent: missed.pages / absent.length,
    range: ranged.pages / rangeStarts.length,
  };
}

/** Pages for an absent key if each run is looked through, filters or not. */
export function readsWithoutFilters(tree: LsmTree, { absent }: Workload): number {
  const { pages } = tree.count.readBy(() => {
    for (const key of absent) for (const run of tree.runs) run.find(key);
  });
  return pages / absent.length;
}
