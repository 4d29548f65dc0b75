/** What the scenarios of primary and replicas share. */
import { type PrimarySubject, primarySubject } from '../../sims/replication/primary/cluster.ts';
import { primaryMetrics } from '../../sims/replication/primary/metrics.ts';
import type { PrimaryOptions } from '../../sims/replication/primary/options.ts';
import { primaryInvariants } from '../../sims/replication/primary/properties.ts';
import type { PrimaryRules } from '../../sims/replication/primary/rules.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { AnyMetric } from '../../src/check/metric.ts';
import type { World } from '../../src/world/world.ts';
import { inDataCentre, metricsOf } from './common.ts';

/** Spread into a scenario. */
export const aboutPrimary = {
  sim: replication,
  network: inDataCentre,
  invariants: primaryInvariants,
};

interface Parts {
  readonly world: World;
  readonly rules: PrimaryRules;
  readonly metrics: Readonly<Record<string, AnyMetric>>;
}

/** A run with several systems by name; one named '' has metrics and nodes without a prefix. */
export const primarySystems = (
  { metrics, ...parts }: Parts,
  systems: Readonly<Record<string, Partial<PrimaryOptions>>>,
): PrimarySubject =>
  primarySubject(
    parts,
    Object.entries(systems).map(([name, own]) => ({
      ...own,
      name,
      metrics: metricsOf(primaryMetrics, metrics, name),
    })),
  );
