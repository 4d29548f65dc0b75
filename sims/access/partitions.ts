/** A table that is split by ranges of a key. */
import type { AccessRules } from './rules.ts';

export interface Scan {
  readonly partitions: number;
  readonly rows: number;
}

/** Rows that a query reads which asks for keys from `from` to `to`; undefined: its condition is on another column. */
export function scanned(
  counts: readonly number[],
  keysPerPartition: number,
  range: { readonly from: number; readonly to: number } | undefined,
  rules: AccessRules,
): Scan {
  const read = counts.filter((_, place) => {
    if (!rules['prune-by-key'] || range === undefined) return true;
    const [first, next] = [place * keysPerPartition, (place + 1) * keysPerPartition];
    return range.from < next && range.to >= first;
  });
  return { partitions: read.length, rows: read.reduce((sum, rows) => sum + rows, 0) };
}
