/** Scenarios in which several limiters get the same requests side by side. */
import type { LimitersSubject } from '../../sims/traffic/limits/cluster.ts';
import { limitInvariants } from '../../sims/traffic/limits/laws.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutLimits = { ...aboutTraffic, invariants: limitInvariants };

/** A gauge of the same kind for each limiter: `name.total`. */
export function gaugePer<const Name extends string, const Of extends string>(
  names: readonly Name[],
  of: Of,
  unit: string,
  says: (name: Name) => string,
): Record<`${Name}.${Of}`, ReturnType<typeof gauge>> {
  const entries = names.map((name) => [`${name}.${of}`, gauge(unit, says(name))]);
  return Object.fromEntries(entries) as Record<`${Name}.${Of}`, ReturnType<typeof gauge>>;
}

export const allDecided: Goal<LimitersSubject> = sometimes(
  'all-decided',
  'every request gets an answer from every limiter',
  ({ decided, expected }) => decided === expected,
);
