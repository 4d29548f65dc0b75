/** Trace notes of the nodes, as data and in words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type DetectorNotes, detectorWords } from './detectors/notes.ts';
import { type LeaseNotes, leaseWords } from './lease/notes.ts';
import { type MultiNotes, multiWords } from './multi/notes.ts';
import { type ClientNotes, clientWords } from './store/notes.ts';
import { type SynodNotes, synodWords } from './synod/notes.ts';
import { type ZabNotes, zabWords } from './zab/notes.ts';

type PaxosNotes = SynodNotes & MultiNotes & ZabNotes & ClientNotes & DetectorNotes & LeaseNotes;

export const paxosNotes = new NoteBook<PaxosNotes>({
  ...synodWords,
  ...multiWords,
  ...zabWords,
  ...clientWords,
  ...detectorWords,
  ...leaseWords,
});

/** Writes a note of one of these kinds, with its data. */
export function note(node: { note(note: Note): void }, note: NoteOf<PaxosNotes>): void {
  node.note(note);
}
