/** What the scenarios of locks share: how systems are set up, and what is reported of them. */
import { type LocksCluster, type LocksSystem, locksSystem } from '../../sims/locks/cluster.ts';
import { locksInvariants } from '../../sims/locks/invariants.ts';
import type { LocksLaw } from '../../sims/locks/laws.ts';
import { locks } from '../../sims/locks/locks.ts';
import { type LocksMetrics, locksMetrics } from '../../sims/locks/metrics.ts';
import type { LocksOptions, ServiceKind } from '../../sims/locks/options.ts';
import type { LocksRules } from '../../sims/locks/rules.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { type AnyMetric, createMetrics } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Node } from '../../src/world/node.ts';
import type { World } from '../../src/world/world.ts';

/** One way; so a Redis command takes about half a millisecond. */
export const linkMs = { min: 0.2, max: 0.3 };

/** Longer than all messages and disk writes up to a grant or a write take together. */
export const tripsMs = 20;

/** Spread into a scenario. */
export const aboutLocks = {
  sim: locks,
  network: () => ({ latencyMs: uniform(linkMs.min, linkMs.max) }),
  invariants: locksInvariants,
};

interface Parts {
  readonly world: World;
  readonly rules: LocksRules;
}

/** A run with one system. */
export function oneSystem(
  parts: Parts & { readonly metrics: LocksMetrics },
  options: Partial<LocksOptions>,
): LocksCluster {
  const breaches = new Breaches<LocksLaw>();
  return clusterOf(parts.world, breaches, [locksSystem({ ...parts, breaches }, options)]);
}

/** Faults may name clients by their state. */
function clusterOf(
  world: World,
  breaches: Breaches<LocksLaw>,
  systems: readonly LocksSystem[],
): LocksCluster {
  world.nameRole('holder', () => systems.flatMap(({ judge }) => [...judge.atWork.keys()]));
  world.nameRole('leader', () => systems.flatMap(({ servers }) => servers.filter(leads)).map(idOf));
  world.nameRole('first-client', () => systems.flatMap(({ clients }) => clients[0]?.self ?? []));
  world.nameRole('stores', () => systems.flatMap(({ stores }) => stores.map(({ self }) => self)));
  world.nameRole('first-server', () => systems.flatMap(({ servers }) => servers[0]?.self ?? []));
  return { breaches, systems };
}

const leads = ({ state }: Node): boolean =>
  typeof state === 'object' && state !== null && 'role' in state && state.role === 'leader';
const idOf = ({ self }: Node): string => self;

type SideBySide<Name extends string, Metric extends keyof LocksMetrics> = {
  [M in Metric as `${Name}.${M}`]: (typeof locksMetrics)[M];
};

/** The metrics of several systems in one run: `redis.overlapMs` and so on. */
export function sideBySide<const Name extends string, const Metric extends keyof LocksMetrics>(
  names: readonly Name[],
  metrics: readonly Metric[],
): SideBySide<Name, Metric> {
  const entries = names.flatMap((name) =>
    metrics.map((metric) => [`${name}.${metric}`, locksMetrics[metric]]),
  );
  return Object.fromEntries(entries) as SideBySide<Name, Metric>;
}

/** A run with several systems, each with its own options, name and metrics. */
export function systemsSideBySide(
  { world, rules, metrics }: Parts & { readonly metrics: Readonly<Record<string, AnyMetric>> },
  options: Readonly<Record<string, Partial<LocksOptions>>>,
): LocksCluster {
  const breaches = new Breaches<LocksLaw>();
  const systems = Object.entries(options).map(([name, own]) => {
    const parts = { world, rules, metrics: metricsOf(metrics, name), breaches };
    return locksSystem(parts, { ...own, name });
  });
  return clusterOf(world, breaches, systems);
}

function metricsOf(metrics: Readonly<Record<string, AnyMetric>>, name: string): LocksMetrics {
  const own = Object.entries(createMetrics(locksMetrics)).map(([metric, unreported]) => [
    metric,
    metrics[`${name}.${metric}`] ?? unreported,
  ]);
  return Object.fromEntries(own) as LocksMetrics;
}

/** A run with many similar systems, whose metrics add up. */
export function manySystems(
  { world, rules, metrics }: Parts & { readonly metrics: Readonly<Record<string, AnyMetric>> },
  count: number,
  optionsOf: (place: number) => Partial<LocksOptions>,
): LocksCluster {
  const breaches = new Breaches<LocksLaw>();
  const systems = Array.from({ length: count }, (_, place) => {
    const own = { ...createMetrics(locksMetrics), ...metrics };
    const name = `trial${place + 1}`;
    return locksSystem({ world, rules, metrics: own, breaches }, { ...optionsOf(place), name });
  });
  return clusterOf(world, breaches, systems);
}

/** The names of the nodes of a run with one system. */
export function nodesOf(service: ServiceKind, clients: number): string[] {
  const numbered = (name: string, count: number) =>
    Array.from({ length: count }, (_, place) => `${name}${place + 1}`);
  const servers: Readonly<Record<ServiceKind, readonly string[]>> = {
    redis: ['redis'],
    failover: ['redis1', 'redis2', 'sentinel'],
    redlock: numbered('redis', 5),
    consensus: numbered('raft', 3),
    zookeeper: ['zookeeper'],
    database: ['database'],
  };
  return [...numbered('client', clients), ...servers[service], 'store'];
}
