/**
 * What a server writes to its disk, and how it rebuilds its log after a crash (paper, Figure 2,
 * Persistent state): the journal is a list of records, applied in order.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Snapshot } from '../client/machine.ts';
import type { Entry, LogIndex, Term } from '../log/entry.ts';
import { compact, emptyLog, type Log, lastIndex, termAt, truncateAfter } from '../log/log.ts';

export type JournalRecord =
  /** The term, and the vote in it. */
  | { readonly kind: 'ballot'; readonly currentTerm: Term; readonly votedFor: NodeId | null }
  /** These entries follow the one of index `after`; any other entries after it are truncated. */
  | { readonly kind: 'entries'; readonly after: LogIndex; readonly entries: readonly Entry[] }
  /** A snapshot. The entries that it covers are still there. */
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | Compaction;

/** The entries up to that index are gone from the log; those after it stay, or all go. */
export interface Compaction {
  readonly kind: 'compaction';
  readonly index: LogIndex;
  readonly term: Term;
  readonly keepsSuffix: boolean;
}

export interface Durable {
  currentTerm: Term;
  votedFor: NodeId | null;
  readonly log: Log;
  snapshot: Snapshot | null;
}

/** What a server knows that has never written anything, apart from a given log. */
export function blank(entries: readonly Entry[]): Durable {
  const log = emptyLog();
  log.entries.push(...entries);
  return { currentTerm: 0, votedFor: null, log, snapshot: null };
}

/** What a server knows after a crash. O(records). */
export function recover(journal: readonly JournalRecord[], initial: readonly Entry[]): Durable {
  const durable = blank(initial);
  for (const record of journal) replay(durable, record);
  return durable;
}

export function replay(durable: Durable, record: JournalRecord): void {
  switch (record.kind) {
    case 'ballot':
      durable.currentTerm = record.currentTerm;
      durable.votedFor = record.votedFor;
      return;
    case 'entries':
      truncateAfter(durable.log, record.after);
      durable.log.entries.push(...record.entries);
      return;
    case 'snapshot':
      durable.snapshot = record.snapshot;
      return;
    case 'compaction':
      compactBy(durable.log, record);
  }
}

/** Replaces the beginning of a log, or all of it, by a snapshot. */
export function compactBy(log: Log, { index, term, keepsSuffix }: Compaction): void {
  if (!keepsSuffix || index < log.startIndex) log.entries.length = 0;
  compact(log, index, term);
}

export function compactionOf(snapshot: Snapshot, keepsSuffix: boolean): Compaction {
  const { lastIncludedIndex: index, lastIncludedTerm: term } = snapshot;
  return { kind: 'compaction', index, term, keepsSuffix };
}

/**
 * What remains to be done if a crash came between the records of a snapshot and of its compaction.
 */
export function missingCompaction({ log, snapshot }: Durable): Compaction | undefined {
  if (snapshot === null || snapshot.lastIncludedIndex <= log.startIndex) return undefined;
  return compactionOf(snapshot, holdsEndOf(log, snapshot));
}

/** "If existing log entry has same index and term as snapshot's last included entry" (Figure 13, 6). */
export function holdsEndOf(log: Log, { lastIncludedIndex, lastIncludedTerm }: Snapshot): boolean {
  return lastIncludedIndex <= lastIndex(log) && termAt(log, lastIncludedIndex) === lastIncludedTerm;
}
