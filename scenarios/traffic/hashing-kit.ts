/** What the scenarios of hashing share. */
import { hashingInvariants } from '../../sims/traffic/hashing/laws.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutHashing = { ...aboutTraffic, invariants: hashingInvariants };

/** One run in a thousand million lies outside the bounds on either side. */
export const missed = 1e-9;

export const namesOf = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, number) => `${kind}-${number + 1}`);
