/** How a store with its client is configured. */

/** When the log of a store goes to disk, as named in Redis; or no log at all, but snapshots. */
export const policies = ['always', 'everysec', 'never', 'snapshot'] as const;
export type Policy = (typeof policies)[number];

export interface DurabilityOptions {
  readonly name: string;
  readonly policy: Policy;
  /** How long a sync, or starting a snapshot, takes. */
  readonly fsyncMs: number;
  readonly fsyncEveryMs: number;
  /** Writes wait once a sync has taken longer than this. */
  readonly blocksAfterMs: number;
  /** Time after which the operating system writes its page cache by itself. */
  readonly writeBackMs: number;
  readonly snapshotEveryMs: number;
  /** How long a snapshot takes to write, before its own sync. */
  readonly saveMs: number;
  /** The drive reports writes in its volatile cache as done, and writes them later. */
  readonly driveLies: boolean;
  /** What the crash destroys: a killed process leaves the page cache intact. */
  readonly loses: 'power' | 'process';
  readonly crashAtMs: number;
  readonly restartMs: number;
  readonly clients: number;
  /**
   * Time from one write of a client to its next; 0: as soon as the previous one is acknowledged.
   */
  readonly writeEveryMs: number;
  readonly windowMs: number;
}

export const defaultDurabilityOptions: DurabilityOptions = {
  name: '',
  policy: 'always',
  fsyncMs: 2,
  fsyncEveryMs: 1_000,
  blocksAfterMs: 2_000,
  writeBackMs: 30_000,
  snapshotEveryMs: 60_000,
  saveMs: 100,
  driveLies: false,
  loses: 'power',
  crashAtMs: 5_000,
  restartMs: 10,
  clients: 1,
  writeEveryMs: 20,
  windowMs: Infinity,
};
