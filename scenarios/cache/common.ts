/** What the cache scenarios share: how systems are set up, and what is reported about them. */
import { cache } from '../../sims/cache/cache.ts';
import { cacheInvariants } from '../../sims/cache/invariants.ts';
import { type CacheMetrics, cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLaw } from '../../sims/cache/observer/laws.ts';
import {
  type CacheOptions,
  type DatabaseOptions,
  defaultCacheOptions,
} from '../../sims/cache/options.ts';
import type { CacheRules } from '../../sims/cache/rules.ts';
import { type CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { type AnyMetric, createMetrics } from '../../src/check/metric.ts';
import type { Plot } from '../../src/check/plot.ts';
import type { Distribution } from '../../src/kernel/distribution.ts';
import type { World } from '../../src/world/world.ts';
import { cacheOperations } from './operations.ts';

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

/** What must happen in any run, including one too small for the goal of its scenario. */
export const databaseAsked: Goal<CacheLab> = sometimes(
  'database-asked',
  'the database gets a query',
  ({ systems }) => systems.some(({ database }) => database.working > 0),
);

/** A database that takes this long for a query, with the requested number of connections. */
export const databaseOf = (
  serviceMs: Distribution,
  more: Partial<DatabaseOptions> = {},
): DatabaseOptions => ({ ...defaultCacheOptions.database, serviceMs, ...more });

/** A run with one system. */
export function oneSystem(
  { world, rules, metrics }: Parts & { readonly metrics: CacheMetrics },
  options: Partial<CacheOptions>,
): CacheLab {
  const breaches = new Breaches<CacheLaw>();
  return labOf(world, breaches, [new CacheSystem({ world, rules, metrics, breaches }, options)]);
}

/** Faults may name nodes by their kind, in all systems. */
export function labOf(
  world: World,
  breaches: Breaches<CacheLaw>,
  systems: readonly CacheSystem[],
): CacheLab {
  world.nameRole('caches', () => systems.map(({ nodes }) => nodes.cache));
  world.nameRole('databases', () => systems.map(({ nodes }) => nodes.database));
  world.nameRole('lock-holder', () => systems.flatMap((system) => system.lockHolders()));
  return { breaches, systems };
}

type Definitions = ReturnType<typeof cacheMetrics>;

/** What is always reported for each of several systems. */
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
 * The metrics of several systems in one run, `lock.databaseRate` and so on: some always, plus those
 * that the question needs.
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
  breaches,
}: Parts & {
  readonly metrics: Readonly<Record<string, AnyMetric>>;
  readonly breaches: Breaches<CacheLaw>;
}) {
  return (
    options: Partial<CacheOptions> & { readonly name: string },
    sharedWith?: CacheSystem,
  ): CacheSystem => {
    const parts = { world, rules, metrics: metricsOf(metrics, options.name), breaches };
    return new CacheSystem(sharedWith === undefined ? parts : { ...parts, sharedWith }, options);
  };
}

/**
 * A run with several systems, each with its own options, name and metrics; unreported metrics are
 * measured all the same.
 */
export function systemsSideBySide(
  { world, rules, metrics }: Parts & { readonly metrics: Readonly<Record<string, AnyMetric>> },
  options: Readonly<Record<string, Partial<CacheOptions>>>,
): CacheLab {
  const breaches = new Breaches<CacheLaw>();
  const systems = Object.entries(options).map(([name, own]) => {
    const parts = { world, rules, metrics: metricsOf(metrics, name), breaches };
    return new CacheSystem(parts, { ...own, name });
  });
  return labOf(world, breaches, systems);
}

function metricsOf(metrics: Readonly<Record<string, AnyMetric>>, name: string): CacheMetrics {
  const own = Object.entries(createMetrics(cacheMetrics())).map(([metric, unreported]) => [
    metric,
    metrics[`${name}.${metric}`] ?? unreported,
  ]);
  return Object.fromEntries(own) as CacheMetrics;
}

/** The system of that name. Throws if there is none. */
export function systemOf(lab: CacheLab, name: string): CacheSystem {
  const system = lab.systems.find(({ options }) => options.name === name);
  if (system === undefined) throw new Error(`there is no system "${name}"`);
  return system;
}

/** The standard plot: load on the database over time, one line per system. */
export function databaseRatePlot(
  title: string,
  lab: CacheLab,
  marks: readonly { readonly x: number; readonly label: string }[] = [],
): Plot {
  const rates = lab.systems.map(({ observer }) => observer.metrics.databaseRate);
  const buckets = Math.max(...rates.map(({ values }) => values.length));
  return {
    title,
    xLabel: 'ms',
    yLabel: 'queries/s at the database',
    lines: lab.systems.map(({ options }, system) => {
      const { values = [], bucketMs = 1 } = rates[system] ?? {};
      const points = Array.from({ length: buckets }, (_, bucket) => {
        return [bucket * bucketMs, values[bucket] ?? 0] as const;
      });
      return { name: options.name || 'database', points };
    }),
    marks,
  };
}

/** How stale reads are: the staleness that a given percentage of the reads does not exceed. */
export function stalenessPlot(title: string, lab: CacheLab): Plot {
  return {
    title,
    xLabel: '% of the reads at most this stale',
    yLabel: 'staleness in ms',
    lines: lab.systems.map(({ options, observer }) => ({
      name: options.name || 'reads',
      points: Array.from({ length: 51 }, (_, step) => {
        return [50 + step, observer.metrics.stalenessMs.quantile(0.5 + step / 100) ?? 0] as const;
      }),
    })),
  };
}

/** Whether the key is cached, without counting as a use. */
export const holds = ({ server, observer }: CacheSystem, key: string): boolean =>
  server.store.peek(key, observer.nowMs) !== undefined;
