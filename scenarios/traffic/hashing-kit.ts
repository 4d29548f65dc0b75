/** What the scenarios of hashing have in common. */
import { hashingInvariants } from '../../sims/traffic/hashing/laws.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutHashing = { ...aboutTraffic, invariants: hashingInvariants };

/** One in a thousand million runs lies outside the bounds on either side. */
export const missed = 1e-9;

export const namesOf = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${kind}-${number + 1}`);
