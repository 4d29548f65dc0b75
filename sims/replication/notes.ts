/** What the nodes write into the trace, as data and in plain words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type PbsNotes, pbsWords } from './pbs/notes.ts';
import { type PrimaryNotes, primaryWords } from './primary/notes.ts';
import { type QuorumNotes, quorumWords } from './quorum/notes.ts';

type ReplicationNotes = PrimaryNotes & PbsNotes & QuorumNotes;

export const replicationNotes = new NoteBook<ReplicationNotes>({
  ...primaryWords,
  ...pbsWords,
  ...quorumWords,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<ReplicationNotes>): void {
  node.note(note);
}
