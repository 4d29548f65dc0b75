/**
 * A system of caches in a world: instances of an application, their shared cache, the database with
 * its replicas, and the relay of events, each a node of its own.
 */

import type { Breaches } from '../../src/check/breaches.ts';
import { constant, type Distribution, sampler } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { NodeOptions } from '../../src/world/node.ts';
import type { World } from '../../src/world/world.ts';
import { type App, appServer } from './app/app.ts';
import { reading, writing } from './app/requests.ts';
import { type Database, databaseServer } from './database.ts';
import type { Deployment } from './deployment.ts';
import type { CacheMetrics } from './metrics.ts';
import { Judge } from './observer/judge.ts';
import type { CacheLaw } from './observer/laws.ts';
import { Ledger } from './observer/ledger.ts';
import { Observer } from './observer/observer.ts';
import { type CacheOptions, defaultCacheOptions } from './options.ts';
import { relayServer } from './relay.ts';
import type { Key } from './row.ts';
import type { CacheRules } from './rules.ts';
import { type CacheServer, cacheServer } from './server/server.ts';
import type { LogRecord } from './server/write-behind.ts';

export interface CacheSystemParts {
  readonly world: World;
  readonly rules: CacheRules;
  readonly metrics: CacheMetrics;
  /** One for all systems of a run. */
  readonly breaches: Breaches<CacheLaw>;
  /** The database of another system that this one shares, as regions do. */
  readonly sharedWith?: CacheSystem;
}

/** A machine whose server is down refuses connections. */
const refuses: Partial<NodeOptions> = { whenDown: 'refuses' };

export class CacheSystem {
  readonly options: CacheOptions;
  readonly observer: Observer;
  readonly judge: Judge;
  readonly nodes: Deployment['nodes'] & { readonly apps: readonly NodeId[] };
  readonly #world: World;
  readonly #deployment: Deployment;
  readonly #subscribers: NodeId[] = [];
  #eventsLost = 0;
  /** The present life of each node, or the last. */
  readonly #apps: App[] = [];
  #server: CacheServer | undefined = undefined;
  #database: Database | undefined = undefined;
  readonly #sharedWith: CacheSystem | undefined;

  constructor(parts: CacheSystemParts, options: Partial<CacheOptions>) {
    const { world, rules, metrics, breaches, sharedWith } = parts;
    this.#world = world;
    this.#sharedWith = sharedWith;
    this.options = { ...defaultCacheOptions, ...options };
    const { database } = this.options;
    const ledger = sharedWith?.observer.ledger ?? new Ledger(database.exists);
    this.observer = new Observer(world, ledger, metrics, this.options);
    this.judge = new Judge(breaches, this.observer, this.options);
    this.nodes = this.#names();
    const { observer, judge, nodes } = this;
    const rests = (key: Key) => this.#rests(key);
    this.#deployment = { rules, options: this.options, nodes, observer, judge, rests };
    if (sharedWith === undefined) this.#addDatabase();
    this.#addCache();
    this.#addApps();
    this.#addRelay();
  }

  /** The shared cache, as it is or, if it is down, as it last was. */
  get server(): CacheServer {
    return this.#server as CacheServer;
  }

  get database(): Database {
    return this.#sharedWith?.database ?? (this.#database as Database);
  }

  get apps(): readonly App[] {
    return this.#apps;
  }

  // What clients do.

  /** An instance that is up: that one, or the next. Undefined if all are down. */
  app(index: number): App | undefined {
    for (let tried = 0; tried < this.#apps.length; tried++) {
      const app = must(this.#apps[(index + tried) % this.#apps.length], 'app in turn');
      if (this.isUp(app)) return app;
    }
    return undefined;
  }

  isUp({ node }: App): boolean {
    return this.#world.node(node.self).life !== 'down';
  }

  /** Starts a read at an instance. No effect if all are down. */
  read(key: Key, instance = 0): void {
    const app = this.app(instance);
    app?.node.spawn(reading(app, key));
  }

  /** Starts a write at an instance. No effect if all are down. */
  write(key: Key, instance = 0): void {
    const app = this.app(instance);
    app?.node.spawn(writing(app, key));
  }

  /** Sends this system's writes to another system's cache, with that delay. */
  tell(other: CacheSystem, delayMs: number): void {
    this.#subscribe(other.nodes.cache, delayMs);
  }

  /** The nodes that hold a lock of the cache. */
  lockHolders(): NodeId[] {
    const owners = [...this.server.locks.values()].map(({ owner }) => owner.split('#')[0]);
    return this.nodes.apps.filter((id) => owners.includes(id));
  }

  /** Events that were lost on their way from the relay. */
  get eventsLost(): number {
    return this.#eventsLost;
  }

  // Its setup.

  #names(): CacheSystem['nodes'] {
    const { name, instances, database } = this.options;
    const named = (part: string) => (name === '' ? part : `${name}/${part}`);
    const numbered = (part: string, count: number) =>
      Array.from({ length: count }, (_, index) => named(`${part}${index + 1}`));
    const shared = this.#sharedWith?.nodes;
    return {
      cache: named('cache'),
      database: shared?.database ?? named('database'),
      replicas: shared?.replicas ?? numbered('replica', database.replicas),
      relay: named('relay'),
      apps: numbered('app', instances),
    };
  }

