/** Isolation levels, as what a statement reads and what an UPDATE does with a row that has changed. */

export interface Level {
  /** As databases call it, and what it really is. */
  readonly title: string;
  /** Which versions a SELECT sees. */
  readonly reads: 'newest' | 'statement-snapshot' | 'transaction-snapshot';
  /**
   * How a write finds its rows, and what it does with one that was changed after its snapshot: it works on the newest
   * version, looks again whether that one still matches, or fails.
   */
  readonly writes: 'newest' | 'rechecked' | 'first-updater-wins';
  /** Does it look for read-write dependencies, or lock what it reads? */
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
    title: 'repeatable read (MySQL): reads from a snapshot, writes on what is newest',
    reads: 'transaction-snapshot',
    writes: 'newest',
  },
  snapshot: {
    title: 'repeatable read (PostgreSQL): snapshot isolation',
    reads: 'transaction-snapshot',
    writes: 'first-updater-wins',
  },
  serializable: {
    title: 'serializable (PostgreSQL): snapshots, and dangerous structures fail',
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
