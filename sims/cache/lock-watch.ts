/** Watches who holds the locks and leases of a cache, and who loads under them. */
import type { Audit } from './audit.ts';
import type { CacheOptions } from './options.ts';
import type { Key } from './row.ts';

/** An application instance, as far as it matters here. */
export interface Loader {
  readonly id: string;
  /** When its last stop ended, or will end; 0 where it never stopped. */
  readonly pausedUntilMs: number;
}

interface Load {
  readonly loader: Loader;
  readonly sinceMs: number;
}

export class LockWatch {
  readonly #audit: Audit;
  readonly #options: CacheOptions;
  readonly #onBurst: (key: Key, loads: number) => void;
  readonly #holders = new Map<Key, { owner: string; expiresAtMs: number; released: boolean }>();
  /** When each instance took the lock of a key. */
  readonly #lockedAtMs = new Map<Key, Map<string, number>>();
  readonly #loads = new Map<Key, Load[]>();
  /** Loads of a key since none of it was in flight. */
  readonly #sizes = new Map<Key, number>();
  readonly #leases = new Map<Key, number>();

  /** `onBurst` is told how many loads of a key there were from the first until none is in flight. */
  constructor(audit: Audit, options: CacheOptions, onBurst: (key: Key, loads: number) => void) {
    this.#onBurst = onBurst;
    this.#audit = audit;
    this.#options = options;
  }

  lockTaken(
    key: Key,
    by: string,
    lock: { readonly owner: string; readonly nowMs: number; readonly expiresAtMs: number },
  ): void {
    const holder = this.#holders.get(key);
    if (holder !== undefined && !holder.released && lock.nowMs < holder.expiresAtMs) {
      const message = `${lock.owner} took the lock of ${key} that ${holder.owner} still holds`;
      this.#audit.break('one-lock-holder', message);
    }
    this.#holders.set(key, { ...lock, released: false });
    const lockedAtMs = this.#lockedAtMs.get(key) ?? new Map<string, number>();
    this.#lockedAtMs.set(key, lockedAtMs.set(by, lock.nowMs));
  }

  /** Its owner gives the lock back, whether or not it still has it. */
  lockReleased(key: Key, owner: string): void {
    const holder = this.#holders.get(key);
    if (holder?.owner === owner) holder.released = true;
  }

  loadBegins(key: Key, loader: Loader, nowMs: number): void {
    const loads = this.#loads.get(key) ?? [];
    const { read } = this.#options;
    if (read === 'coalescing' && loads.some((load) => load.loader === loader)) {
      const message = `${loader.id} loads ${key} while it is loading it already`;
      this.#audit.break('one-load-per-process', message);
    }
    const lockedAtMs = this.#lockedAtMs.get(key)?.get(loader.id) ?? 0;
    if (read === 'lock' && loader.pausedUntilMs <= lockedAtMs) {
      const other = loads.find((load) => load.loader.pausedUntilMs <= load.sinceMs);
      if (other !== undefined) {
        const message = `${loader.id} loads ${key} while ${other.loader.id} is loading it`;
        this.#audit.break('one-rebuilder', message);
      }
    }
    loads.push({ loader, sinceMs: nowMs });
    this.#sizes.set(key, (this.#sizes.get(key) ?? 0) + 1);
    this.#loads.set(key, loads);
  }

  loadEnds(key: Key, loader: Loader): void {
    const loads = this.#loads.get(key) ?? [];
    loads.splice(
      loads.findIndex((load) => load.loader === loader),
      1,
    );
    if (loads.length > 0) return;
    this.#onBurst(key, this.#sizes.get(key) ?? 0);
    this.#sizes.delete(key);
    this.#loads.delete(key);
  }

  /** Loads that are in flight, key by key. */
  loadsInFlight(): { readonly key: Key; readonly by: readonly string[] }[] {
    return [...this.#loads].map(([key, loads]) => ({
      key,
      by: loads.map(({ loader }) => loader.id),
    }));
  }

  leaseGranted(key: Key, nowMs: number): void {
    const grantedAtMs = this.#leases.get(key) ?? -Infinity;
    if (nowMs < grantedAtMs + this.#options.leaseHoldOffMs) {
      const agoMs = (nowMs - grantedAtMs).toFixed(1);
      const message = `two leases for ${key}, ${agoMs} ms apart, of which neither was used or void`;
      this.#audit.break('one-load-per-lease', message);
    }
    this.#leases.set(key, nowMs);
  }

  /** The lease was used, or made void by a delete. */
  leaseOver(key: Key): void {
    this.#leases.delete(key);
  }

  /** The cache has lost all locks and leases. */
  forget(): void {
    this.#holders.clear();
    this.#leases.clear();
  }
}
