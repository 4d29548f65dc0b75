/** Trace notes of a store with a log or snapshots. */
import { routine } from '../../../src/trace/note-book.ts';

export interface DurabilityNotes {
  stores: { write: number };
  syncs: { upTo: number; tookMs: number };
  saves: { upTo: number };
  'blocks-writes': { sinceMs: number; rule: 'late-fsync-blocks-writes' };
  recovers: { upTo: number };
}

export const durabilityWords = {
  stores: routine,
  syncs: ({ upTo, tookMs }: DurabilityNotes['syncs']) =>
    `has its log on disk up to write ${upTo}, after ${tookMs.toFixed(1)} ms`,
  saves: ({ upTo }: DurabilityNotes['saves']) => `has saved a snapshot with ${upTo} writes`,
  'blocks-writes': ({ sinceMs }: DurabilityNotes['blocks-writes']) =>
    `makes writes wait: the sync has taken ${Math.round(sinceMs)} ms`,
  recovers: ({ upTo }: DurabilityNotes['recovers']) => `starts with ${upTo} writes`,
};
