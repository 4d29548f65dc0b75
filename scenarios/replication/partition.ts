/** What the scenarios of partitions share: stores of five replicas, with a client next to each. */
import {
  cutsOf,
  measureInconsistent,
  type PartitionOptions,
  type PartitionSubject,
  partitionInvariants,
  partitionSubject,
} from '../../sims/replication/partition/cluster.ts';
import { partitionMetrics } from '../../sims/replication/partition/laws.ts';
import type { PartitionRules } from '../../sims/replication/partition/rules.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { AnyMetric } from '../../src/check/metric.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import type { Plan } from '../../src/world/plan.ts';
import type { World } from '../../src/world/world.ts';
import { inDataCentre, metricsOf } from './common.ts';

export const aboutPartition = {
  sim: replication,
  network: inDataCentre,
  invariants: partitionInvariants,
};

export const cutFromMs = 500;
/** From the end of the partition to the last request. */
export const restMs = 300;
export const gossipMs = 100;

export type Stores = Readonly<Record<string, PartitionOptions>>;

/** A store that is cut for this long. */
export const store = (
  name: string,
  cutMs: number,
  own: Pick<PartitionOptions, 'keys' | 'everyMs' | 'isStrong' | 'minority'>,
): PartitionOptions => ({
  ...own,
  name,
  replicas: 5,
  cutFromMs,
  cutUntilMs: cutFromMs + cutMs,
  untilMs: cutFromMs + cutMs + restMs,
  writeShare: 0.5,
  timeoutMs: 5,
  gossipMs,
});

export const planOf = (stores: Stores): Plan => Object.values(stores).flatMap(cutsOf);

interface Parts {
  readonly world: World;
  readonly rules: PartitionRules;
  readonly metrics: Readonly<Record<string, AnyMetric>>;
}

export function partitionedStores(
  { world, rules, metrics }: Parts,
  stores: Stores,
): PartitionSubject {
  const subject = partitionSubject(
    { world, rules },
    Object.values(stores).map((own) => ({
      ...own,
      metrics: metricsOf(partitionMetrics, metrics, own.name),
    })),
  );
  for (const system of subject.systems) {
    world.at(system.options.untilMs + gossipMs, () => measureInconsistent(system));
  }
  return subject;
}

/**
 * How many requests reach the smaller side while it is cut off, within four standard deviations and
 * edge effects.
 */
export function refusedBound({ minority, everyMs, cutFromMs, cutUntilMs }: PartitionOptions) {
  const mean = (minority * (cutUntilMs - cutFromMs)) / everyMs;
  const spare = 4 * Math.sqrt(mean) + 1;
  return { atLeast: Math.max(0, mean - spare), atMost: mean + spare };
}

/**
 * Keys that both sides write while they are apart: two Poisson streams, each with at least one
 * write.
 */
export function conflictBound(options: PartitionOptions) {
  const { minority, replicas, everyMs, keys, writeShare } = options;
  const writes = (clients: number) =>
    (clients * writeShare * (options.cutUntilMs - options.cutFromMs)) / (everyMs * keys);
  const share = (1 - exp(-writes(minority))) * (1 - exp(-writes(replicas - minority)));
  return binomialQuantiles(keys, share, 1e-4);
}