  #addDatabase(): void {
    const { database: primary, replicas } = this.nodes;
    const made = (database: Database) => {
      this.#database = database;
    };
    this.#world.addServer(primary, databaseServer('database', this.#deployment, made), refuses);
    for (const id of replicas) {
      const replica = databaseServer('replica', this.#deployment, () => {});
      this.#world.addServer(id, replica, refuses);
      this.#link(primary, id, constant(this.options.database.lagMs));
      this.#link(id, primary, constant(0));
    }
  }

  #addCache(): void {
    const { cache, database, replicas } = this.nodes;
    const server = cacheServer(
      this.#deployment,
      (made) => {
        this.#server = made;
      },
      () => this.#server,
    );
    const options = { ...refuses, diskMs: constant(this.options.logMs) };
    const node = this.#world.addServer(cache, server, options);
    for (const id of [database, ...replicas]) this.#linkBoth(cache, id, constant(0));
    this.#world.trace.on('crash', ({ node: crashed }) => {
      if (crashed !== cache) return;
      const lost = this.server.writeBehind.unsaved(node.disk.journal as LogRecord[]);
      this.observer.crashed(lost);
      this.observer.inDoubt += this.server.writeBehind.onTheirWay;
      this.judge.crashed(lost);
    });
  }

  #addApps(): void {
    const { apps, cache, database, replicas } = this.nodes;
    for (const [index, id] of apps.entries()) {
      const made = (app: App) => {
        this.#apps[index] = app;
      };
      this.#world.addServer(id, appServer(this.#deployment, made));
      this.#linkBoth(id, cache, this.#wayToCache(id));
      for (const to of [database, ...replicas]) this.#linkBoth(id, to, constant(0));
    }
  }

  #addRelay(): void {
    const { relay, cache, apps } = this.nodes;
    const { write, eventDelayMs, localTtlMs } = this.options;
    if (write !== 'publish') return;
    this.#world.addServer(relay, relayServer(this.#subscribers));
    this.#world.trace.on('drop', ({ node }) => {
      if (node === relay) this.#eventsLost += 1;
    });
    for (const id of apps) this.#link(id, relay, constant(0));
    this.#subscribe(cache, eventDelayMs);
    if (localTtlMs > 0) for (const id of apps) this.#subscribe(id, eventDelayMs);
  }

  #subscribe(id: NodeId, delayMs: number): void {
    this.#subscribers.push(id);
    const conditions = { latencyMs: constant(delayMs), loss: this.options.eventLoss };
    this.#world.network.changeLink(this.nodes.relay, id, conditions);
  }

  /** Half a round trip; always the same for an instance of a steady system. */
  #wayToCache(id: NodeId): Distribution {
    const { cacheLatencyMs, steady } = this.options;
    if (!steady) return half(cacheLatencyMs);
    const stream = this.#world.kernel.random.stream(`latency ${id}`);
    return half(constant(sampler(cacheLatencyMs, stream)()));
  }

  #linkBoth(one: NodeId, other: NodeId, latencyMs: Distribution): void {
    this.#link(one, other, latencyMs);
    this.#link(other, one, latencyMs);
  }

  #link(from: NodeId, to: NodeId, latencyMs: Distribution): void {
    this.#world.network.changeLink(from, to, { latencyMs });
  }

  #rests(key: Key): void {
    if (!this.options.promises.agreesAtRest || !this.observer.history.requestEnds(key)) return;
    const cached = this.server.store.peek(key, this.observer.nowMs)?.row;
    this.judge.rests(key, cached, this.database.current(key));
  }
}

function half(distribution: Distribution): Distribution {
  switch (distribution.kind) {
    case 'constant':
      return { ...distribution, value: distribution.value / 2 };
    case 'uniform':
      return { ...distribution, min: distribution.min / 2, max: distribution.max / 2 };
    case 'empirical':
      return { ...distribution, values: Array.from(distribution.values, (value) => value / 2) };
    default:
      throw new RangeError(`a way to the cache cannot be ${distribution.kind}`);
  }
}

/** What a run's invariants and goals look at: one system, or several. */
export interface CacheLab {
  readonly breaches: Breaches<CacheLaw>;
  readonly systems: readonly CacheSystem[];
}
