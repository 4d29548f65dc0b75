/** Watches who holds the locks and leases of a cache, and who loads under them. */

import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { World } from '../../../src/world/world.ts';
import type { CacheOptions } from '../options.ts';
import type { Key } from '../row.ts';
import type { CacheLaw } from './laws.ts';

interface Load {
  readonly loader: NodeId;
  /** The life of the loader in which it began. */
  readonly life: number;
  readonly sinceMs: number;
}

export class LockWatch {
  readonly #world: World;
  readonly #breaches: Breaches<CacheLaw>;
  readonly #options: CacheOptions;
  readonly #holders = new Map<Key, { owner: string; expiresAtMs: number; released: boolean }>();
  /** When each node took the lock of a key. */
  readonly #lockedAtMs = new Map<Key, Map<NodeId, number>>();
  readonly #loads = new Map<Key, Load[]>();
  /** Loads of a key since none of it was in flight. */
  readonly #sizes = new Map<Key, number>();
  readonly #leases = new Map<Key, number>();
  /** When the last stop of a node ended; Infinity while it lasts. */
  readonly #stoppedUntilMs = new Map<NodeId, number>();

  constructor(world: World, breaches: Breaches<CacheLaw>, options: CacheOptions) {
    this.#world = world;
    this.#breaches = breaches;
    this.#options = options;
    world.trace.on('pause', ({ node = '' }) => this.#stoppedUntilMs.set(node, Infinity));
    world.trace.on('resume', ({ node = '', atMs }) => this.#stoppedUntilMs.set(node, atMs));
  }

  lockTaken(
    key: Key,
    by: NodeId,
    lock: { readonly owner: string; readonly nowMs: number; readonly expiresAtMs: number },
  ): void {
    const holder = this.#holders.get(key);
    if (holder !== undefined && !holder.released && lock.nowMs < holder.expiresAtMs) {
      const message = `${lock.owner} took the lock of ${key} that ${holder.owner} still holds`;
      this.#breaches.report('one-lock-holder', message);
    }
    this.#holders.set(key, { ...lock, released: false });
    const lockedAtMs = this.#lockedAtMs.get(key) ?? new Map<NodeId, number>();
    this.#lockedAtMs.set(key, lockedAtMs.set(by, lock.nowMs));
  }

  /** Its owner gives the lock back, whether or not it still has it. */
  lockReleased(key: Key, owner: string): void {
    const holder = this.#holders.get(key);
    if (holder?.owner === owner) holder.released = true;
  }

  loadBegins(key: Key, loader: NodeId): void {
    const loads = this.#running(key);
    const { read } = this.#options;
    if (read === 'coalescing' && loads.some((load) => load.loader === loader)) {
      const message = `${loader} loads ${key} while it is loading it already`;
      this.#breaches.report('one-load-per-process', message);
    }
    const lockedAtMs = this.#lockedAtMs.get(key)?.get(loader) ?? 0;
    if (read === 'lock' && this.#stopEndedMs(loader) <= lockedAtMs) {
      const other = loads.find((load) => this.#stopEndedMs(load.loader) <= load.sinceMs);
      if (other !== undefined) {
        const message = `${loader} loads ${key} while ${other.loader} is loading it`;
        this.#breaches.report('one-rebuilder', message);
      }
    }
    const { kernel } = this.#world;
    loads.push({ loader, life: this.#world.node(loader).lives, sinceMs: kernel.nowMs });
    this.#sizes.set(key, (this.#sizes.get(key) ?? 0) + 1);
    this.#loads.set(key, loads);
  }

  /**
   * How many loads of the key there were from the first until none is in flight; undefined while one
   * is.
   */
  loadEnds(key: Key, loader: NodeId): number | undefined {
    const loads = this.#running(key);
    const index = loads.findIndex((load) => load.loader === loader);
    if (index >= 0) loads.splice(index, 1);
    this.#loads.set(key, loads);
    if (loads.length > 0) return undefined;
    const size = this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
    this.#loads.delete(key);
    return size;
  }

  /** Loads that are in flight, key by key. */
  loadsInFlight(): { readonly key: Key; readonly by: readonly NodeId[] }[] {
    return [...this.#loads.keys()]
      .map((key) => ({ key, by: this.#running(key).map(({ loader }) => loader) }))
      .filter(({ by }) => by.length > 0);
  }

  leaseGranted(key: Key, nowMs: number): void {
    const lastMs = this.#leases.get(key) ?? -Infinity;
    // Not the difference, which is rounded to less than the hold-off now and then.
    if (nowMs < lastMs + this.#options.leaseHoldOffMs) {
      const message = `two leases for ${key}, ${(nowMs - lastMs).toFixed(1)} ms apart`;
      this.#breaches.report('one-load-per-lease', message);
    }
    this.#leases.set(key, nowMs);
  }

  /** The cache has lost all locks and leases. */
  forget(): void {
    this.#holders.clear();
    this.#leases.clear();
  }

  /** Without those of lives that a crash has ended. */
  #running(key: Key): Load[] {
    const loads = this.#loads.get(key) ?? [];
    if (loads.every((load) => this.#isAlive(load))) return loads;
    return loads.filter((load) => this.#isAlive(load));
  }

  #isAlive({ loader, life }: Load): boolean {
    const node = this.#world.node(loader);
    return node.life !== 'down' && node.lives === life;
  }

  #stopEndedMs(loader: NodeId): number {
    return this.#stoppedUntilMs.get(loader) ?? 0;
  }
}
