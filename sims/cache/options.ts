/** The setup of a system of caches: every limit and every duration in one place. */
import { constant, type Distribution, uniform } from '../../src/kernel/distribution.ts';
import type { Key } from './row.ts';
import type { LifeOptions } from './store/life.ts';
import type { StoreOptions } from './store/store.ts';

export interface DatabaseOptions {
  /** Queries that the primary processes at a time; each replica processes as many. */
  readonly connections: number;
  /** The time of a query, including the round trip to the database. */
  readonly serviceMs: Distribution;
  /** For writes, if their time differs from that of reads. */
  readonly writeMs?: Distribution;
  readonly replicas: number;
  /** Latency of a commit to a replica. */
  readonly lagMs: number;
  /** Rows that exist from the start. */
  readonly exists: (key: Key) => boolean;
}

/** How a row is read: a pattern, with or without a guard against stampedes. */
export type ReadStrategy =
  | 'no-cache'
  | 'cache-aside'
  | 'read-through'
  | 'refresh-ahead'
  | 'lock'
  | 'coalescing'
  | 'lease'
  | 'xfetch'
  | 'stale-while-revalidate'
  | 'negative-caching'
  | 'version-key'
  | 'page-of-user';

/** How a row is written, and what happens to the cache. */
export type WriteStrategy =
  | 'write-around'
  | 'delete'
  | 'publish'
  | 'write-through'
  | 'write-behind'
  | 'bump-version';

export interface CacheOptions extends StoreOptions, LifeOptions {
  /** Name of the system if there are several; empty if it is the only one. */
  readonly name: string;
  /** Application instances, named app1, app2 and so on. */
  readonly instances: number;
  readonly read: ReadStrategy;
  readonly write: WriteStrategy;
  /** One-way latency to the cache, and back. */
  readonly cacheLatencyMs: Distribution;
  readonly database: DatabaseOptions;
  readonly readsFrom: 'primary' | 'replica';
  /** A client of the cache goes on without it after this long without an answer. */
  readonly cacheTimeoutMs: number;
  /** A client of the database considers the query failed after this long without an answer. */
  readonly databaseTimeoutMs: number;
  /** A reader gives up after this long; its process ends. */
  readonly requestTimeoutMs: number;

  /** A cache in each instance's own memory, in front of the shared one; 0 for none. */
  readonly localTtlMs: number;
  readonly localCapacity: number;

  /** The longest time of a load, trips to the cache included: a lock must last that long. */
  readonly loadMsMax: number;
  /** The usual time of a load: what locks are often set to by mistake. */
  readonly loadMsTypical: number;
  /** How long a reader that waits for another's load waits before it looks again. */
  readonly retryMs: number;
  /** Within this time a key gets one lease, whatever happens to it. */
  readonly leaseHoldOffMs: number;
  /** At this age an entry is refreshed when it is read (`refreshAfterWrite`). */
  readonly refreshAfterMs: number;
  /** XFetch: above 1 recomputes earlier, below 1 later. */
  readonly beta: number;
  /** How long a reader remembers a version that it looked up, if it does. */
  readonly rememberVersionMs: number;

  /** From a write to the deletion of the entry that it made stale, by an event. */
  readonly eventDelayMs: number;
  /** The share of events that are lost on the way to each receiver. */
  readonly eventLoss: number;
  /** How often write-behind flushes to the database. */
  readonly flushIntervalMs: number;
  /** Whether write-behind has a log, and how long a write takes to be safe in it. */
  readonly logs: boolean;
  readonly logMs: number;
  /**
   * Whether each instance has its own times of trips, queries and writes, drawn once. Then a story
   * can be shortened without changing the rest of it.
   */
  readonly steady: boolean;
  /** Whether the story tells every read, load and fill, and not only unusual events. */
  readonly tellsAll: boolean;
  readonly promises: Promises;
}

/** What a setup guarantees beyond what every cache must: the judge checks it. */
export interface Promises {
  /** Once no request reads or writes a key, the cache holds no older version than the database. */
  readonly agreesAtRest?: boolean;
  /** The hot keys are always renewed before they expire. */
  readonly neverExpires?: boolean;
  /** No more entries than that expire within a window. */
  readonly expiriesPerWindow?: { readonly windowMs: number; readonly max: number };
}

export const defaultCacheOptions: CacheOptions = {
  name: '',
  instances: 1,
  read: 'cache-aside',
  write: 'delete',
  capacity: Infinity,
  eviction: 'lru',
  ttlMs: 60_000,
  ttlJitter: 0,
  negativeTtlMs: 5_000,
  errorTtlMs: 1_000,
  graceMs: 0,
  cacheLatencyMs: constant(0.5),
  database: {
    connections: Infinity,
    serviceMs: uniform(8, 12),
    replicas: 0,
    lagMs: 0,
    exists: () => true,
  },
  readsFrom: 'primary',
  cacheTimeoutMs: 250,
  databaseTimeoutMs: 10_000,
  requestTimeoutMs: Infinity,
  localTtlMs: 0,
  localCapacity: Infinity,
  loadMsMax: 60,
  loadMsTypical: 10,
  retryMs: 5,
  leaseHoldOffMs: 10_000,
  refreshAfterMs: 50_000,
  beta: 1,
  rememberVersionMs: 1_000,
  eventDelayMs: 20,
  eventLoss: 0,
  flushIntervalMs: 1_000,
  logs: true,
  logMs: 1,
  steady: false,
  tellsAll: false,
  promises: {},
};
