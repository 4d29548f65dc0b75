/**
 * What an application instance requests from the shared cache and from the database. Each request
 * is a call to another node. If the cache does not answer, the instance goes on without it; without
 * a database it fails.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { Deployment } from '../deployment.ts';
import type { HitKind } from '../metrics.ts';
import type { CacheNote } from '../notes.ts';
import { isAbsent, type Key, type Row } from '../row.ts';
import type { Command, Found } from '../server/command.ts';
import type { LeaseToken } from '../server/lease.ts';

/** The application instance that makes the request, in one of its lives. */
interface Instance {
  readonly node: ServerContext;
  note(note: CacheNote): void;
  routine(note: CacheNote): void;
}

/** The cache remembers that the load had failed. */
export const rememberedError = new Refusal('remembered-error');

/**
 * Only the first look-up of a read counts, as a hit or as a miss; later ones belong to the same
 * read, which has waited for another's load.
 */
export type Look = 'first' | 'again';

const nothing: Found = { missing: 'unreachable' };

export class CacheClient {
  readonly #app: Instance;
  readonly #deployment: Deployment;
  readonly #soon: { readonly timeoutMs: number };
  readonly #late: { readonly timeoutMs: number };

  constructor(app: Instance, deployment: Deployment) {
    const { cacheTimeoutMs, databaseTimeoutMs } = deployment.options;
    this.#app = app;
    this.#deployment = deployment;
    this.#soon = { timeoutMs: cacheTimeoutMs };
    this.#late = { timeoutMs: cacheTimeoutMs + databaseTimeoutMs };
  }

  /** The entry, if it may be served. Throws `rememberedError`. */
  get(key: Key, look: Look = 'first'): Process<Found> {
    return this.#look({ kind: 'get', key }, look);
  }

  /** The same; on a miss with a lease, unless another reader has it. */
  getOrLease(key: Key, look: Look = 'first'): Process<Found> {
    return this.#look({ kind: 'get-or-lease', key }, look);
  }

  /** The entry; on a miss the cache loads it. Throws what the load throws. */
  *load(key: Key): Process<Row> {
    const { nodes } = this.#deployment;
    let found: Found = nothing;
    try {
      found = yield* this.#app.node.call<Found>(nodes.cache, { kind: 'load', key }, this.#late);
    } finally {
      this.#count(key, found);
    }
    return found.row as Row;
  }

  set(key: Key, row: Row, loadMs = 0): Process<void> {
    return this.#ask({ kind: 'set', key, row, loadMs }, undefined);
  }

  setError(key: Key): Process<void> {
    return this.#ask({ kind: 'set', key, loadMs: 0 }, undefined);
  }

  setIfNewer(key: Key, row: Row): Process<void> {
    return this.#ask({ kind: 'set-if-newer', key, row }, undefined);
  }

  /** Replaces that entry, unless it is gone. */
  setIfSame(key: Key, row: Row, loadMs: number, entry: number): Process<void> {
    return this.#ask({ kind: 'set-if-same', key, row, loadMs, entry }, undefined);
  }

  setWithLease(key: Key, row: Row, lease: LeaseToken): Process<void> {
    return this.#ask({ kind: 'set-with-lease', key, row, lease }, undefined);
  }

  /** `version`: the one that makes the entry stale; 0 if it is not written yet. */
  delete(key: Key, version = 0): Process<void> {
    return this.#ask({ kind: 'delete', key, version }, undefined);
  }

  /** If no cache grants locks, every reader may load. */
  lock(key: Key, owner: string, ttlMs: number): Process<boolean> {
    return this.#ask({ kind: 'lock', key, owner, ttlMs }, true);
  }

  unlock(key: Key, owner: string): Process<void> {
    return this.#ask({ kind: 'unlock', key, owner }, undefined);
  }

  version(key: Key): Process<number> {
    return this.#ask({ kind: 'version', key }, 0);
  }

