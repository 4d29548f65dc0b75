/** What the nodes write into the trace, as data and in plain words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type IdNotes, idWords } from './ids/notes.ts';
import { type TruetimeNotes, truetimeWords } from './truetime/notes.ts';

type ClocksNotes = IdNotes & TruetimeNotes;

export const clocksNotes = new NoteBook<ClocksNotes>({ ...idWords, ...truetimeWords });

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<ClocksNotes>): void {
  node.note(note);
}
