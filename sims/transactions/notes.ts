/** Trace notes of the nodes, as data and in words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type CommitNotes, commitWords } from './commit/notes.ts';
import { type DeliveryNotes, deliveryWords } from './delivery/notes.ts';
import { type EventNotes, eventWords } from './events/notes.ts';
import { type IdempotencyNotes, idempotencyWords } from './idempotency/notes.ts';
import { type IsolationNotes, isolationWords } from './isolation/notes.ts';
import { type SagaNotes, sagaWords } from './saga/notes.ts';

type TransactionsNotes = DeliveryNotes &
  IdempotencyNotes &
  SagaNotes &
  CommitNotes &
  EventNotes &
  IsolationNotes;

export const transactionsNotes = new NoteBook<TransactionsNotes>({
  ...deliveryWords,
  ...idempotencyWords,
  ...sagaWords,
  ...commitWords,
  ...eventWords,
  ...isolationWords,
});

/** Writes a note of one of these kinds, with its data. */
export function note(node: { note(note: Note): void }, note: NoteOf<TransactionsNotes>): void {
  node.note(note);
}
