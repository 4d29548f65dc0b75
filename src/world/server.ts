/**
 * The logic of one node, driven by requests.
 *
 * A server makes its memory anew at each start, from what its disk holds, and has one handler for
 * requests. A handler answers at once, or is a process that may wait, call other nodes and write to
 * the disk. All of it ends with the life of the node: a crash runs no `finally` block, because the
 * machine that would run it is gone. A key-value store that works on two requests at a time, and a
 * client that calls it:
 *
 *     interface Memory {
 *       readonly rows: Map<string, string>;
 *       readonly station: Station;
 *     }
 *
 *     const store: Server<Memory, { key: string; value?: string }, { key: string; value: string }> = {
 *       kind: 'store',
 *       start: (node, disk) => ({
 *         rows: new Map(disk.journal.map(({ key, value }) => [key, value])),
 *         station: new Station(node, { servers: 2, queueCapacity: 8, serviceMs: constant(4) }),
 *       }),
 *       *serve({ rows, station }, { key, value }, _from, node) {
 *         yield* station.serve();
 *         if (value === undefined) return rows.get(key) ?? null;
 *         node.persist({ key, value });
 *         yield* node.durable();
 *         rows.set(key, value);
 *         return 'stored';
 *       },
 *       shown: ({ rows, station: { working, waiting } }) => ({ rows: rows.size, working, waiting }),
 *     };
 *
 *     function* work(node: ServerContext): Process<void> {
 *       for (let key = 1; ; key++) {
 *         try {
 *           yield* node.call('store', { key: `${key}`, value: 'x' }, { timeoutMs: 20 });
 *         } catch (failure) {
 *           if (!isCallFailure(failure)) throw failure;
 *           const note = { kind: 'call-failed', failure: `${failure}` };
 *           node.note(note);
 *         }
 *         yield* node.sleep(10);
 *       }
 *     }
 *
 *     world.addServer('store', store, { diskMs: constant(1), whenDown: 'refuses' });
 *     const caller = client('client', (node) => node.spawn(work(node)));
 *     world.addServer('client', caller);
 *     world.plan([
 *       { atMs: 100, fault: crash('store') },
 *       { atMs: 200, fault: restart('store') },
 *     ]);
 */
import type { Process, Task } from '../kernel/process.ts';
import type { RandomStream } from '../kernel/random.ts';
import { TimedOut } from '../kernel/timeout.ts';
import type { Note } from '../trace/event.ts';
import type { NodeId } from './actor.ts';
import { type CallOptions, Refusal } from './call.ts';
import type { Conditions } from './conditions.ts';

/** `Request`s, replies, messages and `Record`s are plain data, never changed once handed over. */
export interface Server<Memory, Request, Record = never> {
  /** What kind of node it makes: `database`, `broker`. Invariants and views ask for it. */
  readonly kind: string;
  /**
   * The node starts: for the first time with an empty disk, after a crash with what was durable.
   * Resources, queues and maps are made here, so that they end with the life; processes that run in
   * the background are spawned here.
   */
  start(node: ServerContext<Record>, disk: DiskContents<Record>): Memory;
  /**
   * A request has arrived. The reply is sent at once, or when the process ends. Throws Refusal to
   * answer with a failure.
   */
  serve(memory: Memory, request: Request, from: NodeId, node: ServerContext<Record>): unknown;
  /** A message that asks for no reply has arrived: see `send`. */
  receive?(memory: Memory, message: unknown, from: NodeId, node: ServerContext<Record>): void;
  /** What the view, the digest and the debugger see: plain data. */
  shown(memory: Memory): unknown;
}

/** What a server finds on its disk. */
export interface DiskContents<Record> {
  readonly journal: readonly Record[];
  /** The record of which a crash left half: see `Actor.start`. */
  readonly torn: Record | undefined;
}

/** A server that only calls others: a client, a load generator, a monitor. */
export function client<Memory>(
  kind: string,
  start: (node: ServerContext) => Memory,
  shown: (memory: Memory) => unknown = () => ({}),
): Server<Memory, never> {
  const serve = () => {
    throw new Error(`a ${kind} serves no requests`);
  };
  return { kind, start, serve, shown };
}

/** Whether that is what a call throws when it fails: a refusal, or the end of its time. */
export function isCallFailure(failure: unknown): failure is Refusal | TimedOut {
  return failure instanceof Refusal || failure instanceof TimedOut;
}

/**
 * What a server can do and know. It is good for one life of the node: after a crash there is a new
 * one, and through the old one nothing is sent, written or started.
 */
export interface ServerContext<Record = never> {
  readonly self: NodeId;
  /** What the node suffers from now. */
  readonly conditions: Conditions;
  /** The node's own random stream for that purpose. A draw from one shifts no other. */
  stream(purpose: string): RandomStream;
  /** The node's own clock, in ms: not the true time, which no node knows. */
  now(): number;
  /** Waits for a span of the node's own clock. */
  sleep(durationMs: number): Process<void>;
  /**
   * Works for so long, in true milliseconds of a healthy machine: longer if the node is slow or
   * browned out when it begins, and not to the end while it is stalled. Throws `serverError` if a
   * brownout fails the work.
   */
  work(durationMs: number): Process<void>;
  /** Starts a process that lives as long as this life of the node. */
  spawn<T>(process: Process<T>): Task<T>;
  /**
   * Sends a request, and waits for the reply. Throws the Refusal that the server answers with, or
   * TimedOut. Without a `timeoutMs`, a call whose request or reply is lost never ends. Throws Error
   * for a call to the node itself: that is a function call.
   */
  call<Result>(to: NodeId, request: unknown, options?: CallOptions<Result>): Process<Result>;
  /** Sends a message that asks for no reply. */
  send(to: NodeId, message: unknown): void;
  /** Writes a record to the end of the journal. It survives a crash once it is durable. */
  persist(record: Record): void;
  /** Waits until everything persisted so far is durable. */
  durable(): Process<void>;
  /** Writes a line of interest into the trace. */
  note(note: Note): void;
}
