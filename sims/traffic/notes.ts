/** What the nodes write into the trace, as data and in plain words. */
import { NoteBook } from '../../src/trace/note-book.ts';
import type { TrafficRule } from './rules.ts';

interface TrafficNotes {
  counts: { id: number; total: number };
  /** A request has come again. */
  repeat: { id: number; rule: TrafficRule };
  'no-reply': { id: number };
}

export const trafficNotes = new NoteBook<TrafficNotes>({
  counts: ({ id, total }) => `counts request ${id}: ${total}`,
  repeat: ({ id }) => `has counted request ${id} before`,
  'no-reply': ({ id }) => `gets no reply to request ${id}, and repeats it`,
});
