/** An instance of the application: the interface that patterns and guards are written against. */
import { Cancelled, type Process, type Task } from '../../../src/kernel/process.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import {
  client,
  isCallFailure,
  type Server,
  type ServerContext,
} from '../../../src/world/server.ts';
import type { Deployment } from '../deployment.ts';
import { asRoutine, type CacheNote } from '../notes.ts';
import type { CacheOptions } from '../options.ts';
import type { Invalidation } from '../relay.ts';
import type { Key, Row } from '../row.ts';
import type { CacheRules } from '../rules.ts';
import { Store } from '../store/store.ts';
import { CacheClient, DatabaseClient } from './client.ts';

/** One life of it. */
export class App {
  readonly node: ServerContext;
  readonly deployment: Deployment;
  readonly rules: CacheRules;
  readonly options: CacheOptions;
  readonly cache: CacheClient;
  readonly database: DatabaseClient;
  /** Loads that this instance has in progress, for its other requests to join. */
  readonly inFlight = new Map<Key, Task<Row>>();
  /** Versions that it looked up, for as long as it considers them current. */
  readonly versions = new Map<Key, { readonly version: number; readonly untilMs: number }>();
  /** Draws a number from [0, 1). */
  readonly random: RandomStream;
  readonly #local: Store | undefined;
  readonly #localLife: { readonly ttlMs: number; readonly graceMs: 0; readonly loadMs: 0 };
  #tokens = 0;
  /** Requests in progress. */
  busy = 0;

  constructor(node: ServerContext, deployment: Deployment) {
    const { rules, options } = deployment;
    this.node = node;
    this.deployment = deployment;
    this.rules = rules;
    this.options = options;
    this.cache = new CacheClient(this, deployment);
    this.database = new DatabaseClient(this, deployment);
    this.random = node.stream('draws');
    const { localTtlMs, localCapacity: capacity } = options;
    this.#localLife = { ttlMs: localTtlMs, graceMs: 0, loadMs: 0 };
    this.#local = localTtlMs > 0 ? new Store({ capacity, eviction: 'lru' }) : undefined;
  }

  /** By its own clock. */
  now(): number {
    return this.node.now();
  }

  note(note: CacheNote): void {
    this.node.note(note);
  }

  /** A note for every read: see `tellsAll`. */
  routine(note: CacheNote): void {
    this.node.note(asRoutine(note, this.options));
  }

  /** Reports that a row is loaded that is still fresh in the cache. */
  loadsEarly(key: Key): void {
    this.deployment.observer.metrics.earlyLoads.add();
    this.routine({ kind: 'loads-early', key, rule: 'scale-by-delta' });
  }

  bypassesCache(key: Key): void {
    this.deployment.observer.history.looked += 1;
    this.deployment.observer.metrics.bypasses.add();
    this.routine({ kind: 'miss', key, why: 'bypassed' });
  }

  /** Tells all nodes that have the row cached that it has changed. */
  publish({ key, version }: Row): void {
    const event: Invalidation = { kind: 'invalidation', key, version };
    this.node.send(this.deployment.nodes.relay, event);
  }

  /** A unique token. */
  newToken(): string {
    this.#tokens += 1;
    return `${this.node.self}#${this.#tokens}`;
  }

  /**
   * Starts work that belongs to no request: refreshes, and loads that several requests share. If it
   * fails and no request waits for it, nothing happens.
   */
  background<T>(process: Process<T>): Task<T> {
    const task = this.node.spawn(this.#timed(process));
    task.watch(() => requireCallFailure(task));
    return task;
  }

  *#timed<T>(process: Process<T>): Process<T> {
    const beganAtMs = this.deployment.observer.nowMs;
    try {
      return yield* process;
    } finally {
      this.deployment.observer.history.ended(beganAtMs);
    }
  }

  /** The instance's own memory. Undefined if it has none, or not this key. */
  findLocal(key: Key): Row | undefined {
    const row = this.#local?.find(key, this.now())?.row;
    if (row === undefined) return undefined;
    this.deployment.observer.history.looked += 1;
    this.deployment.observer.hit('local');
    this.routine({ kind: 'hit', key, how: 'local' });
    return row;
  }

  fillLocal(key: Key, row: Row): void {
    this.#local?.put(key, row, this.#localLife, this.now());
  }

  deleteLocal(key: Key): void {
    this.#local?.remove(key);
  }
}

/** `made` is called with the instance of each life. */
export function appServer(deployment: Deployment, made: (app: App) => void): Server<App, never> {
  const start = (node: ServerContext): App => {
    const app = new App(node, deployment);
    made(app);
    return app;
  };
  return {
    ...client('app', start, ({ busy, inFlight }) => ({ busy, loads: inFlight.size })),
    receive: (app, event) => app.deleteLocal((event as Invalidation).key),
  };
}

/** Any other error that a process throws is a bug in the sim. */
function requireCallFailure(task: Task<unknown>): void {
  try {
    task.value;
  } catch (failure) {
    if (!isCallFailure(failure) && !(failure instanceof Cancelled)) throw failure;
  }
}
