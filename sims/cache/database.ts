/**
 * The database behind the caches: a primary, and replicas to which it ships every commit. Queries
 * wait for one of a limited number of connections, and are then worked on for a random time.
 *
 * A query sees what was committed when its work began, and a write is committed once its work is done
 * and it is durable. A query goes on when its client has given up: a client's timeout does not stop
 * a database.
 */
import { sampler } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { isCallFailure, type Server, type ServerContext } from '../../src/world/server.ts';
import type { Deployment } from './deployment.ts';
import { asRoutine, type CacheNote } from './notes.ts';
import type { Key, Row } from './row.ts';

export type Query =
  | { readonly kind: 'read'; readonly key: Key }
  | { readonly kind: 'write'; readonly key: Key }
  /** Writes a version that was accepted elsewhere before, as write-behind does. */
  | { readonly kind: 'store'; readonly row: Row }
  /** The commits after a given number: for a replica that has missed some. */
  | { readonly kind: 'commits'; readonly after: number };

/** One commit in flight to a replica: its number, and what it wrote. */
interface Commit {
  readonly kind: 'commit';
  readonly place: number;
  readonly row: Row;
}

interface Times {
  readonly readMs: number;
  readonly writeMs: number;
}

/** How long a replica waits before it asks again for what it has missed. */
const askAgainMs = 100;

export class Database {
  readonly #node: ServerContext<Row>;
  readonly #deployment: Deployment;
  readonly #connections: Resource;
  readonly #rows = new Map<Key, Row>();
  /** Every commit, in order. */
  readonly #commits: Row[] = [];
  readonly #drawReadMs: () => number;
  readonly #drawWriteMs: () => number;
  readonly #own = new Map<NodeId, Times>();
  #isCatchingUp = false;

  constructor(node: ServerContext<Row>, deployment: Deployment, journal: readonly Row[]) {
    const { connections, serviceMs, writeMs = serviceMs } = deployment.options.database;
    this.#node = node;
    this.#deployment = deployment;
    this.#connections = new Resource(connections);
    this.#drawReadMs = sampler(serviceMs, node.stream('queries'));
    this.#drawWriteMs = sampler(writeMs, node.stream('writes'));
    for (const row of journal) this.#apply(row);
  }

  get working(): number {
    return this.#connections.held;
  }

  get waiting(): number {
    return this.#connections.waiting;
  }

  /** What is committed here. */
  current(key: Key): Row {
    const version = this.#deployment.options.database.exists(key) ? 1 : 0;
    return this.#rows.get(key) ?? { key, version };
  }

  serve(query: Query, from: NodeId): unknown {
    if (query.kind === 'commits') return this.#commits.slice(query.after);
    if (query.kind === 'read') return this.#read(query.key, from);
    if (query.kind === 'write') return this.#write(query.key, undefined, from);
    return this.#write(query.row.key, query.row, from);
  }

  *#read(key: Key, from: NodeId): Process<Row> {
    yield* this.#connections.acquire();
    try {
      const row = this.current(key);
      this.#deployment.observer.ledger.givenOut(row, this.#deployment.observer.nowMs);
      yield* this.#node.work(this.#timesOf(from)?.readMs ?? this.#drawReadMs());
      return row;
    } finally {
      this.#connections.release();
    }
  }

  *#write(key: Key, accepted: Row | undefined, from: NodeId): Process<Row> {
    yield* this.#connections.acquire();
    try {
      yield* this.#node.work(this.#timesOf(from)?.writeMs ?? this.#drawWriteMs());
      const row = accepted ?? this.#deployment.observer.ledger.write(key);
      this.#node.persist(row);
      yield* this.#node.durable();
      this.#commit(row);
      return row;
    } finally {
      this.#connections.release();
    }
  }

  #commit(row: Row): void {
    const isNewer = this.#apply(row);
    const note: CacheNote = { kind: isNewer ? 'commits' : 'keeps-newer', ...row };
    this.#node.note(asRoutine(note, this.#deployment.options));
    const commit: Commit = { kind: 'commit', place: this.#commits.length, row };
    for (const replica of this.#deployment.nodes.replicas) this.#node.send(replica, commit);
  }

  /** The newer of two versions stays, in whatever order they come: a flush may be retried. */
  #apply(row: Row): boolean {
    this.#commits.push(row);
    this.#deployment.observer.ledger.commit(row, this.#deployment.observer.nowMs);
    const isNewer = row.version > this.current(row.key).version;
    if (isNewer) this.#rows.set(row.key, row);
    return isNewer;
  }

  // A replica.

  receive({ place, row }: Commit): void {
    const missed = place - this.#commits.length;
    if (missed === 1) this.#replicate(row);
    else if (missed > 1) this.catchUp();
  }

  catchUp(): void {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    this.#node.spawn(this.#catchingUp());
  }

  *#catchingUp(): Process<void> {
    const { nodes, options } = this.#deployment;
    for (;;) {
      try {
        const query: Query = { kind: 'commits', after: this.#commits.length };
        const timeoutMs = options.databaseTimeoutMs;
        const missed = yield* this.#node.call<Row[]>(nodes.database, query, { timeoutMs });
        for (const row of missed) this.#replicate(row);
        this.#isCatchingUp = false;
        return;
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        yield* this.#node.sleep(askAgainMs);
      }
    }
  }

  #replicate(row: Row): void {
    this.#node.persist(row);
    this.#apply(row);
  }

  /** In a steady system a caller always gets the same times, whatever others do. */
  #timesOf(caller: NodeId): Times | undefined {
    if (!this.#deployment.options.steady) return undefined;
    const { serviceMs, writeMs = serviceMs } = this.#deployment.options.database;
    const times = this.#own.get(caller) ?? {
      readMs: sampler(serviceMs, this.#node.stream(`queries of ${caller}`))(),
      writeMs: sampler(writeMs, this.#node.stream(`writes of ${caller}`))(),
    };
    this.#own.set(caller, times);
    return times;
  }
}

/** `made` is called with the database of each life. */
export function databaseServer(
  kind: 'database' | 'replica',
  deployment: Deployment,
  made: (database: Database) => void,
): Server<Database, Query, Row> {
  return {
    kind,
    start(node, { journal }) {
      const database = new Database(node, deployment, journal);
      made(database);
      if (kind === 'replica' && journal.length > 0) database.catchUp();
      return database;
    },
    serve: (database, query, from) => database.serve(query, from),
    receive: (database, commit) => database.receive(commit as Commit),
    shown: ({ working, waiting }) => ({ working, waiting }),
  };
}
