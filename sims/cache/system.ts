/**
 * A system of caches: application instances that share a cache and a database. It starts reads and
 * writes as processes of an instance, and does to the system what a plan asks for.
 */
import { sampler } from '../../src/kernel/distribution.ts';
import { type Process, startProcess } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { TimedOut, timeout } from '../../src/kernel/timeout.ts';
import type { World } from '../../src/world/world.ts';
import { App } from './app.ts';
import type { Audit } from './audit.ts';
import { RememberedError } from './client.ts';
import { Database, DatabaseDown } from './database.ts';
import { Ledger } from './ledger.ts';
import type { CacheMetrics } from './metrics.ts';
import { Observer } from './observer.ts';
import { type CacheOptions, defaultCacheOptions } from './options.ts';
import type { Key, Row } from './row.ts';
import type { CacheRules } from './rules.ts';
import { CacheServer } from './server.ts';
import type { Setting } from './setting.ts';
import { type Reader, readers, type Writer, withLocalCache, writers } from './strategies.ts';

export interface CacheSystemParts {
  readonly world: World;
  readonly rules: CacheRules;
  readonly metrics: CacheMetrics;
  /** One for all systems of a run. */
  readonly audit: Audit;
  /** The database of another system that this one shares, as regions do. */
  readonly sharedWith?: CacheSystem;
}

export class CacheSystem {
  readonly options: CacheOptions;
  readonly apps: readonly App[];
  readonly server: CacheServer;
  readonly database: Database;
  readonly observer: Observer;
  /** Systems that hear of this one's writes, each so much later. */
  readonly subscribers: { readonly system: CacheSystem; readonly delayMs: number }[] = [];
  eventsLost = 0;
  readonly #setting: Setting;
  readonly #reader: Reader;
  readonly #writer: Writer;

  constructor(parts: CacheSystemParts, options: Partial<CacheOptions>) {
    const { world, rules, metrics, audit, sharedWith } = parts;
    const { kernel } = world;
    this.options = { ...defaultCacheOptions, ...options };
    const { name, instances, read, write, localTtlMs, database, cacheLatencyMs } = this.options;
    const ledger = sharedWith?.observer.ledger ?? new Ledger(database.exists);
    this.observer = new Observer(world, this.options, { ledger, metrics, audit });
    this.database =
      sharedWith?.database ?? new Database(kernel, database, `database ${name}`, ledger);
    this.#setting = {
      kernel,
      rules,
      options: this.options,
      database: this.database,
      observer: this.observer,
      drawLatencyMs: sampler(cacheLatencyMs, kernel.random.stream(`latency ${name}`)),
      random: kernel.random.stream(`cache ${name}`),
    };
    this.server = new CacheServer(this.#setting);
    this.apps = Array.from({ length: instances }, (_, index) => {
      return new App(`app${index + 1}`, this.server, this.#setting, (row) => this.#publish(row));
    });
    this.#reader = localTtlMs > 0 ? withLocalCache(readers[read]) : readers[read];
    this.#writer = writers[write];
    this.subscribers.push({ system: this, delayMs: this.options.eventDelayMs });
    if (write === 'write-behind') startProcess(kernel, this.server.writeBehind.flushing());
  }

  /** An instance that is up: that one, or the next. Undefined where all are down. */
  app(index: number): App | undefined {
    for (let tried = 0; tried < this.apps.length; tried++) {
      const app = this.apps[(index + tried) % this.apps.length] as App;
      if (!app.isDown) return app;
    }
    return undefined;
  }

  /** Starts a read at an instance. Without effect where all are down. */
  read(key: Key, instance = 0): void {
    const app = this.app(instance);
    if (app !== undefined) app.start(this.reading(app, key));
  }

  /** Starts a write at an instance. Without effect where all are down. */
  write(key: Key, instance = 0): void {
    const app = this.app(instance);
    if (app !== undefined) app.start(this.writing(app, key));
  }

  /** A read from its beginning to its answer; undefined where it failed or ran out of time. */
  *reading(app: App, key: Key): Process<Row | undefined> {
    const { observer } = this;
    const { requestTimeoutMs } = this.options;
    const begun = { by: app.id, atMs: app.nowMs, bumpedTo: observer.bumpedTo(key) };
    observer.readBegins(key);
    try {
      const row =
        requestTimeoutMs === Infinity
          ? yield* this.#reader(app, key)
          : yield* timeout(requestTimeoutMs, this.#reader(app, key));
      observer.readAnswered(key, row, begun);
      return row;
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (error instanceof RememberedError) {
        observer.gotRememberedError(key, begun.atMs, this.database);
      }
      observer.readFailed();
      return undefined;
    } finally {
      observer.ended(begun.atMs);
      this.#rests(key);
    }
  }

  /** A write from its beginning to its acknowledgement; undefined where it failed. */
  *writing(app: App, key: Key): Process<Row | undefined> {
    const { observer } = this;
    const beganAtMs = app.nowMs;
    observer.writeBegins(key);
    try {
      const row = yield* this.#writer(app, key);
      observer.writeAcknowledged(row, beganAtMs);
      return row;
    } catch (error) {
      if (!isFailure(error)) throw error;
      return undefined;
    } finally {
      observer.ended(beganAtMs);
      this.#rests(key);
    }
  }

  #rests(key: Key): void {
    if (!this.options.promises.agreesAtRest) return;
    const cached = this.server.store.peek(key, this.#setting.kernel.nowMs)?.row;
    this.observer.rests(key, cached, this.database.current(key));
  }

  #publish({ key, version }: Row): void {
    const { kernel, random, options } = this.#setting;
    for (const { system, delayMs } of this.subscribers) {
      if (chance(random, options.eventLoss)) {
        this.eventsLost += 1;
        this.observer.note(undefined, { kind: 'event-lost', key });
      } else {
        kernel.schedule(delayMs, () => system.invalidate(key, version), undefined);
      }
    }
  }

  /** Takes a key out of the shared cache and out of the memory of every instance. */
  invalidate(key: Key, version: number): void {
    this.server.delete(key, version, 'event');
    for (const app of this.apps) app.deleteLocal(key);
  }

  crashInstance(index: number): void {
    const app = this.apps[index];
    if (app === undefined || app.isDown) return;
    this.observer.note(app.id, { kind: 'crashes' });
    app.crash();
  }

  restartInstance(index: number): void {
    const app = this.apps[index];
    if (app === undefined || !app.isDown) return;
    app.comeBack();
    this.observer.note(app.id, { kind: 'comes-back' });
  }

  pauseInstance(index: number, forMs: number): void {
    const app = this.apps[index];
    if (app === undefined || app.isDown) return;
    this.observer.note(app.id, { kind: 'stops', forMs });
    this.observer.paused(forMs);
    app.pause(forMs);
  }

  loseCache(): void {
    this.server.loseEverything();
  }

  databaseDown(forMs: number): void {
    const { kernel } = this.#setting;
    this.observer.note(undefined, { kind: 'database-down', forMs });
    this.database.downUntilMs = kernel.nowMs + forMs;
    const comesBack = () => {
      if (!this.database.isDown) this.observer.note(undefined, { kind: 'database-back' });
    };
    kernel.schedule(forMs, comesBack, undefined);
  }
}

/** What a client must expect; all else is a mistake in the sim. */
function isFailure(error: unknown): boolean {
  return (
    error instanceof DatabaseDown || error instanceof RememberedError || error instanceof TimedOut
  );
}

/** What a run's invariants and goals look at: one system, or several side by side. */
export interface CacheLab {
  readonly audit: Audit;
  readonly systems: readonly CacheSystem[];
}
