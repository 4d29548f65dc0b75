/** Trace notes of a store under a partition. */
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
    `drops write ${value} of ${key} in favour of the concurrent write ${by}`,
};
