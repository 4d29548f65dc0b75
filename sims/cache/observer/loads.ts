/** Records the loads that are in flight, and the holders of a cache's locks and leases. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { World } from '../../../src/world/world.ts';
import type { Key } from '../row.ts';

export interface Load {
  readonly loader: NodeId;
  /** The life of the loader in which it began. */
  readonly life: number;
  readonly sinceMs: number;
}

export interface Lock {
  readonly owner: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

export class Loads {
  readonly #world: World;
  readonly #holders = new Map<Key, Lock & { released: boolean }>();
  /** When each node took the lock of a key. */
  readonly #lockedAtMs = new Map<Key, Map<NodeId, number>>();
  readonly #loads = new Map<Key, Load[]>();
  /** Loads of a key since none of it was in flight. */
  readonly #sizes = new Map<Key, number>();
  readonly #leasedAtMs = new Map<Key, number>();
  /** When the last stop of a node ended; Infinity while it lasts. */
  readonly #stoppedUntilMs = new Map<NodeId, number>();

  constructor(world: World) {
    this.#world = world;
    world.trace.on('pause', ({ node = '' }) => this.#stoppedUntilMs.set(node, Infinity));
    world.trace.on('resume', ({ node = '', atMs }) => this.#stoppedUntilMs.set(node, atMs));
  }

  // Locks and leases.

  lockTaken(key: Key, by: NodeId, lock: Lock): void {
    this.#holders.set(key, { ...lock, released: false });
    const lockedAtMs = this.#lockedAtMs.get(key) ?? new Map<NodeId, number>();
    this.#lockedAtMs.set(key, lockedAtMs.set(by, lock.nowMs));
  }

  /** Its owner releases the lock, whether or not it still holds it. */
  lockReleased(key: Key, owner: string): void {
    const holder = this.#holders.get(key);
    if (holder?.owner === owner) holder.released = true;
  }

  /** The owner of the lock that has neither released it nor run out of time. */
  holderOf(key: Key, nowMs: number): string | undefined {
    const holder = this.#holders.get(key);
    if (holder === undefined || holder.released || nowMs >= holder.expiresAtMs) return undefined;
    return holder.owner;
  }

  /** When that node last took the lock; 0 if it never did. */
  lockedAtMs(key: Key, by: NodeId): number {
    return this.#lockedAtMs.get(key)?.get(by) ?? 0;
  }

  leaseGranted(key: Key, nowMs: number): void {
    this.#leasedAtMs.set(key, nowMs);
  }

  /** When the last lease of the key was granted; -Infinity if none was. */
  leasedAtMs(key: Key): number {
    return this.#leasedAtMs.get(key) ?? -Infinity;
  }

  /** The cache has lost all locks and leases. */
  forgetLocks(): void {
    this.#holders.clear();
    this.#leasedAtMs.clear();
  }

  // Loads.

  begins(key: Key, loader: NodeId): void {
    const { kernel } = this.#world;
    const load = { loader, life: this.#world.node(loader).lives, sinceMs: kernel.nowMs };
    this.#sizes.set(key, (this.#sizes.get(key) ?? 0) + 1);
    const loads = this.#loads.get(key) ?? [];
    loads.push(load);
    this.#loads.set(key, loads);
  }

  /**
   * How many loads of the key there were from the first until none is in flight; undefined while
   * one is.
   */
  ends(key: Key, loader: NodeId): number | undefined {
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

  inFlight(key: Key): readonly Load[] {
    return this.#running(key);
  }

  /** Without those of lives that a crash has ended. */
  #running(key: Key): Load[] {
    const loads = this.#loads.get(key) ?? [];
    if (loads.every((load) => this.#isAlive(load))) return loads;
    return loads.filter((load) => this.#isAlive(load));
  }

  /** Loads that are in flight, key by key. */
  allInFlight(): { readonly key: Key; readonly by: readonly NodeId[] }[] {
    return [...this.#loads.keys()]
      .map((key) => ({ key, by: this.#running(key).map(({ loader }) => loader) }))
      .filter(({ by }) => by.length > 0);
  }

  #isAlive({ loader, life }: Load): boolean {
    const node = this.#world.node(loader);
    return node.life !== 'down' && node.lives === life;
  }

  /** When the last stop of that node ended: 0 if it never stopped, Infinity while it lasts. */
  stopEndedMs(loader: NodeId): number {
    return this.#stoppedUntilMs.get(loader) ?? 0;
  }
}
