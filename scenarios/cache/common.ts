/** What the cache scenarios have in common: traffic, operations, metrics, bounds, words. */
import { z } from 'zod';
import { Audit } from '../../sims/cache/audit.ts';
import { cache } from '../../sims/cache/cache.ts';
import type { DatabaseOptions } from '../../sims/cache/database.ts';
import { cacheInvariants } from '../../sims/cache/invariants.ts';
import { type CacheMetrics, cacheMetrics } from '../../sims/cache/metrics.ts';
import { type CacheOptions, defaultCacheOptions } from '../../sims/cache/options.ts';
import type { Key } from '../../sims/cache/row.ts';
import type { CacheRules } from '../../sims/cache/rules.ts';
import { type CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { type AnyMetric, createMetrics } from '../../src/check/metric.ts';
import type { Plot } from '../../src/check/plot.ts';
import { type Distribution, exponential, sampler } from '../../src/kernel/distribution.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import type { Operations } from '../../src/lab/scenario.ts';
import type { World } from '../../src/world/world.ts';

const app = z.int().min(1).describe('the number of the instance, from 1');
const key = z.string().min(1);

const operationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read'), key, app }),
  z.strictObject({ kind: z.literal('write'), key, app }),
  z.strictObject({ kind: z.literal('lose-cache') }),
  z.strictObject({ kind: z.literal('crash-app'), app }),
  z.strictObject({ kind: z.literal('restart-app'), app }),
  z.strictObject({ kind: z.literal('pause-app'), app, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('crash-lock-holder'), key }),
  z.strictObject({ kind: z.literal('pause-lock-holder'), key, forMs: z.number().min(0) }),
  z.strictObject({ kind: z.literal('database-down'), forMs: z.number().min(0) }),
]);

export type CacheOperation = z.infer<typeof operationSchema>;

/** Clients' requests and mishaps, as steps of a plan. They befall every system of the run. */
export const cacheOperations: Operations<CacheLab> = {
  schema: operationSchema,
  perform(lab, operation: CacheOperation) {
    for (const system of lab.systems) perform(system, operation);
  },
  inWords: operationInWords,
};

function perform(system: CacheSystem, operation: CacheOperation): void {
  switch (operation.kind) {
    case 'read':
      return system.read(operation.key, operation.app - 1);
    case 'write':
      return system.write(operation.key, operation.app - 1);
    case 'lose-cache':
      return system.loseCache();
    case 'crash-app':
      return system.crashInstance(operation.app - 1);
    case 'restart-app':
      return system.restartInstance(operation.app - 1);
    case 'pause-app':
      return system.pauseInstance(operation.app - 1, operation.forMs);
    case 'crash-lock-holder':
      return system.crashInstance(lockHolder(system, operation.key));
    case 'pause-lock-holder':
      return system.pauseInstance(lockHolder(system, operation.key), operation.forMs);
    case 'database-down':
      return system.databaseDown(operation.forMs);
  }
}

/** The place of the instance that holds the lock of a key; -1 where none does. */
function lockHolder({ apps, server }: CacheSystem, lockedKey: Key): number {
  const owner = server.locks.get(lockedKey)?.owner ?? '';
  return apps.findIndex(({ id }) => owner.startsWith(`${id}#`));
}

function operationInWords(operation: CacheOperation): string {
  switch (operation.kind) {
    case 'read':
      return `a client reads ${operation.key} at app${operation.app}`;
    case 'write':
      return `a client writes ${operation.key} at app${operation.app}`;
    case 'lose-cache':
      return 'the cache crashes';
    case 'crash-app':
      return `app${operation.app} crashes`;
    case 'restart-app':
      return `app${operation.app} is started again`;
    case 'pause-app':
      return `app${operation.app} stops for ${operation.forMs} ms`;
    case 'crash-lock-holder':
      return `whoever holds the lock of ${operation.key} crashes`;
    case 'pause-lock-holder':
      return `whoever holds the lock of ${operation.key} stops for ${operation.forMs} ms`;
    case 'database-down':
      return `the database goes down for ${operation.forMs} ms`;
  }
}

/** Spread into a scenario. */
export const aboutCaches = {
  sim: cache,
  invariants: cacheInvariants,
  operations: cacheOperations,
};

interface Parts {
  readonly world: World;
  readonly rules: CacheRules;
}

/** A database that takes this long for a query, with as many connections as are asked for. */
export const databaseOf = (
  serviceMs: Distribution,
  more: Partial<DatabaseOptions> = {},
): DatabaseOptions => ({ ...defaultCacheOptions.database, serviceMs, ...more });

/** A run with one system. */
export function oneSystem(
  { world, rules, metrics }: Parts & { readonly metrics: CacheMetrics },
  options: Partial<CacheOptions>,
): CacheLab {
  const audit = new Audit();
  return { audit, systems: [new CacheSystem({ world, rules, metrics, audit }, options)] };
}

type Definitions = ReturnType<typeof cacheMetrics>;

/** What is reported of each of several systems in any case. */
const reported = [
  'databaseRate',
  'latencyMs',
  'stalenessMs',
  'freshHits',
  'missesExpired',
] as const satisfies readonly (keyof Definitions)[];

type SideBySide<Name extends string, Metric extends keyof Definitions> = {
  [M in Metric | (typeof reported)[number] as `${Name}.${M}`]: Definitions[M];
};

/**
 * The metrics of several systems in one run, `lock.databaseRate` and so on: some in any case, and
 * those that the question is about.
 */
