/** What the nodes write into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';

interface FanoutNotes extends StudyNotes {
  publishes: { number: number; id: string };
  /** The feed starts again, with these events on its disk. */
  recovers: { ids: readonly string[] };
  'is-acknowledged': { id: string };
  replays: { device: string; events: number };
  /** A snapshot with all events up to that number. */
  loads: { upTo: number };
  shows: { number: number; id: string };
  /** The event has come before. */
  knows: { number: number; id: string };
  'loses-connection': object;
  /** A post is copied to the inboxes of its followers. */
  pushes: { author: number; id: number; copies: number };
  /** Earlier posts are copied to the inbox of a new follower. */
  backfills: { user: number; author: number; copies: number };
}

export type FanoutNote = NoteOf<FanoutNotes>;

export const fanoutNotes = new NoteBook<FanoutNotes>({
  ...studyWords,
  publishes: ({ number, id }) => `publishes ${id} as event ${number}`,
  recovers: ({ ids }) => `starts again with ${counted(ids.length, 'event')} on its disk`,
  'is-acknowledged': ({ id }) => `has the acknowledgement of ${id}`,
  replays: ({ device, events }) => `replays ${counted(events, 'event')} to ${device}`,
  loads: ({ upTo }) => `loads a snapshot of ${counted(upTo, 'event')}`,
  shows: ({ number, id }) => `shows event ${number}, ${id}`,
  knows: ({ number, id }) => `has shown event ${number}, ${id}, and drops it`,
  'loses-connection': () => 'loses its connection',
  pushes: ({ author, id, copies }) =>
    `copies post ${id} of author ${author} to ${counted(copies, 'inbox', 'inboxes')}`,
  backfills: ({ user, author, copies }) =>
    `copies ${counted(copies, 'earlier post')} of author ${author} to the inbox of user ${user}`,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: FanoutNote): void {
  node.note(note);
}
