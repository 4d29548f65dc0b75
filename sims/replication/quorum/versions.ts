/** What a replica holds for a key: a value, or the tombstone of a deleted one, with its version. */

/** Ordered by `count`; the name of the writing coordinator breaks ties. */
export interface Version {
  readonly count: number;
  readonly writer: string;
}

export interface Item {
  readonly version: Version;
  /** Null: a tombstone. */
  readonly value: string | null;
}

/** If ties are not broken, neither of two versions with the same count is newer. */
export function isNewer(one: Version, other: Version | undefined, breaksTies = true): boolean {
  if (other === undefined) return true;
  if (one.count !== other.count) return one.count > other.count;
  return breaksTies && one.writer > other.writer;
}

export const newestOf = (items: readonly (Item | undefined)[]): Item | undefined =>
  items.reduce(
    (best, item) => (item !== undefined && isNewer(item.version, best?.version) ? item : best),
    undefined,
  );

export const versionInWords = ({ count, writer }: Version): string => `${count} of ${writer}`;
