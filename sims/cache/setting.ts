/** What every part of one system of caches works with. */
import type { Kernel } from '../../src/kernel/kernel.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import type { Database } from './database.ts';
import type { Observer } from './observer.ts';
import type { CacheOptions } from './options.ts';
import type { CacheRules } from './rules.ts';

export interface Setting {
  readonly kernel: Kernel;
  readonly rules: CacheRules;
  readonly options: CacheOptions;
  readonly database: Database;
  readonly observer: Observer;
  /** Draws the time of a round trip to the cache. */
  readonly drawLatencyMs: () => number;
  /** For the draws of the caches themselves: jitter, early expiration, lost events. */
  readonly random: RandomStream;
}
