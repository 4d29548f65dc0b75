/** What the nodes write into the trace, as data and in plain words. */
import { NoteBook } from '../../src/trace/note-book.ts';
import type { PaxosRule } from './rules.ts';

interface PaxosNotes {
  counts: { id: number; total: number };
  /** A request has come again. */
  repeat: { id: number; rule: PaxosRule };
  'no-reply': { id: number };
}

export const paxosNotes = new NoteBook<PaxosNotes>({
  counts: ({ id, total }) => `counts request ${id}: ${total}`,
  repeat: ({ id }) => `has counted request ${id} before`,
  'no-reply': ({ id }) => `gets no reply to request ${id}, and repeats it`,
});
