/** Trace notes of the nodes, as data and in words: each part has its own list. */
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { type BalancingNotes, balancingWords } from './balancing/notes.ts';
import { type ConnectionNotes, connectionWords } from './connections/notes.ts';
import { type HashingNotes, hashingWords } from './hashing/notes.ts';
import { type HttpNotes, httpWords } from './http/notes.ts';
import { type LimitNotes, limitWords } from './limits/notes.ts';
import { type QueueNotes, queueWords } from './queues/notes.ts';
import { type TailNotes, tailWords } from './tail/notes.ts';

type TrafficNotes = LimitNotes &
  HashingNotes &
  BalancingNotes &
  ConnectionNotes &
  QueueNotes &
  TailNotes &
  HttpNotes;

export const trafficNotes = new NoteBook<TrafficNotes>({
  ...limitWords,
  ...hashingWords,
  ...balancingWords,
  ...connectionWords,
  ...queueWords,
  ...tailWords,
  ...httpWords,
});

/** Writes a note of one of these kinds, with its data. */
export function note(node: { note(note: Note): void }, note: NoteOf<TrafficNotes>): void {
  node.note(note);
}
