/** What the nodes write into the trace, as data and in plain words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type DetectorNotes, detectorWords } from './detectors/notes.ts';
import { type SynodNotes, synodWords } from './synod/notes.ts';

type PaxosNotes = SynodNotes & DetectorNotes;

export const paxosNotes = new NoteBook<PaxosNotes>({ ...synodWords, ...detectorWords });

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<PaxosNotes>): void {
  node.note(note);
}
