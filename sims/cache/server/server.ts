/**
 * The shared cache: a store, the locks and leases of its keys, and the versions in keys. It
 * executes one command at a time, in order of arrival.
 */
import { join, type Process, type Task } from '../../../src/kernel/process.ts';
import { TimedOut } from '../../../src/kernel/timeout.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { Deployment } from '../deployment.ts';
import { asRoutine, type CacheNote } from '../notes.ts';
import type { Invalidation } from '../relay.ts';
import type { Key, Row } from '../row.ts';
import type { CacheRule } from '../rules.ts';
import type { Entry } from '../store/entry.ts';
import { lifeOf } from '../store/life.ts';
import { Store } from '../store/store.ts';
import type { Command, Found } from './command.ts';
import { grantLease, type LeaseToken, noLeases, redeemLease, voidLease } from './lease.ts';
import { freeLock, type Locks, takeLock } from './lock.ts';
import { type LogRecord, WriteBehind } from './write-behind.ts';

/** The database did not answer the cache in time. */
const loadTimedOut = new Refusal('load-timed-out');

export class CacheServer {
  readonly store: Store;
  readonly locks: Locks = new Map();
  readonly leases = noLeases();
  readonly writeBehind: WriteBehind;
  /** What a version key holds: the version of the row that the key of its entry names. */
  readonly #versions = new Map<Key, number>();
  /** Loads of the cache's own; a delete forgets the one that it overtakes. */
  readonly #inFlight = new Map<Key, Task<Row>>();
  readonly #deployment: Deployment;
  readonly #node: ServerContext<LogRecord>;

  constructor(node: ServerContext<LogRecord>, deployment: Deployment, before?: CacheServer) {
    this.#node = node;
    this.#deployment = deployment;
    this.store = new Store(deployment.options, before?.store);
    this.writeBehind = new WriteBehind(node, deployment, this.store);
  }

  serve(command: Command, from: NodeId): unknown {
    switch (command.kind) {
      case 'get':
        return this.#found(command.key, this.#find(command.key));
      case 'get-or-lease':
        return this.#getOrLease(command.key);
      case 'load':
        return this.#getOrLoad(command.key);
      case 'set':
        return this.#fill(command.key, command.row, command.loadMs);
      case 'set-if-newer':
        return this.#fillIfNewer(command.key, command.row);
      case 'set-if-same':
        return this.#fillIfSame(command.key, command.row, command.loadMs, command.entry);
      case 'set-with-lease':
        return this.#fillWithLease(command.key, command.row, command.lease);
      case 'delete':
        return this.delete(command.key, command.version);
      case 'lock':
        return this.#lock(command.key, command.owner, command.ttlMs, from);
      case 'unlock':
        return this.#unlock(command.key, command.owner);
      case 'version':
        return this.#versions.get(command.key) ?? 0;
      case 'bump':
        return this.#bump(command.key, command.version);
      case 'write':
        return this.writeBehind.write(command.key);
    }
  }

  // Look-ups.

  #find(key: Key): Entry | undefined {
    const entry = this.store.find(key, this.#node.now());
    if (entry === undefined) this.#deployment.judge.missed(key, this.store.missReason(key));
    else this.#deployment.judge.found(entry.row, this.writeBehind.pending(key));
    return entry;
  }

