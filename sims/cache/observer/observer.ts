/** Measures what happens in a system of caches. The system does not depend on it. */
import type { World } from '../../../src/world/world.ts';
import { type CacheMetrics, type HitKind, hitCounters, missCounters } from '../metrics.ts';
import type { CacheOptions } from '../options.ts';
import type { Key, Row } from '../row.ts';
import type { MissReason } from '../store/store.ts';
import { History } from './history.ts';
import type { Ledger } from './ledger.ts';
import { Loads } from './loads.ts';

export class Observer {
  readonly ledger: Ledger;
  readonly metrics: CacheMetrics;
  readonly history: History;
  readonly loads: Loads;
  readonly #world: World;
  /** The newest version of each key that a writer was told is written. */
  readonly acknowledged = new Map<Key, number>();
  /** Rows in flight to the database when the cache crashed: it may have them. */
  inDoubt = 0;

  constructor(world: World, ledger: Ledger, metrics: CacheMetrics, options: CacheOptions) {
    this.#world = world;
    this.history = new History(world, options);
    this.loads = new Loads(world);
    this.ledger = ledger;
    this.metrics = metrics;
  }

  get nowMs(): number {
    return this.#world.kernel.nowMs;
  }

  /** A query or a write is sent to the database. */
  queried(): void {
    this.metrics.databaseQueries.add();
    this.metrics.databaseRate.add(this.nowMs);
  }

  hit(kind: HitKind): void {
    this.metrics[hitCounters[kind]].add();
  }

  miss(reason: MissReason): void {
    this.metrics[missCounters[reason]].add();
  }

  /** How stale the answer is of a read that began then. */
  answered(row: Row, beganAtMs: number): number {
    this.history.answered += 1;
    this.metrics.latencyMs.record(this.nowMs - beganAtMs);
    const staleMs = this.ledger.stalenessMs(row, beganAtMs);
    this.metrics.stalenessMs.record(staleMs);
    if (staleMs > 0) this.metrics.staleReads.add();
    return staleMs;
  }

  writeAcknowledged({ key, version }: Row, beganAtMs: number): void {
    this.metrics.writeLatencyMs.record(this.nowMs - beganAtMs);
    if (version > (this.acknowledged.get(key) ?? 0)) this.acknowledged.set(key, version);
  }

  /** The cache has crashed, and these rows exist nowhere else, although they were acknowledged. */
  crashed(rows: readonly Row[]): void {
    for (const row of rows) this.ledger.lose(row);
    this.metrics.lostWrites.add(rows.length);
    this.history.crashed();
    this.loads.forgetLocks();
  }
}
