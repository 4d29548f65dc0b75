/**
 * What a compacted topic holds, and what a reader misses that was away: by the times at which its
 * cleaner comes, and the chance that a key is not written again in the meantime.
 */
import type { Bound } from '../../src/check/expectation.ts';
import { expm1, log1p } from '../../src/kernel/elementary.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';

export interface Compaction {
  readonly keys: number;
  readonly changesPerSecond: number;
  readonly deleteShare: number;
  readonly cleanMinutes: number;
  readonly deleteRetentionMinutes: number;
  readonly downMinutes: number;
}

/** Changes of so long a time are sent together. */
export const tickMs = 5_000;

/** Every key has its first value then, and ticks come just before the full minutes of the cleaner. */
export const firstMs = tickMs - 100;

export const everyMs = ({ changesPerSecond }: Compaction): number => 1_000 / changesPerSecond;
export const cleanMs = ({ cleanMinutes }: Compaction): number => cleanMinutes * 60_000;
export const retentionMs = (c: Compaction): number => c.deleteRetentionMinutes * 60_000;
/** Short, so that the cleaner finds closed segments whenever it comes. */
export const segmentMs = (c: Compaction): number => Math.min(60_000, cleanMs(c) / 4);

/** Between two cleanings. */
export const downAtMs = (c: Compaction): number => 5.25 * cleanMs(c);
export const backAtMs = (c: Compaction): number => downAtMs(c) + c.downMinutes * 60_000;

/**
 * A pass from offset 0 that a cleaning overtakes: it begins shortly before one, and takes half of
 * delete.retention.ms for one record of each key and what is written between two cleanings.
 */
export const passAtMs = (c: Compaction): number =>
  4 * cleanMs(c) - Math.min(retentionMs(c) / 4, cleanMs(c) / 2);
export function passRecordMs(c: Compaction): number {
  const records = c.keys + (cleanMs(c) + segmentMs(c)) / everyMs(c);
  return Math.min(everyMs(c) / 4, retentionMs(c) / 2 / records);
}

/** A tombstone goes with the first cleaning that comes delete.retention.ms after the one that met it. */
const cleaningsMs = (c: Compaction) => Math.ceil(retentionMs(c) / cleanMs(c)) * cleanMs(c);

/** How old tombstones are when they go: the cleaner met them one interval after the closing of their segment at most. */
export const tombstoneAges = (c: Compaction): Bound => ({
  atLeast: cleaningsMs(c) - tickMs,
  atMost: cleaningsMs(c) + cleanMs(c) + closingMs(c),
});

/** After this time at most a segment is closed by a batch of the next. */
const closingMs = (c: Compaction) => segmentMs(c) + 2 * tickMs;

/** The probability that a key is not written between two times: (1 - 1 / keys) ^ changes. */
function untouched(c: Compaction, fromMs: number, untilMs: number): number {
  const changes = Math.max(0, untilMs - Math.max(firstMs, fromMs)) / everyMs(c);
  return 1 + expm1(changes * log1p(-1 / c.keys));
}

/** The probability that a key has a value then: its latest change was no delete. */
const alive = (c: Compaction, atMs: number) =>
  1 - c.deleteShare * (1 - untouched(c, firstMs, atMs));

export const liveKeys = (c: Compaction): Bound => binomialBounds(c.keys, alive(c, backAtMs(c)));

/** The latest cleaning up to a time. */
const cleaningBefore = (c: Compaction, atMs: number) => Math.floor(atMs / cleanMs(c)) * cleanMs(c);

/**
 * Records that are left in the log: what no cleaning has seen, one record of each key that had a
 * value then, and the tombstones that have to stay.
 */
export function kept(c: Compaction): Bound {
  const endMs = backAtMs(c);
  const lastMs = cleaningBefore(c, endMs);
  const survivors = (seenMs: number) => {
    const metMs = seenMs - cleaningsMs(c);
    const share = untouched(c, metMs, seenMs) - untouched(c, firstMs, seenMs);
    return binomialBounds(c.keys, 1 - c.deleteShare * share);
  };
  // The first change of each tick comes twice.
  const unseen = (fromMs: number) => (endMs - fromMs) * (1 / everyMs(c) + 1 / tickMs);
  const tick = tickMs / everyMs(c) + 2;
  const [early, late] = [survivors(lastMs - closingMs(c)), survivors(lastMs)];
  return {
    atLeast: unseen(lastMs) - tick + Math.min(early.atLeast, late.atLeast),
    atMost: unseen(lastMs - closingMs(c)) + tick + Math.max(early.atMost, late.atMost),
  };
}

/**
 * Keys that a reader still has although they were deleted while it was away: it had a value, the
 * delete came last, and its tombstone was met by a cleaning early enough to be gone at the return.
 */
export function ghosts(c: Compaction): Bound {
  const [fromMs, endMs] = [downAtMs(c), backAtMs(c)];
  const bounds = (goneByMs: number) => {
    const untilMs = Math.max(fromMs, goneByMs);
    const share = untouched(c, untilMs, endMs) - untouched(c, fromMs, endMs);
    return binomialBounds(c.keys, alive(c, fromMs) * c.deleteShare * Math.max(0, share));
  };
  // It reads within some seconds after its return; a cleaning just then may be the last one.
  const earlyMs = cleaningBefore(c, endMs) - cleaningsMs(c) - closingMs(c);
  const lateMs = cleaningBefore(c, endMs + 15_000) - cleaningsMs(c) + tickMs;
  return { atLeast: bounds(earlyMs).atLeast, atMost: bounds(lateMs).atMost };
}
