/** Where a leaf is split that has become too full (PostgreSQL, nbtsplitloc.c, _bt_findsplitloc). */
import type { AccessRules } from '../rules.ts';

export interface FillFactor {
  /** Entries that fit a leaf. */
  readonly perPage: number;
  /** How full a leaf stays that is split at the right end, in percent. */
  readonly fillFactor: number;
}

/** Entries that a split at the right end leaves in the old leaf. */
export const filledEntries = ({ perPage, fillFactor }: FillFactor): number =>
  Math.floor((perPage * fillFactor) / 100);

/** Entries that stay in the old leaf; the others move to a new one on its right. */
export function splitPoint(
  shape: FillFactor,
  entries: number,
  isLast: boolean,
  rules: AccessRules,
): number {
  // The keys of the last leaf are the largest. If the next ones are larger still, nothing is ever added to the old leaf.
  if (isLast && rules['fill-at-the-right-end']) return filledEntries(shape);
  // Random keys go to both sides: each half gets room for as many.
  if (isLast || rules['halves-elsewhere']) return Math.ceil(entries / 2);
  return filledEntries(shape);
}
