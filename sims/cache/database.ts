/**
 * The database behind the caches: a station where queries wait for one of a limited number of
 * connections, and are then served for a random time. Replicas show what the primary had committed
 * a lag ago.
 *
 * A query sees what was committed when its service began, and a write is committed when its service
 * ends. A query goes on when whoever asked has given up: a client's timeout does not stop a
 * database.
 */
import { type Distribution, sampler } from '../../src/kernel/distribution.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { join, type Process, sleep, startProcess } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import type { Ledger } from './ledger.ts';
import type { Key, Row } from './row.ts';

export interface DatabaseOptions {
  /** Queries that the primary serves at a time; each replica serves as many. */
  readonly connections: number;
  readonly serviceMs: Distribution;
  /** For writes, where they take another time than reads. */
  readonly writeMs?: Distribution;
  readonly replicas: number;
  /** How far a replica is behind the primary. */
  readonly lagMs: number;
  /** Rows that exist from the start. */
  readonly exists: (key: Key) => boolean;
}

/** Sees what happens in the database on somebody's behalf. */
export interface DatabaseObserver {
  /** A query or a write arrives. */
  queried(): void;
  /** A query has seen this row. */
  read(row: Row, by: string): void;
  committed(row: Row, by: string): void;
}

/** Who has something done, and who sees it. */
export interface Asker {
  readonly id: string;
  readonly observer: DatabaseObserver;
  /** How long the database takes for it each time; else that is drawn every time. */
  readonly times?: ServiceTimes;
}

export interface ServiceTimes {
  readonly readMs: number;
  readonly writeMs: number;
}

/** The database does not answer. */
export class DatabaseDown extends Error {
  override readonly name = 'DatabaseDown';
}

/** How long a client takes to find out that the database does not answer. */
export const refusedAfterMs = 1;

export class Database {
  readonly options: DatabaseOptions;
  readonly #kernel: Kernel;
  readonly #ledger: Ledger;
  readonly #drawServiceMs: () => number;
  readonly #drawWriteMs: () => number;
  readonly #primary: Resource;
  readonly #replicas: readonly Resource[];
  readonly #commits = new Map<Key, { readonly row: Row; readonly atMs: number }[]>();
  downUntilMs = 0;
  #replicasAsked = 0;

  /** `stream` names the stream that service times are drawn from. */
  constructor(kernel: Kernel, options: DatabaseOptions, stream: string, ledger: Ledger) {
    this.options = options;
    this.#kernel = kernel;
    this.#ledger = ledger;
    this.#drawServiceMs = sampler(options.serviceMs, kernel.random.stream(stream));
    this.#drawWriteMs =
      options.writeMs === undefined
        ? this.#drawServiceMs
        : sampler(options.writeMs, kernel.random.stream(`${stream} writes`));
    this.#primary = new Resource(options.connections);
    this.#replicas = Array.from({ length: options.replicas }, () => {
      return new Resource(options.connections);
    });
  }

  /** Queries that are being served, and that wait, over all servers. */
  get serving(): number {
    return this.#stations().reduce((sum, { held }) => sum + held, 0);
  }

  get waiting(): number {
    return this.#stations().reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /** Times for somebody for whom they are always the same. */
  drawTimes(): ServiceTimes {
    return { readMs: this.#drawServiceMs(), writeMs: this.#drawWriteMs() };
  }

  get isDown(): boolean {
    return this.#kernel.nowMs < this.downUntilMs;
  }

  /** Reads a row, from the primary or from the replicas in turn. Throws DatabaseDown. */
  *read(key: Key, by: Asker, from: 'primary' | 'replica'): Process<Row> {
    by.observer.queried();
    if (this.isDown) return yield* this.#refuse();
    const replica = from === 'replica' ? this.#nextReplica() : undefined;
    return yield* join(startProcess(this.#kernel, this.#query(key, by, replica)));
  }

  /** Writes a new version of a row and commits it. Throws DatabaseDown. */
  *write(key: Key, by: Asker): Process<Row> {
    by.observer.queried();
    if (this.isDown) return yield* this.#refuse();
    return yield* join(startProcess(this.#kernel, this.#commitAfterService(key, undefined, by)));
  }

  /** Writes a version that was accepted elsewhere before: what write-behind does. */
  *store(row: Row, by: Asker): Process<Row> {
    by.observer.queried();
    if (this.isDown) return yield* this.#refuse();
    return yield* join(startProcess(this.#kernel, this.#commitAfterService(row.key, row, by)));
  }

  /** What the primary has committed. */
  current(key: Key): Row {
    return this.#asOf(key, Infinity);
  }

  *#query(key: Key, by: Asker, replica: Resource | undefined): Process<Row> {
    const station = replica ?? this.#primary;
    yield* station.acquire();
    try {
      const { nowMs } = this.#kernel;
      const row = this.#asOf(key, replica === undefined ? nowMs : nowMs - this.options.lagMs);
      by.observer.read(row, by.id);
      yield* sleep(by.times?.readMs ?? this.#drawServiceMs());
      return row;
    } finally {
      station.release();
    }
  }

  *#commitAfterService(key: Key, accepted: Row | undefined, by: Asker): Process<Row> {
    yield* this.#primary.acquire();
    try {
      yield* sleep(by.times?.writeMs ?? this.#drawWriteMs());
      const atMs = this.#kernel.nowMs;
      const row = accepted ?? this.#ledger.commit(key, atMs);
      const commits = this.#commits.get(key);
      if (commits === undefined) this.#commits.set(key, [{ row, atMs }]);
      else commits.push({ row, atMs });
      by.observer.committed(row, by.id);
      return row;
    } finally {
      this.#primary.release();
    }
  }

  *#refuse(): Process<never> {
    yield* sleep(refusedAfterMs);
    throw new DatabaseDown('the database does not answer');
  }

  #asOf(key: Key, atMs: number): Row {
    const commits = this.#commits.get(key) ?? [];
    const commit = commits.findLast((commit) => commit.atMs <= atMs);
    return commit?.row ?? { key, version: this.options.exists(key) ? 1 : 0 };
  }

  #nextReplica(): Resource {
    const replica = this.#replicas[this.#replicasAsked++ % this.#replicas.length];
    if (replica === undefined) throw new Error('this database has no replicas');
    return replica;
  }

  #stations(): readonly Resource[] {
    return [this.#primary, ...this.#replicas];
  }
}
