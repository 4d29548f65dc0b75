/** What a replica holds of a key: a value, or the tombstone of one that was deleted, with its version. */

/** Ordered by `count`; the name of the coordinator that wrote it breaks ties. */
export interface Version {
  readonly count: number;
  readonly writer: string;
}

export interface Item {
  readonly version: Version;
  /** Null: a tombstone. */
  readonly value: string | null;
}

/** Without ties broken, neither of two versions of one count is newer. */
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
