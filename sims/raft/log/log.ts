/**
 * The log (paper, §5.3): entries in order, numbered from 1. A snapshot replaces the entries up to
 * `startIndex`, which are gone from it (§7). All O(1) unless stated otherwise.
 */
import type { Entry, LogIndex, Term } from './entry.ts';

export interface Log {
  /** The last entry that a snapshot covers; 0 if there is no snapshot. */
  startIndex: LogIndex;
  startTerm: Term;
  readonly entries: Entry[];
}

export const emptyLog = (): Log => ({ startIndex: 0, startTerm: 0, entries: [] });

export const lastIndex = (log: Log): LogIndex => log.startIndex + log.entries.length;

/** Undefined for an entry that is no longer there, or not yet. */
export const entryAt = (log: Log, index: LogIndex): Entry | undefined =>
  log.entries[index - log.startIndex - 1];

/** Undefined if the log does not reach that far, or a snapshot has replaced the entry. */
export function termAt(log: Log, index: LogIndex): Term | undefined {
  return index === log.startIndex ? log.startTerm : entryAt(log, index)?.term;
}

export const lastTerm = (log: Log): Term => log.entries.at(-1)?.term ?? log.startTerm;

/** At most `count` entries, from that index on: O(count). */
export function entriesFrom(log: Log, index: LogIndex, count: number): readonly Entry[] {
  const from = index - log.startIndex - 1;
  if (from >= log.entries.length || count === 0) return noEntries;
  return log.entries.slice(from, from + count);
}

/** The entries of a heartbeat. */
export const noEntries: readonly Entry[] = Object.freeze([]);

/** Drops every entry after that index. */
export function truncateAfter(log: Log, index: LogIndex): void {
  const kept = Math.max(0, index - log.startIndex);
  if (kept < log.entries.length) log.entries.length = kept;
}

/** Replaces the entries up to that index by a snapshot. O(entries). */
export function compact(log: Log, index: LogIndex, term: Term): void {
  log.entries.splice(0, Math.max(0, index - log.startIndex));
  log.startIndex = index;
  log.startTerm = term;
}

/** The first entry of the same term in an unbroken stretch that ends at that index. O(its length). */
export function firstOfTerm(log: Log, index: LogIndex): LogIndex {
  const term = termAt(log, index);
  let first = index;
  while (first - 1 > log.startIndex && termAt(log, first - 1) === term) first -= 1;
  return first;
}

/** The last entry of that term, or undefined. O(log). */
export function lastOfTerm(log: Log, term: Term): LogIndex | undefined {
  for (let index = lastIndex(log); index > log.startIndex; index--) {
    const found = termAt(log, index) as Term;
    if (found === term) return index;
    // Terms never fall along a log.
    if (found < term) return undefined;
  }
  return undefined;
}