  bump(key: Key, version: number): Process<void> {
    return this.#ask({ kind: 'bump', key, version }, undefined);
  }

  /** Hands a write to the cache, which will write it to the database later. */
  write(key: Key): Process<Row> {
    return this.#app.node.call(this.#deployment.nodes.cache, { kind: 'write', key }, this.#soon);
  }

  *#look(command: Command, look: Look): Process<Found> {
    let found: Found;
    try {
      found = yield* this.#app.node.call<Found>(this.#deployment.nodes.cache, command, this.#soon);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      found = nothing;
    }
    if (look === 'first') this.#count(command.key, found);
    if (found.entry !== undefined && found.row === undefined) throw rememberedError;
    return found;
  }

  *#ask<Answer>(command: Command, otherwise: Answer): Process<Answer> {
    const { cache } = this.#deployment.nodes;
    try {
      return yield* this.#app.node.call<Answer>(cache, command, this.#soon);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      this.#app.note({ kind: 'no-answer', key: command.key, command: command.kind });
      return otherwise;
    }
  }

  #count(key: Key, { missing, row, entry }: Found): void {
    this.#deployment.observer.history.looked += 1;
    if (missing === undefined) {
      const how = kindOf(row, entry?.freshForMs ?? 0);
      this.#deployment.observer.hit(how);
      if (how === 'fresh') this.#app.note({ kind: 'hit', key, how });
      else this.#app.routine({ kind: 'hit', key, how });
    } else {
      if (missing === 'unreachable') this.#deployment.observer.metrics.bypasses.add();
      else this.#deployment.observer.miss(missing);
      this.#app.routine({ kind: 'miss', key, why: missing });
    }
  }
}

function kindOf(row: Row | undefined, freshForMs: number): HitKind {
  if (row === undefined) return 'error';
  if (isAbsent(row)) return 'negative';
  return freshForMs > 0 ? 'fresh' : 'stale';
}

export class DatabaseClient {
  readonly #app: Instance;
  readonly #deployment: Deployment;
  readonly #timeout: { readonly timeoutMs: number };
  #replicasAsked = 0;

  constructor(app: Instance, deployment: Deployment) {
    this.#app = app;
    this.#deployment = deployment;
    this.#timeout = { timeoutMs: deployment.options.databaseTimeoutMs };
  }

  /** Throws the failure of the call. */
  *read(key: Key): Process<Row> {
    const { judge, observer } = this.#deployment;
    const { self } = this.#app.node;
    observer.queried();
    judge.locks.loadBegins(key, self);
    observer.loads.begins(key, self);
    try {
      const to = this.#nextToRead();
      const row = yield* this.#app.node.call<Row>(to, { kind: 'read', key }, this.#timeout);
      this.#app.routine({ kind: 'loads', ...row });
      return row;
    } catch (failure) {
      if (isCallFailure(failure)) {
        observer.history.loadFailed();
        this.#app.routine({ kind: 'load-fails', key, why: `${failure}` });
      }
      throw failure;
    } finally {
      const loads = observer.loads.ends(key, self);
      if (loads !== undefined) observer.metrics.stampedeSize.record(loads);
      if (loads !== undefined && loads >= stampedeFrom) {
        this.#app.note({ kind: 'stampede', key, loads });
      }
    }
  }

  /** Throws the failure of the call. */
  write(key: Key): Process<Row> {
    const { database } = this.#deployment.nodes;
    this.#deployment.observer.queried();
    return this.#app.node.call<Row>(database, { kind: 'write', key }, this.#timeout);
  }

  /** The primary, or the replicas in turn. */
  #nextToRead(): NodeId {
    const { options, nodes } = this.#deployment;
    if (options.readsFrom === 'primary') return nodes.database;
    const replica = nodes.replicas[this.#replicasAsked++ % nodes.replicas.length];
    if (replica === undefined) throw new Error('this database has no replicas');
    return replica;
  }
}

/** From that many concurrent loads of one key it is called a stampede. */
const stampedeFrom = 10;
