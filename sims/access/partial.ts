/** An index on a column that most rows leave empty, and one that holds only the rows that queries ask for. */
import type { AccessRules } from './rules.ts';

/** Entries of an index for those queries; without the predicate, of all rows. */
export const entriesOf = <Row>(
  rows: readonly Row[],
  isAskedFor: (row: Row) => boolean,
  rules: AccessRules,
): number => (rules['predicate-in-the-index'] ? rows.filter(isAskedFor).length : rows.length);
