/**
 * Isolation levels: what a statement reads, and what an UPDATE does with a row that has changed.
 */

export interface Level {
  /** What databases call it, and what it really is. */
  readonly title: string;
  /** Which versions a SELECT sees. */
  readonly reads: 'newest' | 'statement-snapshot' | 'transaction-snapshot';
  /**
   * How a write finds its rows, and what it does with a row changed after its snapshot: it works on
   * the newest version, checks whether that one still matches, or fails.
   */
  readonly writes: 'newest' | 'rechecked' | 'first-updater-wins';
  /** Whether it tracks read-write dependencies, or locks what it reads. */
  readonly guards?: 'dependencies' | 'locks';
}

export const levels = {
  'read-uncommitted': {
    title: 'read uncommitted (MySQL)',
    reads: 'newest',
    writes: 'newest',
  },
  'read-committed': {
    title: 'read committed (PostgreSQL, MySQL): monotonic atomic view',
    reads: 'statement-snapshot',
    writes: 'rechecked',
  },
  'current-writes': {
    title: 'repeatable read (MySQL): reads from a snapshot, writes to the newest version',
    reads: 'transaction-snapshot',
    writes: 'newest',
  },
  snapshot: {
    title: 'repeatable read (PostgreSQL): snapshot isolation',
    reads: 'transaction-snapshot',
    writes: 'first-updater-wins',
  },
  serializable: {
    title: 'serializable (PostgreSQL): snapshots that fail on dangerous structures',
    reads: 'transaction-snapshot',
    writes: 'first-updater-wins',
    guards: 'dependencies',
  },
  'two-phase-locking': {
    title: 'serializable (MySQL): two-phase locking',
    reads: 'statement-snapshot',
    writes: 'newest',
    guards: 'locks',
  },
} as const satisfies Readonly<Record<string, Level>>;

export type LevelId = keyof typeof levels;
export const levelIds = Object.keys(levels) as readonly LevelId[];
export const levelOf = (id: LevelId): Level => levels[id];
