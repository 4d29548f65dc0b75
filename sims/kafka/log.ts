/**
 * A replica's log: records by offset, appended at the end, never changed. Old ones are dropped from the
 * beginning (retention); a follower that held more than its new leader drops the end (KIP-101).
 */
import type { RecordId } from './records.ts';

export interface Log {
  /** The offset of the first record that is still there. */
  startOffset: number;
  /** The records from `baseOffset` on; those before `startOffset` are dropped now and then. */
  ids: RecordId[];
  baseOffset: number;
  /** Where each leader's epoch begins: which of two logs is right is a matter of epochs. */
  readonly epochs: { readonly epoch: number; readonly startOffset: number }[];
}

export const emptyLog = (): Log => ({ startOffset: 0, ids: [], baseOffset: 0, epochs: [] });

/** The log end offset (LEO): where the next record goes. */
export const logEnd = (log: Log): number => log.baseOffset + log.ids.length;

export const idAt = (log: Log, offset: number): RecordId =>
  log.ids[offset - log.baseOffset] as RecordId;

/** The records from one offset to before another. */
export const idsBetween = (log: Log, from: number, until: number): RecordId[] =>
  log.ids.slice(from - log.baseOffset, until - log.baseOffset);

export function append(log: Log, ids: readonly RecordId[], epoch: number): void {
  if (log.epochs.at(-1)?.epoch !== epoch) log.epochs.push({ epoch, startOffset: logEnd(log) });
  for (const id of ids) log.ids.push(id);
}

/** Some records as a follower gets them: each stretch with the epoch in which it was written. */
export interface Stretch {
  readonly epoch: number;
  readonly ids: readonly RecordId[];
}

/** The records from one offset to before another, by epochs. */
export function stretchesBetween(log: Log, from: number, until: number): Stretch[] {
  const { epochs } = log;
  return epochs.flatMap(({ epoch, startOffset }, place): Stretch[] => {
    const begin = Math.max(from, startOffset);
    const end = Math.min(until, epochs[place + 1]?.startOffset ?? until);
    return begin < end ? [{ epoch, ids: idsBetween(log, begin, end) }] : [];
  });
}

/** Drops everything from an offset on. Returns what was dropped. */
export function truncate(log: Log, endOffset: number): RecordId[] {
  const dropped = log.ids.splice(Math.max(0, endOffset - log.baseOffset));
  while ((log.epochs.at(-1)?.startOffset ?? -1) >= endOffset) log.epochs.pop();
  return dropped;
}

/** Moves the start of the log forward. Amortised O(1) a record. */
export function dropBefore(log: Log, offset: number): void {
  log.startOffset = Math.max(log.startOffset, Math.min(offset, logEnd(log)));
  const dropped = log.startOffset - log.baseOffset;
  if (dropped * 2 < log.ids.length) return;
  log.ids = log.ids.slice(dropped);
  log.baseOffset = log.startOffset;
}

/**
 * Up to which offset a follower's log agrees with its leader's: the end, in the leader's log, of the
 * latest epoch that both know (OffsetsForLeaderEpoch), or the follower's own end where that is less.
 */
export function agreementOf(follower: Log, leader: Log): number {
  for (let place = follower.epochs.length - 1; place >= 0; place--) {
    const { epoch } = follower.epochs[place] as { epoch: number };
    const known = leader.epochs.findIndex((own) => own.epoch === epoch);
    if (known === -1) continue;
    const endAtLeader = leader.epochs[known + 1]?.startOffset ?? logEnd(leader);
    const endAtFollower = follower.epochs[place + 1]?.startOffset ?? logEnd(follower);
    return Math.min(endAtLeader, endAtFollower);
  }
  return Math.min(follower.startOffset, logEnd(leader));
}
