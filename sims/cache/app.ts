/** An instance of the application: what the patterns and guards are written against. */
import { type Process, sleep, Task } from '../../src/kernel/process.ts';
import { CacheClient, DatabaseClient } from './client.ts';
import type { CacheOptions } from './options.ts';
import type { Key, Row } from './row.ts';
import type { CacheRules } from './rules.ts';
import type { CacheServer } from './server.ts';
import type { Setting } from './setting.ts';
import { Store } from './store.ts';

const sweepFrom = 64;

export class App {
  readonly id: string;
  readonly rules: CacheRules;
  readonly options: CacheOptions;
  readonly cache: CacheClient;
  readonly database: DatabaseClient;
  /** Loads that this instance has under way, for its other requests to join. */
  readonly inFlight = new Map<Key, Task<Row>>();
  /** Versions that it looked up, as long as it takes them for current. */
  readonly versions = new Map<Key, { readonly version: number; readonly untilMs: number }>();
  readonly #local: Store | undefined;
  readonly #setting: Setting;
  readonly #publish: (row: Row) => void;
  /** What is under way; some of it may have ended, and is swept now and then. */
  #tasks: Task<unknown>[] = [];
  #sweepAt = sweepFrom;
  #pausedUntilMs = 0;
  #tokens = 0;
  isDown = false;

  constructor(id: string, server: CacheServer, setting: Setting, publish: (row: Row) => void) {
    const { rules, options } = setting;
    this.id = id;
    this.rules = rules;
    this.options = options;
    this.#setting = setting;
    this.#publish = publish;
    this.cache = new CacheClient(this, server, setting);
    this.database = new DatabaseClient(this, server, setting);
    const { localTtlMs, localCapacity: capacity } = options;
    this.#local = localTtlMs > 0 ? new Store({ capacity, eviction: 'lru' }) : undefined;
  }

  get nowMs(): number {
    return this.#setting.kernel.nowMs;
  }

  /** Requests and background work under way. */
  get busy(): number {
    this.#sweep();
    return this.#tasks.length;
  }

  /** Draws a number from [0, 1). */
  readonly random = (): number => this.#setting.random();

  /** Says that a row is loaded that is still fresh in the cache. */
  loadsEarly(): void {
    this.#setting.observer.metrics.earlyLoads.add();
  }

  bypassesCache(): void {
    this.#setting.observer.bypass();
  }

  /** Tells all who have the row cached that it has changed. */
  publish(row: Row): void {
    this.#publish(row);
  }

  /** A token that nobody else has. */
  newToken(): string {
    this.#tokens += 1;
    return `${this.id}#${this.#tokens}`;
  }

  /** Starts something that ends when the instance crashes. O(1) amortised. */
  start<T>(process: Process<T>): Task<T> {
    const task = new Task(this.#setting.kernel, process);
    if (this.#tasks.length === this.#sweepAt) this.#sweep();
    this.#tasks.push(task as Task<unknown>);
    task.start();
    return task;
  }

  /**
   * The same for work that belongs to no request: refreshes, and loads that several share. Where it
   * fails and nobody waits for it, nothing happens.
   */
  background<T>(process: Process<T>): Task<T> {
    const task = this.start(this.#timed(process));
    task.watch(() => {});
    return task;
  }

  #sweep(): void {
    this.#tasks = this.#tasks.filter(({ ended }) => !ended);
    this.#sweepAt = Math.max(sweepFrom, 2 * this.#tasks.length);
  }

  *#timed<T>(process: Process<T>): Process<T> {
    const beganAtMs = this.nowMs;
    try {
      return yield* process;
    } finally {
      this.#setting.observer.ended(beganAtMs);
    }
  }

  /** The instance's own memory. Undefined where it has none, or not this key. */
  findLocal(key: Key): Row | undefined {
    const row = this.#local?.find(key, this.nowMs)?.row;
    if (row !== undefined) this.#setting.observer.hit('local');
    return row;
  }

  fillLocal(key: Key, row: Row): void {
    const life = { ttlMs: this.options.localTtlMs, graceMs: 0, loadMs: 0 };
    this.#local?.put(key, row, life, this.nowMs);
  }

  deleteLocal(key: Key): void {
    this.#local?.remove(key);
  }

  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }

  get isPaused(): boolean {
    return this.nowMs < this.#pausedUntilMs;
  }

  /** Stops, as for a long garbage collection: answers wait, and locks run out. */
  pause(durationMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.nowMs + durationMs);
  }

  /** Waits until the instance goes on. */
  *resumed(): Process<void> {
    while (this.isPaused) yield* sleep(this.#pausedUntilMs - this.nowMs);
  }

  /** Loses its memory and whatever it was doing, and sends nothing more. */
  crash(): void {
    this.isDown = true;
    for (const task of this.#tasks) task.cancel();
    this.#tasks = [];
    this.inFlight.clear();
    this.versions.clear();
    this.#local?.clear();
  }

  comeBack(): void {
    this.isDown = false;
  }
}
