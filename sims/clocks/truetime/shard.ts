/**
 * A shard of Spanner, whose leader is one node here: it assigns timestamps to transactions, waits
 * them out, and answers reads at a timestamp. Replication is simulated as a delay.
 */
import { all } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { around, isAfter } from './interval.ts';
import type { TruetimeParts } from './parts.ts';

export interface CommitRequest {
  readonly do: 'commit';
  readonly transaction: number;
  /** The shard that is asked coordinates; the others participate. */
  readonly shards: readonly string[];
}

interface PrepareRequest {
  readonly do: 'prepare';
  readonly transaction: number;
}

export interface ReadRequest {
  readonly do: 'read';
  readonly atMs: number;
}

/** Messages from the coordinator to the others. */
interface Outcome {
  readonly transaction: number;
  readonly timestampMs: number;
}

interface Memory {
  /** The timestamp of each transaction whose rows are here. */
  readonly committed: Map<number, number>;
  /** For each transaction in progress: its timestamp is this, or will not be below it. */
  readonly prepared: Map<number, number>;
  /** The latest timestamp that was assigned, or read at. */
  lastMs: number;
  readonly changed: Signal;
}

/** TrueTime counts microseconds. */
const tickMs = 0.001;

export function shard(
  parts: TruetimeParts,
): Server<Memory, CommitRequest | PrepareRequest | ReadRequest> {
  const { rules, epsilonMs, waitShare, paxosMs } = parts;
  const truetime = (node: ServerContext) => around(node.now(), epsilonMs);

  return {
    kind: 'shard',
    start: () => ({ committed: new Map(), prepared: new Map(), lastMs: 0, changed: new Signal() }),
    serve(memory, request, _from, node) {
      if (request.do === 'commit') return commit(memory, request, node);
      if (request.do === 'prepare') return prepare(memory, request, node);
      return read(memory, request, node);
    },
    receive: (memory, outcome) => apply(memory, outcome as Outcome),
    shown: ({ committed, prepared, lastMs }) => ({
      committed: committed.size,
      prepared: prepared.size,
      lastMs,
    }),
  };

  function* commit(
    memory: Memory,
    { transaction, shards }: CommitRequest,
    node: ServerContext,
  ): Process<number> {
    const others = shards.filter((id) => id !== node.self);
    const request: PrepareRequest = { do: 'prepare', transaction };
    const prepares = yield* all(others.map((id) => node.call<number>(id, request)));
    // §4.2.1: no earlier than any prepare timestamp, and later than all that this leader has
    // assigned.
    const own = timestampFor(memory, node);
    const timestampMs = rules['participants-max'] ? Math.max(own, ...prepares) : own;
    takes(memory, transaction, timestampMs);
    note(node, {
      kind: 'picks-timestamp',
      transaction,
      timestampMs,
      rule: 'timestamp-from-latest',
    });
    const waitedForMs = timestampMs - (1 - waitShare) * 2 * epsilonMs;
    yield* all([replicate(node), commitWait(transaction, waitedForMs, node)]);
    apply(memory, { transaction, timestampMs });
    for (const id of others) node.send(id, { transaction, timestampMs });
    note(node, { kind: 'commits', transaction, timestampMs });
    return timestampMs;
  }

  function* prepare(
    memory: Memory,
    { transaction }: PrepareRequest,
    node: ServerContext,
  ): Process<number> {
    const timestampMs = timestampFor(memory, node);
    takes(memory, transaction, timestampMs);
    note(node, { kind: 'prepares', transaction, timestampMs });
    yield* replicate(node);
    return timestampMs;
  }

  /** §4.1.3: at a safe time every transaction up to it is here, and none can arrive any more. */
  function* read(memory: Memory, { atMs }: ReadRequest, node: ServerContext): Process<number[]> {
    if (rules['read-at-safe-time']) {
      if (!isSafe(memory, atMs))
        note(node, { kind: 'waits-for-safe-time', timestampMs: atMs, rule: 'read-at-safe-time' });
      while (!isSafe(memory, atMs)) yield* memory.changed.wait();
    }
    memory.lastMs = Math.max(memory.lastMs, atMs);
    const saw = [...memory.committed].filter(([, ms]) => ms <= atMs).map(([id]) => id);
    note(node, { kind: 'reads-at', timestampMs: atMs, saw: saw.length });
    return saw;
  }

  /** §4.1.2: no less than TT.now().latest when the request arrived, and later than all before. */
  function timestampFor({ lastMs }: Memory, node: ServerContext): number {
    const now = rules['timestamp-from-latest'] ? truetime(node).latest : node.now();
    return rules['timestamps-grow'] ? Math.max(now, lastMs + tickMs) : now;
  }

  /** §4.1.2: no client sees the commit until its timestamp has passed for certain. */
  function* commitWait(transaction: number, untilMs: number, node: ServerContext): Process<void> {
    if (!rules['commit-wait']) return;
    const fromMs = node.now();
    for (;;) {
      const now = truetime(node);
      if (isAfter(now, untilMs)) break;
      yield* node.sleep(untilMs - now.earliest + tickMs);
    }
    const forMs = node.now() - fromMs;
    note(node, { kind: 'waits-out', transaction, forMs, rule: 'commit-wait' });
  }

  function* replicate(node: ServerContext): Process<void> {
    yield* node.work(paxosMs);
  }
}

function takes(memory: Memory, transaction: number, timestampMs: number): void {
  memory.prepared.set(transaction, timestampMs);
  memory.lastMs = Math.max(memory.lastMs, timestampMs);
}

function apply(memory: Memory, { transaction, timestampMs }: Outcome): void {
  memory.prepared.delete(transaction);
  memory.committed.set(transaction, timestampMs);
  memory.changed.fire();
}

const isSafe = ({ prepared }: Memory, atMs: number): boolean =>
  [...prepared.values()].every((timestampMs) => timestampMs > atMs);
