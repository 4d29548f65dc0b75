/** What a store under a partition writes into the trace. */
import { routine } from '../../../src/trace/note-book.ts';

export interface PartitionNotes {
  answers: { key: string; value: number };
  'refuses-minority': { key: string; heard: number; rule: 'minority-refuses' };
  overwrites: { key: string; value: number; by: number };
}

export const partitionWords = {
  answers: routine,
  'refuses-minority': ({ key, heard }: PartitionNotes['refuses-minority']) =>
    `refuses a request for ${key}: it reaches ${heard} replicas, not a majority`,
  overwrites: ({ key, value, by }: PartitionNotes['overwrites']) =>
    `drops write ${value} of ${key} for the concurrent write ${by}`,
};
