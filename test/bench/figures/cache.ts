/** A read through a cache beside the kernel that it runs on. */

import { cacheMetrics, hitRatioOf } from '../../../sims/cache/metrics.ts';
import type { CacheLaw } from '../../../sims/cache/observer/laws.ts';
import { defaultCacheOptions } from '../../../sims/cache/options.ts';
import { cacheRules } from '../../../sims/cache/rules.ts';
import { CacheSystem } from '../../../sims/cache/system.ts';
import { Breaches } from '../../../src/check/breaches.ts';
import { createMetrics } from '../../../src/check/metric.ts';
import { uniform } from '../../../src/kernel/distribution.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { World } from '../../../src/world/world.ts';
import { compare, type Figure } from '../measure.ts';

const reads = 100_000;
const pending = 1_000;

/** Reads of 1,000 keys, each every 19 ms and with a TTL of 361 ms: 95% of them hit. */
function cacheAsideReads(): { readonly run: () => void; readonly hitRatio: () => number } {
  const world = new World('bench');
  const metrics = createMetrics(cacheMetrics());
  const parts = { world, rules: cacheRules.without(), metrics, breaches: new Breaches<CacheLaw>() };
  const system = new CacheSystem(parts, {
    instances: 4,
    ttlMs: 361,
    database: { ...defaultCacheOptions.database, serviceMs: uniform(0.8, 1.2) },
  });
  const keys = Array.from({ length: 1_000 }, (_, index) => `key ${index}`);
  let read = 0;
  const next = (untilRead: number): void => {
    system.read(keys[(read * 7_919) % keys.length] as string, read);
    read += 1;
    if (read < untilRead) world.kernel.schedule(0.019, next, untilRead);
  };
  return {
    run: () => {
      next(read + reads);
      world.kernel.runUntil(world.kernel.nowMs + reads * 0.019);
    },
    hitRatio: () => hitRatioOf(metrics) ?? 0,
  };
}

function bareEvents(): () => void {
  const kernel = new Kernel('bench');
  const again = (delayMs: number): void => {
    kernel.schedule(delayMs, again, delayMs);
  };
  for (let i = 0; i < pending; i++) again(1 + (i % 97) / 10);
  return () => {
    for (let i = 0; i < reads; i++) kernel.step();
  };
}

function cacheAsideRead(): Figure {
  const subject = cacheAsideReads();
  const { subjectNs, referenceNs } = compare(reads, subject.run, bareEvents());
  return {
    ratio: subjectNs / referenceNs,
    reference: `a bare kernel event at ${pending} pending`,
    meaning: 'events that a cache-aside read costs, measured and audited',
    detail: `${subjectNs.toFixed(0)} ns a read at ${(100 * subject.hitRatio()).toFixed(1)}% hits, ${referenceNs.toFixed(0)} ns an event`,
    // Two messages on links, and the audit of every read: 22 to 31 measured.
    atMost: 35,
  };
}

export const cacheFigures: Readonly<Record<string, () => Figure>> = {
  'cache-aside-read': cacheAsideRead,
};
