/** What is cached: rows of a database, each with its version. */

/** Names a row; also, perhaps with a tenant or a version added, its entry in a cache. */
export type Key = string;

/**
 * A row as it was between two writes. Versions count the writes of a key: 0 means that there is no
 * such row, which is also an answer.
 */
export interface Row {
  readonly key: Key;
  readonly version: number;
}

export const isAbsent = ({ version }: Row): boolean => version === 0;
