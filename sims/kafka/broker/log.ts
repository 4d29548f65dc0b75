/**
 * A replica's log: records by offset, appended in batches, never changed. Retention drops old ones
 * from the beginning; a follower that holds more than its new leader drops the end (KIP-101).
 * Producer state is derived from the log, and truncated with it.
 */

import { must } from '../../../src/kernel/must.ts';
import { compacted, type RecordId } from '../records.ts';
import { noProducers, type ProducerStates, rebuilt, track } from './producer-state.ts';
import type { LoggedBatch, RecordBatch } from './record-batch.ts';

export interface Log {
  /** The offset of the first record that is still there. */
  startOffset: number;
  /** The records from `baseOffset` on; those before `startOffset` are dropped from time to time. */
  ids: RecordId[];
  baseOffset: number;
  /** The batches that hold them. */
  batches: LoggedBatch[];
  /** Where each leader epoch begins: epochs decide which of two logs is right. */
  readonly epochs: { readonly epoch: number; readonly startOffset: number }[];
  producers: ProducerStates;
  /** Of a compacted topic: where the active segment began when the cleaner last looked. */
  activeFrom: number;
  /** Of a compacted topic: what lies before it was cleaned. */
  firstDirtyOffset: number;
}

export const emptyLog = (): Log => ({
  startOffset: 0,
  ids: [],
  baseOffset: 0,
  batches: [],
  epochs: [],
  producers: noProducers(),
  activeFrom: 0,
  firstDirtyOffset: 0,
});

/** The log end offset (LEO): where the next record goes. */
export const logEnd = (log: Log): number => log.baseOffset + log.ids.length;

export const idAt = (log: Log, offset: number): RecordId =>
  must(log.ids[offset - log.baseOffset], 'record at the offset');

/** Whether compaction has removed the record that was there. */
export const isGone = (id: RecordId): boolean => id === compacted;

/** How many records the log holds before an offset. O(answer and gaps). */
export function countLive(log: Log, end: number): number {
  let live = 0;
  for (let offset = log.startOffset; offset < end; offset++) {
    if (!isGone(idAt(log, offset))) live += 1;
  }
  return live;
}

/**
 * The offset before which that many records lie from an offset on, but no more than `end`. Gaps of
 * a compacted log do not count: a position in one is as good as that of the next record.
 */
export function endOfRoom(log: Log, from: number, room: number, end: number): number {
  if (from >= log.firstDirtyOffset) return Math.min(end, from + room);
  let offset = from;
  for (let live = 0; offset < end && live < room; offset++) {
    if (!isGone(idAt(log, offset))) live += 1;
  }
  return offset;
}

/** The records from one offset to before another. */
export const idsBetween = (log: Log, from: number, until: number): RecordId[] =>
  log.ids.slice(from - log.baseOffset, until - log.baseOffset);

/** O(batch). */
export function append(log: Log, batch: RecordBatch, epoch: number): void {
  const offset = logEnd(log);
  if (log.epochs.at(-1)?.epoch !== epoch) log.epochs.push({ epoch, startOffset: offset });
  log.batches.push({ offset, leaderEpoch: epoch, batch });
  for (const id of batch.ids) log.ids.push(id);
  track(log.producers, offset, batch);
}

/** The batches with records from one offset to before another. O(log batches + answer). */
export function batchesBetween({ batches }: Log, from: number, until: number): LoggedBatch[] {
  return batches.slice(firstWithin(batches, from), firstFrom(batches, until));
}

const endOf = ({ offset, batch }: LoggedBatch): number => offset + batch.ids.length;

/** The index of the first batch that begins at an offset, or after it. */
function firstFrom(batches: readonly LoggedBatch[], offset: number): number {
  let low = 0;
  let high = batches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (must(batches[middle], 'batch in the log').offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the first batch that ends after an offset. */
function firstWithin(batches: readonly LoggedBatch[], offset: number): number {
  const place = firstFrom(batches, offset);
  const before = batches[place - 1];
  return before !== undefined && endOf(before) > offset ? place - 1 : place;
}

/**
 * Drops everything from an offset on, which must be the start of a batch. Returns what was dropped.
 * Producer state is rebuilt from the log, except the index of aborted transactions.
 */
export function truncate(log: Log, endOffset: number): RecordId[] {
  const dropped = log.ids.splice(Math.max(0, endOffset - log.baseOffset));
  if (dropped.length === 0) return dropped;
  log.batches.splice(firstFrom(log.batches, endOffset));
  while ((log.epochs.at(-1)?.startOffset ?? -1) >= endOffset) log.epochs.pop();
  log.producers = rebuilt(log.producers, log.batches);
  log.firstDirtyOffset = Math.min(log.firstDirtyOffset, endOffset);
  log.activeFrom = Math.min(log.activeFrom, endOffset);
  return dropped;
}

/** Moves the start of the log forward. Amortised O(1) per record. */
export function dropBefore(log: Log, offset: number): void {
  log.startOffset = Math.max(log.startOffset, Math.min(offset, logEnd(log)));
  const dropped = log.startOffset - log.baseOffset;
  if (dropped * 2 < log.ids.length) return;
  log.ids = log.ids.slice(dropped);
  log.baseOffset = log.startOffset;
  log.batches = log.batches.slice(firstWithin(log.batches, log.startOffset));
}

/** A log whose records begin later, because the earlier ones are gone. */
export const emptyLogAt = (startOffset: number): Log => ({
  ...emptyLog(),
  startOffset,
  baseOffset: startOffset,
  activeFrom: startOffset,
  firstDirtyOffset: startOffset,
});

/** The epoch of the last record; -1 for an empty log. */
export const lastEpoch = ({ epochs }: Log): number => epochs.at(-1)?.epoch ?? -1;

/** The end of an epoch in a log, or of the latest before it (OffsetsForLeaderEpoch). */
export function epochEnd(log: Log, epoch: number): { epoch: number; endOffset: number } {
  const { epochs } = log;
  for (let place = epochs.length - 1; place >= 0; place--) {
    const known = must(epochs[place], 'epoch in the log');
    if (known.epoch > epoch) continue;
    const endOffset = epochs[place + 1]?.startOffset ?? logEnd(log);
    return { epoch: known.epoch, endOffset };
  }
  return { epoch: -1, endOffset: log.startOffset };
}

/**
 * Where a leader's log diverges from one that ends at an offset with a record of an epoch: the end
 * of that epoch, or of the latest before it. Undefined if the leader's log contains all of it.
 */
export function divergence(
  leader: Log,
  epoch: number,
  offset: number,
): { epoch: number; endOffset: number } | undefined {
  if (epoch < 0) return undefined;
  const known = epochEnd(leader, epoch);
  return known.epoch < epoch || known.endOffset < offset ? known : undefined;
}

/**
 * Up to which offset a follower's log agrees with its leader's: the end, in the leader's log, of
 * the latest epoch that both know (OffsetsForLeaderEpoch), or the follower's own end if that is
 * less.
 */
export function agreementOf(follower: Log, leader: Log): number {
  for (let place = follower.epochs.length - 1; place >= 0; place--) {
    const { epoch } = must(follower.epochs[place], 'epoch in the log');
    const known = leader.epochs.findIndex((own) => own.epoch === epoch);
    if (known === -1) continue;
    const endAtLeader = leader.epochs[known + 1]?.startOffset ?? logEnd(leader);
    const endAtFollower = follower.epochs[place + 1]?.startOffset ?? logEnd(follower);
    return Math.min(endAtLeader, endAtFollower);
  }
  return Math.min(follower.startOffset, logEnd(leader));
}
