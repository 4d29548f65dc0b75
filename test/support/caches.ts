/** Systems of caches to test: one in a world, with traffic to it. */

import { type CacheMetrics, cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLaw } from '../../sims/cache/observer/laws.ts';
import type { CacheOptions } from '../../sims/cache/options.ts';
import { cacheRules } from '../../sims/cache/rules.ts';
import { CacheSystem } from '../../sims/cache/system.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { createMetrics } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { World } from '../../src/world/world.ts';

export interface CacheBench {
  readonly world: World;
  readonly system: CacheSystem;
  readonly metrics: CacheMetrics;
  readonly breaches: Breaches<CacheLaw>;
}

export function cacheBench(
  seed: string,
  options: Partial<CacheOptions>,
  without: readonly string[] = [],
): CacheBench {
  const world = new World(seed);
  const metrics = createMetrics(cacheMetrics(100));
  const breaches = new Breaches<CacheLaw>();
  const parts = { world, rules: cacheRules.without(...without), metrics, breaches };
  return { world, metrics, breaches, system: new CacheSystem(parts, options) };
}

/** Calls `arrive` at the times of a Poisson process with this mean gap, until then. */
export function poissonArrivals(
  { kernel }: World,
  { stream, gapMs, untilMs }: { stream: string; gapMs: number; untilMs: number },
  arrive: (arrival: number) => void,
): void {
  const draw = sampler(exponential(gapMs), kernel.random.stream(stream));
  let arrivals = 0;
  const again = (): void => {
    if (kernel.nowMs >= untilMs) return;
    arrive(arrivals);
    arrivals += 1;
    kernel.schedule(draw(), again, undefined);
  };
  kernel.schedule(draw(), again, undefined);
}
