/** Trace notes of the nodes, as data and in words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type IdNotes, idWords } from './ids/notes.ts';
import { type LeaseNotes, leaseWords } from './lease/notes.ts';
import { type NtpNotes, ntpWords } from './ntp/notes.ts';
import { type OrderNotes, orderWords } from './order/notes.ts';
import { type TruetimeNotes, truetimeWords } from './truetime/notes.ts';
import { type UncertaintyNotes, uncertaintyWords } from './uncertainty/notes.ts';

type ClocksNotes = IdNotes & TruetimeNotes & NtpNotes & LeaseNotes & OrderNotes & UncertaintyNotes;

export const clocksNotes = new NoteBook<ClocksNotes>({
  ...idWords,
  ...truetimeWords,
  ...ntpWords,
  ...leaseWords,
  ...orderWords,
  ...uncertaintyWords,
});

/** Writes a note of one of these kinds, with its data. */
export function note(node: { note(note: Note): void }, note: NoteOf<ClocksNotes>): void {
  node.note(note);
}
