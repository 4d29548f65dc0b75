/** Trace notes of the nodes, as data and in words. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf, routine } from '../../src/trace/note-book.ts';
import { inDigits } from '../../src/words/numbers.ts';
import type { LocksRule } from './rules.ts';

interface LocksNotes {
  /** A client has the lock. */
  holds: { owner: string; token: number | null; forMs: number };
  renews: { owner: string };
  /** A client learns that its lease is over. */
  loses: { owner: string };
  /** A client sees by its own clock that its lease is over, and does not write. */
  stops: { owner: string; rule: LocksRule };
  releases: { owner: string };
  'tries-again': { owner: string; why: string };
  'write-refused': { owner: string };
  /** A service grants the lock. */
  grants: { owner: string; token: number | null };
  frees: { owner: string };
  expires: { owner: string };
  'session-ends': { session: string };
  notifies: { waiting: number };
  queues: { owner: string; behind: number };
  /** A server has restarted, and grants nothing for a while. */
  'holds-off': { forMs: number; rule: LocksRule };
  promotes: { node: string };
  /** A store accepts a write. */
  takes: { owner: string; token: number | null };
  'refuses-write': { owner: string; token: number | null; highest: number; rule: LocksRule };
}

/** One of these notes. */
export type LocksNote = NoteOf<LocksNotes>;

export const locksNotes = new NoteBook<LocksNotes>({
  holds: ({ owner, token, forMs }) =>
    `holds the lock as ${owner}${withToken(token)}${Number.isFinite(forMs) ? ` for ${inDigits(Math.round(forMs))} ms` : ''}`,
  renews: routine,
  loses: ({ owner }) => `learns that ${owner} no longer has the lock`,
  stops: ({ owner }) => `stops: by its own clock the lease of ${owner} is over`,
  releases: ({ owner }) => `releases the lock of ${owner}`,
  'tries-again': ({ owner, why }) => `does not get the lock for ${owner}: ${why}`,
  'write-refused': ({ owner }) => `is told that its write as ${owner} came too late`,
  grants: ({ owner, token }) => `grants the lock to ${owner}${withToken(token)}`,
  frees: ({ owner }) => `frees the lock of ${owner}`,
  expires: ({ owner }) => `expires the lock of ${owner}`,
  'session-ends': ({ session }) => `ends the session of ${session}, which has been silent`,
  notifies: ({ waiting }) => `notifies ${inDigits(waiting)} waiting`,
  queues: ({ owner, behind }) => `puts ${owner} behind ${inDigits(behind)} in the queue`,
  'holds-off': ({ forMs }) => `has restarted empty, and grants nothing for ${inDigits(forMs)} ms`,
  promotes: ({ node }) => `makes ${node} the master`,
  takes: ({ owner, token }) => `accepts the write of ${owner}${withToken(token)}`,
  'refuses-write': ({ owner, token, highest }) =>
    `refuses the write of ${owner}${withToken(token)}: it has seen token ${inDigits(highest)}`,
});

const withToken = (token: number | null): string =>
  token === null ? '' : `, token ${inDigits(token)}`;

export function note(node: { note(note: Note): void }, note: LocksNote): void {
  node.note(note);
}
