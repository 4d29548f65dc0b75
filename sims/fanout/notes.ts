/** What the nodes write into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf, routine } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';

interface FanoutNotes extends StudyNotes {
  publishes: { number: number; id: string };
  /** The feed starts, with these events on its disk. */
  recovers: { ids: readonly string[] };
  'is-acknowledged': { id: string };
  replays: { device: string; events: number };
  /** A snapshot with all events up to that number. */
  loads: { upTo: number };
  shows: { number: number; id: string };
  /** The event has come before. */
  knows: { number: number; id: string };
  'loses-connection': object;
  /** A gateway gets a message for a user who has no connection there. */
  'has-no-connection': { user: number; message: number };
  'is-turned-away': { client: number };
  /** The gateway hears nothing of a user any more. */
  'goes-offline': { user: string; silentMs: number };
  /** A client hears nothing of its gateway any more. */
  'gives-up': { silentMs: number };
  /** A queue for a slow client is full. */
  'is-full': { held: number };
  /** A member of a channel is no member any more. */
  'loses-membership': { user: number };
  'is-refused': { user: number; message: number };
  /** A post is copied to the inboxes of its followers. */
  pushes: { author: number; id: number; copies: number };
  /** Earlier posts are copied to the inbox of a new follower. */
  backfills: { user: number; author: number; copies: number };
  /** The sender of a campaign starts again, after the batch of its checkpoint. */
  'goes-on': { after: number };
  /** The provider has had a request with this key. */
  'knows-key': { key: string };
  /** The provider sends a batch of a campaign, for the first time or again. */
  'sends-batch': { batch: number; times: number };
  /** A message is added to a chat, whose badge then shows so many. */
  counts: { id: string; unread: number };
  /** A device has shown the messages up to that number. */
  'marks-read': { shown: number; unread: number };
}

export type FanoutNote = NoteOf<FanoutNotes>;

export const fanoutNotes = new NoteBook<FanoutNotes>({
  ...studyWords,
  publishes: ({ number, id }) => `publishes ${id} as event ${number}`,
  recovers: ({ ids }) =>
    ids.length === 0 ? undefined : `starts with ${counted(ids.length, 'event')} on its disk`,
  'is-acknowledged': ({ id }) => `has the acknowledgement of ${id}`,
  replays: ({ device, events }) => `replays ${counted(events, 'event')} to ${device}`,
  loads: ({ upTo }) => `loads a snapshot of ${counted(upTo, 'event')}`,
  shows: ({ number, id }) => `shows event ${number}, ${id}`,
  knows: ({ number, id }) => `has shown event ${number}, ${id}, and drops it`,
  'loses-connection': () => 'loses its connection',
  'has-no-connection': ({ user, message }) =>
    `gets message ${message} for user ${user}, who is not connected here`,
  'is-turned-away': routine,
  'goes-offline': ({ user, silentMs }) =>
    `shows ${user} offline after ${inTime(silentMs)} of silence`,
  'gives-up': ({ silentMs }) => `closes its connection after ${inTime(silentMs)} without an answer`,
  'is-full': ({ held }) => `holds ${counted(held, 'value')} for a slow client, its limit`,
  'loses-membership': ({ user }) => `user ${user} is no member of the channel any more`,
  'is-refused': ({ user, message }) => `does not deliver message ${message} to user ${user}`,
  pushes: ({ author, id, copies }) =>
    `copies post ${id} of author ${author} to ${counted(copies, 'inbox', 'inboxes')}`,
  backfills: ({ user, author, copies }) =>
    `copies ${counted(copies, 'earlier post')} of author ${author} to the inbox of user ${user}`,
  'goes-on': ({ after }) => `goes on after batch ${after}, its checkpoint`,
  'knows-key': ({ key }) => `knows the key ${key}, and sends nothing`,
  'sends-batch': ({ batch, times }) =>
    times === 1 ? undefined : `sends batch ${batch} again, time ${times}`,
  counts: routine,
  'marks-read': ({ shown, unread }) =>
    `hears that messages up to ${shown} were shown; the badge is ${unread}`,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: FanoutNote): void {
  node.note(note);
}