  /** GETS: what is there, and how old it is. */
  #found(key: Key, entry: Entry | undefined): Found {
    if (entry === undefined) return { missing: this.store.missReason(key) };
    const { row, id, loadMs } = entry;
    const nowMs = this.#node.now();
    const ages = { ageMs: nowMs - entry.filledAtMs, freshForMs: entry.freshUntilMs - nowMs };
    return { row, entry: { id, loadMs, ...ages } };
  }

  #getOrLease(key: Key): Found {
    const found = this.#found(key, this.#find(key));
    return found.entry === undefined ? { ...found, lease: this.#lease(key) } : found;
  }

  #lease(key: Key): LeaseToken | undefined {
    const { options, rules, judge, observer } = this.#deployment;
    const at = { nowMs: this.#node.now(), holdOffMs: options.leaseHoldOffMs };
    const token = grantLease(this.leases, key, at, rules);
    if (token === undefined) this.#note({ kind: 'holds-off', key, rule: 'lease-hold-off' });
    else {
      judge.locks.leaseGranted(key, observer.nowMs);
      observer.loads.leaseGranted(key, observer.nowMs);
      this.#note({ kind: 'leases', key, token });
    }
    return token;
  }

  // Read-through.

  #getOrLoad(key: Key): Found | Process<Found> {
    const found = this.#found(key, this.#find(key));
    return found.entry === undefined ? this.#loaded(key, found) : found;
  }

  *#loaded(key: Key, { missing }: Found): Process<Found> {
    return { row: yield* join(this.#load(key)), missing };
  }

  /** Loads a row and fills it in, once for all concurrent requests. */
  #load(key: Key): Task<Row> {
    const inFlight = this.#inFlight.get(key);
    if (inFlight !== undefined) {
      this.#note({ kind: 'joins', key });
      return inFlight;
    }
    const load: Task<Row> = this.#node.spawn(this.#loadAndFill(key, () => load));
    load.watch(() => {
      if (this.#inFlight.get(key) === load) this.#inFlight.delete(key);
    });
    this.#inFlight.set(key, load);
    return load;
  }

  *#loadAndFill(key: Key, self: () => Task<Row>): Process<Row> {
    const { nodes, options, rules, judge, observer } = this.#deployment;
    const beganAtMs = observer.nowMs;
    const calledAtMs = this.#node.now();
    const { replicas } = nodes;
    const database = options.readsFrom === 'replica' ? replicas[0] : nodes.database;
    const { databaseTimeoutMs: timeoutMs } = options;
    observer.queried();
    judge.locks.loadBegins(key, this.#node.self);
    observer.loads.begins(key, this.#node.self);
    try {
      const query = { kind: 'read', key };
      const row = yield* this.#node.call<Row>(database ?? nodes.database, query, { timeoutMs });
      this.#note({ kind: 'loads', ...row });
      const isOvertaken = this.#inFlight.get(key) !== self();
      if (rules['discard-overtaken-loads'] && isOvertaken) {
        this.#refuse(row, 'discard-overtaken-loads');
      } else this.#fill(key, row, this.#node.now() - calledAtMs, true);
      return row;
    } catch (failure) {
      if (isCallFailure(failure)) observer.history.loadFailed();
      throw failure instanceof TimedOut ? loadTimedOut : failure;
    } finally {
      const loads = observer.loads.ends(key, this.#node.self);
      if (loads !== undefined) observer.metrics.stampedeSize.record(loads);
      observer.history.ended(beganAtMs);
    }
  }

  // Filling.

  /** SET. `row` is undefined if the load failed. */
  #fill(key: Key, row: Row | undefined, loadMs: number, guarded = false): void {
    const { options, rules, judge, observer } = this.#deployment;
    const unflushed = this.writeBehind.pending(key);
    if (rules['keep-unflushed-row'] && isOlder(row, unflushed)) {
      if (row !== undefined) this.#refuse(row, 'keep-unflushed-row');
      return;
    }
    const life = lifeOf(row, loadMs, options, rules, this.#node.stream('lives'));
    const ttlMs = life?.ttlMs ?? 0;
    if (row !== undefined) {
      observer.history.filled(row, ttlMs);
      judge.filled(row, guarded, ttlMs);
    }
    if (life === undefined) return;
    this.store.put(key, row, life, this.#node.now());
    if (row !== undefined) this.#note({ kind: 'fills', ...row });
  }

  /** CAS by version: an older row does not replace a newer one. */
  #fillIfNewer(key: Key, row: Row): void {
    const cached = this.store.peek(key, this.#node.now())?.row;
    const isOlder = cached !== undefined && cached.version > row.version;
    if (isOlder) this.#refuse(row, 'newest-version-wins');
    else this.#fill(key, row, 0);
  }

  /** CAS by entry: a refresh replaces only the entry that it refreshes. */
  #fillIfSame(key: Key, row: Row, loadMs: number, id: number): void {
    const isSame = this.store.peek(key, this.#node.now())?.id === id;
    if (this.#deployment.rules['discard-overtaken-loads'] && !isSame) {
      this.#refuse(row, 'discard-overtaken-loads');
    } else this.#fill(key, row, loadMs, true);
  }

  #fillWithLease(key: Key, row: Row, token: LeaseToken): void {
    const isGood = redeemLease(this.leases, key, token, this.#deployment.rules);
    if (isGood) this.#fill(key, row, 0, true);
    else this.#refuse(row, 'verify-lease');
  }

  #refuse(row: Row, rule: CacheRule): void {
    this.#note({ kind: 'fill-refused', ...row, rule });
  }

  // Removal.

  /** DELETE, because of that version of the row. Voids every lease on the key. */
  delete(key: Key, version: number): void {
    const found = this.store.remove(key);
    voidLease(this.leases, key);
    if (this.#deployment.rules['discard-overtaken-loads']) this.#inFlight.delete(key);
    this.#deployment.observer.history.deleted(key, version);
    this.#note({ kind: 'deletes', key, found });
  }

  #bump(key: Key, version: number): void {
    this.#versions.set(key, Math.max(version, this.#versions.get(key) ?? 0));
    this.#deployment.observer.history.bumped(key, version);
    this.#note({ kind: 'bumps', key, to: version });
  }

  // Locks.

  /** SET NX PX; returns whether the lock was free. */
  #lock(key: Key, owner: string, ttlMs: number, by: NodeId): boolean {
    const { rules, judge, observer } = this.#deployment;
    const nowMs = this.#node.now();
    if (!takeLock(this.locks, key, { owner, nowMs, ttlMs }, rules)) return false;
    const expiresAtMs = this.locks.get(key)?.expiresAtMs ?? Infinity;
    const lock = { owner, nowMs, expiresAtMs };
    judge.locks.lockTaken(key, lock);
    observer.loads.lockTaken(key, by, lock);
    this.#node.note({ kind: 'locks', key, owner } as CacheNote);
    return true;
  }

  #unlock(key: Key, owner: string): void {
    this.#deployment.observer.loads.lockReleased(key, owner);
    const own = freeLock(this.locks, key, owner, this.#deployment.rules);
    this.#node.note({ kind: 'unlocks', key, owner, own } as CacheNote);
  }

  /** Warms up the cache: puts in the given rows, as if they had been loaded in that time. */
  warm(row: Row, loadMs: number): void {
    this.#fill(row.key, row, loadMs);
  }

  #note(note: CacheNote): void {
    this.#node.note(asRoutine(note, this.#deployment.options));
  }
}

/** Older than a write that is not yet in the database; an error of the database is older, too. */
const isOlder = (row: Row | undefined, unflushed: Row | undefined): boolean =>
  unflushed !== undefined && (row === undefined || row.version < unflushed.version);

/** `made` is called with the cache of each life, and returns that of the previous life. */
export function cacheServer(
  deployment: Deployment,
  made: (server: CacheServer) => void,
  before: () => CacheServer | undefined,
): Server<CacheServer, Command, LogRecord> {
  return {
    kind: 'cache',
    start(node, { journal }) {
      const server = new CacheServer(node, deployment, before());
      made(server);
      server.writeBehind.recover(journal);
      if (deployment.options.write === 'write-behind') node.spawn(server.writeBehind.flushing());
      return server;
    },
    serve: (server, command, from) => server.serve(command, from),
    receive(server, message) {
      const { key, version } = message as Invalidation;
      server.delete(key, version);
    },
    shown: ({ store, locks, writeBehind }) => ({
      entries: store.size,
      locks: locks.size,
      dirty: writeBehind.dirty,
    }),
  };
}