export function sideBySide<const Name extends string, const Metric extends keyof Definitions>(
  names: readonly Name[],
  bucketMs: number,
  metrics: readonly Metric[],
): SideBySide<Name, Metric> {
  const definitions = cacheMetrics(bucketMs);
  const entries = names.flatMap((name) =>
    [...reported, ...metrics].map((metric) => [`${name}.${metric}`, definitions[metric]]),
  );
  return Object.fromEntries(entries) as SideBySide<Name, Metric>;
}

/** Makes the regions of a system: caches that share a database, each with its own metrics. */
export function regionOf({
  world,
  rules,
  metrics,
}: Parts & { readonly metrics: Readonly<Record<string, AnyMetric>> }) {
  const audit = new Audit();
  return (
    options: Partial<CacheOptions> & { readonly name: string },
    sharedWith?: CacheSystem,
  ): CacheSystem => {
    const parts = { world, rules, metrics: metricsOf(metrics, options.name), audit };
    return new CacheSystem(sharedWith === undefined ? parts : { ...parts, sharedWith }, options);
  };
}

/**
 * A run with several systems, each with its own options, name and metrics; what is not reported of
 * them is measured all the same.
 */
export function systemsSideBySide(
  { world, rules, metrics }: Parts & { readonly metrics: Readonly<Record<string, AnyMetric>> },
  options: Readonly<Record<string, Partial<CacheOptions>>>,
): CacheLab {
  const audit = new Audit();
  const systems = Object.entries(options).map(([name, own]) => {
    const parts = { world, rules, metrics: metricsOf(metrics, name), audit };
    return new CacheSystem(parts, { ...own, name });
  });
  return { audit, systems };
}

function metricsOf(metrics: Readonly<Record<string, AnyMetric>>, name: string): CacheMetrics {
  const own = Object.entries(createMetrics(cacheMetrics())).map(([metric, unreported]) => [
    metric,
    metrics[`${name}.${metric}`] ?? unreported,
  ]);
  return Object.fromEntries(own) as CacheMetrics;
}

/** The system of that name. Throws where there is none. */
export function systemOf(lab: CacheLab, name: string): CacheSystem {
  const system = lab.systems.find(({ options }) => options.name === name);
  if (system === undefined) throw new Error(`there is no system "${name}"`);
  return system;
}

/**
 * Fills keys before the traffic starts, as if they had been loaded in `loadMs`. With a stream for
 * their ages, as in a cache that has been in use: the share `hitRatio` of them is there, at all ages
 * alike, and the others have just expired.
 */
export function warmUp(
  { server, options, database }: CacheSystem,
  keys: readonly Key[],
  { loadMs, ages, hitRatio = 1 }: WarmUp,
): void {
  for (const warm of keys) {
    if (ages === undefined) {
      server.fill(warm, database.current(warm), loadMs, 'warm-up');
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

/** Calls `arrive` at the times of a Poisson process, with the number of the arrival. */
export function poisson(
  world: World,
  traffic: {
    readonly stream: string;
    readonly perSecond: number;
    readonly fromMs?: number;
    readonly untilMs: number;
  },
  arrive: (arrival: number) => void,
): void {
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

/** A bound is to refuse a correct figure less often than once in a million runs. */
const falseAlarm = 1e-8;

/** What a Poisson variable with this mean exceeds with a probability below 1e-8. */
export function poissonAtMost(mean: number): number {
  let term = Math.exp(-mean);
  let below = term;
  let count = 0;
  // For large means the first terms vanish; the normal tail is a bound then.
  if (term === 0) return Math.ceil(mean + 6 * Math.sqrt(mean) + 6);
  while (1 - below > falseAlarm) {
    count += 1;
    term *= mean / count;
    below += term;
  }
  return count;
}

/** What it falls short of with a probability below 1e-8 (Chernoff). */
export function poissonAtLeast(mean: number): number {
  return Math.max(0, Math.floor(mean - Math.sqrt(2 * mean * -Math.log(falseAlarm))));
}

/** Six standard deviations, either way: of a share p among n. */
export const shareError = (p: number, n: number): number => 6 * Math.sqrt((p * (1 - p)) / n);

/** Six standard deviations of the mean of n independent values. */
export const meanError = (standardDeviation: number, n: number): number =>
  (6 * standardDeviation) / Math.sqrt(n);

/** The picture that everyone draws: what the database gets, over time, one line for each system. */
export function databaseRatePlot(
  title: string,
  lab: CacheLab,
  marks: readonly { readonly x: number; readonly label: string }[] = [],
): Plot {
  return {
    title,
    xLabel: 'ms',
    yLabel: 'queries/s at the database',
    lines: lab.systems.map(({ options, observer }) => ({
      name: options.name || 'database',
      points: observer.metrics.databaseRate.points,
    })),
    marks,
  };
}

/** `12.3 ms`; a dash where there is nothing to show. */
export function inMs(value: number | undefined): string {
  if (value === undefined) return '—';
  return value >= 10_000 ? `${(value / 1_000).toFixed(1)} s` : `${value.toFixed(1)} ms`;
}

/** `95.2%`; a dash where there is nothing to show. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '—' : `${(100 * share).toFixed(1)}%`;

/** `1,234`; a dash where there is nothing to show. */
export const inThousands = (value: number | undefined): string =>
  value === undefined ? '—' : Math.round(value).toLocaleString('en-US');

/** The highest value of a series; 0 where it has none. */
export const peakOf = ({ values }: { readonly values: readonly number[] }): number =>
  values.reduce((peak, value) => Math.max(peak, value), 0);
