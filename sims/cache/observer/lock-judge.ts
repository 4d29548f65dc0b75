/**
 * Checks locks, leases and the loads under them against the laws. Each is judged before it is
 * recorded.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { CacheOptions } from '../options.ts';
import type { Key } from '../row.ts';
import type { CacheLaw } from './laws.ts';
import type { Loads, Lock } from './loads.ts';

export class LockJudge {
  readonly #breaches: Breaches<CacheLaw>;
  readonly #loads: Loads;
  readonly #options: CacheOptions;

  constructor(breaches: Breaches<CacheLaw>, loads: Loads, options: CacheOptions) {
    this.#breaches = breaches;
    this.#loads = loads;
    this.#options = options;
  }

  lockTaken(key: Key, { owner, nowMs }: Lock): void {
    const holder = this.#loads.holderOf(key, nowMs);
    if (holder === undefined) return;
    const message = `instance ${owner} got the lock of ${key}, although instance ${holder} still held it`;
    this.#breaches.report('one-lock-holder', message);
  }

  loadBegins(key: Key, loader: NodeId): void {
    const { read } = this.#options;
    if (read !== 'coalescing' && read !== 'lock') return;
    const loads = this.#loads.inFlight(key);
    if (read === 'coalescing' && loads.some((load) => load.loader === loader)) {
      const message = `instance ${loader} loads ${key} from the database although it is already loading it for another reader`;
      this.#breaches.report('one-load-per-process', message);
    }
    if (read !== 'lock') return;
    if (this.#loads.stopEndedMs(loader) > this.#loads.lockedAtMs(key, loader)) return;
    const other = loads.find((load) => this.#loads.stopEndedMs(load.loader) <= load.sinceMs);
    if (other === undefined) return;
    const message = `instance ${loader} loads ${key} from the database while instance ${other.loader} is loading it`;
    this.#breaches.report('one-rebuilder', message);
  }

  leaseGranted(key: Key, nowMs: number): void {
    const lastMs = this.#loads.leasedAtMs(key);
    // Not the difference, which sometimes rounds to less than the hold-off.
    if (nowMs >= lastMs + this.#options.leaseHoldOffMs) return;
    const message = `the cache gives two readers a lease for ${key} within ${(nowMs - lastMs).toFixed(1)} ms, so both load it`;
    this.#breaches.report('one-load-per-lease', message);
  }
}
