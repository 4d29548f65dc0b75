/** What the scenarios of the tail share. */
import { tailInvariants } from '../../sims/traffic/tail/laws.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutTails = { ...aboutTraffic, invariants: tailInvariants };

export const shareAbove = (values: readonly number[], bound: number): number =>
  values.filter((value) => value > bound).length / values.length;

/** The smallest value that a share q of all values does not exceed. */
export function quantileAt(values: readonly number[], q: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)] ?? 0;
}
