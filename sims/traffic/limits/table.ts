/**
 * A table whose capacity is provisioned as a whole and divided into partitions, as in DynamoDB. A
 * partition that gets more than its share may use what the others leave, up to the maximum of one
 * partition.
 */
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { Write } from './request.ts';
import type { LimitRules } from './rules.ts';
import { TokenBucket } from './token-bucket.ts';

export interface TableOptions {
  readonly rules: LimitRules;
  readonly partitions: number;
  /** Writes a second of the whole table. */
  readonly provisioned: number;
  /** Writes a second of a partition, whatever the table’s capacity. */
  readonly partitionMax: number;
  readonly isAdaptive: boolean;
  readonly sees: (write: Write, isAdmitted: boolean, tableHasRoom: boolean) => void;
}

interface Memory {
  readonly table: TokenBucket;
  readonly partitions: readonly TokenBucket[];
}

export function table(options: TableOptions): Server<Memory, Write> {
  const { rules, partitions, provisioned, partitionMax, isAdaptive, sees } = options;
  const share = Math.min(partitionMax, isAdaptive ? provisioned : provisioned / partitions);
  const bucketOf = (perSecond: number) =>
    new TokenBucket(rules, { count: perSecond, periodMs: 1000, burst: Math.ceil(perSecond / 100) });
  return {
    kind: 'table',
    start: () => ({
      table: bucketOf(provisioned),
      partitions: Array.from({ length: partitions }, () => bucketOf(share)),
    }),
    serve(memory, write, _from, node) {
      const atMs = Math.floor(node.now());
      const partition = memory.partitions[write.partition];
      const tableHasRoom = memory.table.decide(atMs, 0).remaining >= 1;
      const isAdmitted = tableHasRoom && partition?.decide(atMs).isAdmitted === true;
      if (isAdmitted) memory.table.decide(atMs);
      else note(node, { kind: 'throttles', item: write.item, partition: write.partition });
      sees(write, isAdmitted, tableHasRoom);
      return { status: isAdmitted ? 200 : 400 };
    },
    shown: ({ table, partitions }) => ({
      table: table.shown.tokens,
      partitions: partitions.map(({ shown }) => shown.tokens),
    }),
  };
}

/** The partition of an item, written under that many suffixes in turn: `hot#0`, `hot#1`, … */
export const partitionOfWrite = (
  rules: LimitRules,
  {
    home,
    turn,
    suffixes,
    partitions,
  }: { home: number; turn: number; suffixes: number; partitions: number },
): number => (rules['suffix-spreads-writes'] ? (home + (turn % suffixes)) % partitions : home);
