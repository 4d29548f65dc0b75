/** Reads of an object store with a maximum rate per key prefix, as in Amazon S3. */

import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { LimitRules } from './rules.ts';
import { partitionOfWrite } from './table.ts';
import { TokenBucket } from './token-bucket.ts';

export interface ReadsOptions {
  readonly prefixes: number;
  /** Reads a second: the maximum per prefix, and the arrivals. */
  readonly perPrefix: number;
  readonly perSecond: number;
  readonly lastsMs: number;
  /** How many were refused. */
  readonly sees: (refused: number) => void;
}

/** What arrives at the end of a millisecond, and the remainder carried over from earlier turns. */
export const burstOf = (perPrefix: number): number => Math.ceil(perPrefix / 1_000) + 2;

/**
 * Readers that take the prefixes in turn, and the store, in one machine, so that thousands of
 * requests cost little.
 */
export const objectReads = (rules: LimitRules, options: ReadsOptions) =>
  client('object store', (node) => node.spawn(read(node, rules, options)));

function* read(
  node: ServerContext,
  rules: LimitRules,
  { prefixes, perPrefix, perSecond, lastsMs, sees }: ReadsOptions,
): Process<void> {
  const burst = burstOf(perPrefix);
  const buckets = Array.from(
    { length: prefixes },
    () => new TokenBucket(rules, { count: perPrefix, periodMs: 1_000, burst }),
  );
  let [sent, refused] = [0, 0];
  for (let ms = 1; ms <= lastsMs; ms++) {
    // All reads of a millisecond arrive at the same moment.
    yield* node.sleep(ms + node.stream('moments')() - node.now());
    const before = { sent, refused };
    for (; sent < Math.floor((perSecond * ms) / 1_000); sent++) {
      const spread = { home: 0, turn: sent, suffixes: prefixes, partitions: prefixes };
      const prefix = partitionOfWrite(rules, spread);
      if (must(buckets[prefix], 'bucket of the prefix').decide(ms).isAdmitted) continue;
      refused += 1;
    }
    note(node, {
      kind: 'serves-reads',
      reads: sent - before.sent,
      refused: refused - before.refused,
    });
  }
  sees(refused);
}
