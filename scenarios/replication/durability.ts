/**
 * What the scenarios of durability share: many stores of one policy, whose crashes are spread over
 * its cycle.
 */
import {
  type DurabilitySetup,
  type DurabilitySubject,
  durabilityInvariants,
  durabilitySubject,
} from '../../sims/replication/durability/cluster.ts';
import { durabilityMetrics } from '../../sims/replication/durability/laws.ts';
import type { DurabilityOptions } from '../../sims/replication/durability/options.ts';
import type { DurabilityRules } from '../../sims/replication/durability/rules.ts';
import { replication } from '../../sims/replication/replication.ts';
import type { AnyMetric } from '../../src/check/metric.ts';
import type { World } from '../../src/world/world.ts';
import { inDataCentre, metricsOf } from './common.ts';

export const aboutDurability = {
  sim: replication,
  network: inDataCentre,
  invariants: durabilityInvariants,
};

interface Parts {
  readonly world: World;
  readonly rules: DurabilityRules;
  readonly metrics: Readonly<Record<string, AnyMetric>>;
}

/** By name: how many stores of a kind there are, and how each is configured. */
export type Kinds = Readonly<
  Record<
    string,
    { readonly stores: number; readonly optionsOf: (place: number) => Partial<DurabilityOptions> }
  >
>;

export function stores({ metrics, ...parts }: Parts, kinds: Kinds): DurabilitySubject {
  const setups = Object.entries(kinds).flatMap(([kind, { stores: count, optionsOf }]) => {
    const own = metricsOf(durabilityMetrics, metrics, kind);
    return Array.from({ length: count }, (_, place): DurabilitySetup => {
      return { ...optionsOf(place), name: `${kind}${place + 1}`, metrics: own };
    });
  });
  return durabilitySubject(parts, setups);
}

/** The midpoints of that many equal parts of a span. */
export const spread = (place: number, parts: number, spanMs: number): number =>
  ((place + 0.5) * spanMs) / parts;
