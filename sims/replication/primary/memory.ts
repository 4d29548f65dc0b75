/** What a node knows, and what its disk remembers for it. */
import { Signal } from '../../../src/kernel/signal.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { Log } from './log.ts';
import { type Entry, nothing, type Position } from './messages.ts';

export type NodeRecord =
  | { readonly entry: Entry }
  | { readonly cutAfter: number }
  /** It takes nothing of an older epoch any more. */
  | { readonly promised: number };

export type NodeContext = ServerContext<NodeRecord>;

/** What a primary knows of a replica. */
export interface Follower {
  /** Position up to which it was sent the log. */
  sent: number;
  /** The furthest position that it was ever sent. */
  sentAtMost: number;
  /** Position up to which it has acknowledged. */
  received: number;
}

export interface Memory {
  role: 'primary' | 'replica';
  /** The highest epoch that it has promised or leads. */
  epoch: number;
  readonly log: Log;
  /** The log is applied up to this LSN, and visible to reads. */
  applied: number;
  /** By key: the write that reads see, and its LSN. */
  readonly values: Map<string, { readonly entry: Entry; readonly lsn: number }>;
  /** Something was appended, applied or acknowledged. */
  readonly changed: Signal;
  readonly followers: Map<NodeId, Follower>;
  /** As primary it serves until then, by its own clock. */
  leaseUntilMs: number;
}

export function memoryOf(journal: readonly NodeRecord[]): Memory {
  const log = new Log();
  let epoch = 0;
  for (const record of journal) {
    if ('entry' in record) log.push(record.entry);
    else if ('cutAfter' in record) log.cutAfter(record.cutAfter);
    else epoch = record.promised;
  }
  const memory: Memory = {
    role: 'replica',
    epoch,
    log,
    applied: 0,
    values: new Map(),
    changed: new Signal(),
    followers: new Map(),
    leaseUntilMs: -Infinity,
  };
  while (memory.applied < log.length) applyNext(memory);
  return memory;
}

export function append(memory: Memory, entry: Entry, node: NodeContext): void {
  memory.log.push(entry);
  node.persist({ entry });
}

/**
 * Removes the tail of the log, and undoes what was applied of it. O(length of the log), once per
 * failover.
 */
export function cutAfter(memory: Memory, lsn: number, node: NodeContext): void {
  memory.log.cutAfter(lsn);
  node.persist({ cutAfter: lsn });
  if (memory.applied <= lsn) return;
  memory.applied = 0;
  memory.values.clear();
  while (memory.applied < lsn) applyNext(memory);
}

/** Throws at the end of the log. */
export function applyNext(memory: Memory): Entry {
  const entry = memory.log.entryAt(memory.applied + 1);
  if (entry === undefined) throw new Error('there is nothing left to apply');
  memory.applied += 1;
  memory.values.set(entry.key, { entry, lsn: memory.applied });
  return entry;
}

export const appliedPosition = ({ log, applied }: Memory): Position =>
  applied === 0 ? nothing : log.positionAt(applied);

/** It accepts nothing of an older epoch from now on, and no longer leads. */
export function promise(memory: Memory, epoch: number, node: NodeContext): void {
  memory.role = 'replica';
  if (memory.epoch === epoch) return;
  memory.epoch = epoch;
  node.persist({ promised: epoch });
}
