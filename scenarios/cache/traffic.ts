/** Traffic to caches, and their contents when it begins. */
import type { Key } from '../../sims/cache/row.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { exponential, sampler, zipf } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { pick, type RandomStream } from '../../src/kernel/random.ts';
import type { World } from '../../src/world/world.ts';

/**
 * Fills keys before the traffic starts, as if they had been loaded in `loadMs`. With a stream the
 * ages are those of a cache in use: a share `hitRatio` of the keys is there, with uniform ages, and
 * the others have just expired.
 */
export function warmUp(
  { server, options, database }: CacheSystem,
  keys: readonly Key[],
  { loadMs, ages, hitRatio = 1 }: WarmUp,
): void {
  for (const warm of keys) {
    if (ages === undefined) {
      server.warm(database.current(warm), loadMs);
    } else {
      const isThere = ages() < hitRatio;
      const life = { ttlMs: isThere ? options.ttlMs * (1 - ages()) : 0, graceMs: 0, loadMs };
      server.store.put(warm, database.current(warm), life, 0);
    }
  }
}

interface WarmUp {
  readonly loadMs: number;
  readonly ages?: RandomStream;
  readonly hitRatio?: number;
}

/** `name 1`, `name 2`, … */
export const keysNamed = (name: string, count: number): Key[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

/** Draws keys that are all equally popular. */
export function uniformKeys(world: World, keys: readonly Key[]): () => Key {
  const choice = world.kernel.random.stream('choice of keys');
  return () => pick(choice, keys);
}

/** Draws keys by Zipf's law: the first is the most popular. */
export function zipfKeys(world: World, keys: readonly Key[], exponent: number): () => Key {
  const choice = world.kernel.random.stream('choice of keys');
  const drawRank = sampler(zipf(keys.length, exponent), choice);
  return () => must(keys[drawRank() - 1], 'key of the rank drawn');
}

interface Traffic {
  readonly stream: string;
  readonly perSecond: number;
  readonly fromMs?: number;
  readonly untilMs: number;
}

/** Calls `arrive` at the times of a Poisson process, with the number of the arrival. */
export function poisson(world: World, traffic: Traffic, arrive: (arrival: number) => void): void {
  const { kernel } = world;
  const { stream, perSecond, fromMs = 0, untilMs } = traffic;
  const drawGapMs = sampler(exponential(1_000 / perSecond), kernel.random.stream(stream));
  let arrivals = 0;
  const again = (): void => {
    if (kernel.nowMs >= untilMs) return;
    arrive(arrivals);
    arrivals += 1;
    kernel.schedule(drawGapMs(), again, undefined);
  };
  kernel.schedule(fromMs + drawGapMs(), again, undefined);
}

/** Sends the same reads, or writes, to every system, to each instance in turn. */
export function sendAll(
  world: World,
  lab: CacheLab,
  kind: 'read' | 'write',
  traffic: Traffic,
  drawKey: () => Key,
): void {
  poisson(world, traffic, (arrival) => {
    const key = drawKey();
    for (const system of lab.systems) system[kind](key, arrival);
  });
}

/** Sends the same reads and writes to every system until then. */
export function sendReadsAndWrites(
  world: World,
  lab: CacheLab,
  { readsPerSecond, writesPerSecond, untilMs }: ReadsAndWrites,
  drawKey: () => Key,
): void {
  sendAll(world, lab, 'read', { stream: 'reads', perSecond: readsPerSecond, untilMs }, drawKey);
  sendAll(world, lab, 'write', { stream: 'writes', perSecond: writesPerSecond, untilMs }, drawKey);
}

interface ReadsAndWrites {
  readonly readsPerSecond: number;
  readonly writesPerSecond: number;
  readonly untilMs: number;
}
