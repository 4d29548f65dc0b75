/** What a migration looks like between two statements. */
import type { Held, Row } from './table.ts';
import { beforeSchema, oldOnly } from './versions.ts';

/** A write that has reached the old column, and not yet the new one. */
export interface HalfWrite {
  readonly row: number;
  readonly holds: Held;
}

export interface Backfill {
  /** Rows that are copied. */
  readonly copied: number;
  /** What was read of the next row, if reading and writing are two statements. */
  readonly read: Held | undefined;
}

export interface MigrationState {
  readonly schema: number;
  /** The release of each instance. */
  readonly releases: readonly number[];
  readonly rows: readonly (Row | undefined)[];
  readonly backfill: Backfill;
  /** Some release has written the new column alone. */
  readonly isOldOutdated: boolean;
  readonly halves: readonly (HalfWrite | undefined)[];
}

/** Every row but the last one is there already. */
export function startOf(instances: number, rows: number): MigrationState {
  return {
    schema: beforeSchema,
    releases: Array.from({ length: instances }, () => oldOnly),
    rows: Array.from({ length: rows }, (_, row) =>
      row + 1 < rows || rows === 1 ? { old: 'current', new: null } : undefined,
    ),
    backfill: { copied: 0, read: undefined },
    isOldOutdated: false,
    halves: Array.from({ length: instances }, () => undefined),
  };
}

/** Instances are alike: of two states that differ in their order one is enough. */
export function keyOf(state: MigrationState): string {
  const { schema, releases, rows, backfill, isOldOutdated, halves } = state;
  const instances = releases.map((release, place) => JSON.stringify([release, halves[place]]));
  return JSON.stringify([schema, instances.sort(), rows, backfill, isOldOutdated]);
}
