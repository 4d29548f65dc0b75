/** How a store with its client is set up. */

/** When the log of a store goes to the disk: as Redis names it; or no log at all, but snapshots. */
export const policies = ['always', 'everysec', 'never', 'snapshot'] as const;
export type Policy = (typeof policies)[number];

export interface DurabilityOptions {
  readonly name: string;
  readonly policy: Policy;
  /** How long the disk takes over a sync, or to take a snapshot in. */
  readonly fsyncMs: number;
  readonly fsyncEveryMs: number;
  /** Writes wait while a sync has taken longer than this. */
  readonly blocksAfterMs: number;
  /** After so long the operating system writes its page cache out by itself. */
  readonly writeBackMs: number;
  readonly snapshotEveryMs: number;
  /** How long a snapshot takes to write, before its own sync. */
  readonly saveMs: number;
  /** The drive says that it has what is in its own volatile cache, and writes it later. */
  readonly driveLies: boolean;
  /** What the crash takes with it: a killed process leaves the page cache. */
  readonly loses: 'power' | 'process';
  readonly crashAtMs: number;
  readonly restartMs: number;
  readonly clients: number;
  /** From one write of a client to its next; 0: as soon as the one before is acknowledged. */
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
