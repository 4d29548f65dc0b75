/**
 * When writes are accepted and compactions end, if every key is new: what waits for what, as sums and maxima alone
 * (a queue’s recursion, Lindley 1952), without a tree.
 */
import { must } from '../../../src/kernel/must.ts';
import { compactionEntries } from './costs.ts';
import type { StoreOptions } from './store.ts';

export interface Timetable {
  /** When each batch of writes is in memory, after the first one was sent. */
  readonly acceptedMs: readonly number[];
  readonly flushedMs: readonly number[];
  readonly compactedMs: readonly number[];
}

export function timetable(
  options: StoreOptions,
  writes: { readonly batches: number; readonly batchEntries: number; readonly everyMs: number },
  doWritesWait: boolean,
): Timetable {
  const { memtableEntries, level0Runs, level0RunsMax, compactedPerMs } = options;
  const [acceptedMs, flushedMs, compactedMs]: [number[], number[], number[]] = [[], [], []];
  for (let batch = 0; batch < writes.batches; batch++) {
    let atMs = Math.max(batch * writes.everyMs, acceptedMs.at(-1) ?? 0);
    if (doWritesWait && flushedMs.length >= level0RunsMax) {
      // So many compactions must have ended before level 0 has room.
      const compactions = Math.floor((flushedMs.length - level0RunsMax) / level0Runs) + 1;
      atMs = Math.max(atMs, must(compactedMs[compactions - 1], 'end of a compaction'));
    }
    acceptedMs.push(atMs);
    if (((batch + 1) * writes.batchEntries) % memtableEntries !== 0) continue;
    flushedMs.push(atMs);
    if (flushedMs.length % level0Runs !== 0) continue;
    const startMs = Math.max(atMs, compactedMs.at(-1) ?? 0);
    const entries = compactionEntries(compactedMs.length + 1, options);
    compactedMs.push(startMs + entries / compactedPerMs);
  }
  return { acceptedMs, flushedMs, compactedMs };
}
