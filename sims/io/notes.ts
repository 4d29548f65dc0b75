/** What the nodes write into the trace, as data and in plain words. */
import { type StudyNotes, studyWords } from '../../src/check/study.ts';
import type { Note } from '../../src/trace/event.ts';
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import type { IoRule } from './rules.ts';

interface IoNotes extends StudyNotes {
  accepts: { connection: number; descriptor: number };
  reads: { connection: number; bytes: number; left: number };
  closes: { connection: number; why: string };
  /** The descriptor of an event is not what it was when the event was collected. */
  'drops-event': { descriptor: number; why: string; rule: IoRule };
  /** A long task has run on the loop, and so many others have come meanwhile. */
  blocks: { computedMs: number; waiting: number };
  /** What was read is no longer the value. */
  overwrites: { read: number; value: number };
  'stops-listening': { connections: number; rule: IoRule };
  'listens-again': { connections: number };
}

const reasons: Readonly<Record<string, string>> = {
  byPeer: 'the peer is gone',
  tooSlow: 'its peer takes too little',
  kicked: 'another connection asked for it',
  released: 'a child process goes on with it',
};

export const ioNotes = new NoteBook<IoNotes>({
  ...studyWords,
  accepts: ({ connection, descriptor }) =>
    `accepts connection ${connection} as descriptor ${descriptor}`,
  reads: ({ connection, bytes, left }) =>
    `reads ${bytes} B of connection ${connection}, and leaves ${left} B`,
  closes: ({ connection, why }) => `closes connection ${connection}: ${reasons[why] ?? why}`,
  'drops-event': ({ descriptor, why }) =>
    `drops an event of descriptor ${descriptor}, which is ${why}`,
  blocks: ({ computedMs, waiting }) =>
    `has computed for ${inTime(computedMs)}, and ${counted(waiting, 'task')} came meanwhile`,
  overwrites: ({ read, value }) => `writes ${read + 1} over ${value}, because it had read ${read}`,
  'stops-listening': ({ connections }) =>
    `accepts no more: ${counted(connections, 'connection')} are as many as it may hold`,
  'listens-again': ({ connections }) => `accepts again, with ${counted(connections, 'connection')}`,
});

/** Writes a note of one of these kinds, with what its kind carries. */
export function note(node: { note(note: Note): void }, note: NoteOf<IoNotes>): void {
  node.note(note);
}
