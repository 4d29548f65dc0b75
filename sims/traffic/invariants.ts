/** The invariants: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { balancingInvariants } from './balancing/laws.ts';
import { connectionInvariants } from './connections/laws.ts';
import { hashingInvariants } from './hashing/laws.ts';
import { httpInvariants } from './http/laws.ts';
import { limitInvariants } from './limits/laws.ts';
import { queueInvariants } from './queues/laws.ts';
import { tailInvariants } from './tail/laws.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const trafficInvariants: readonly Invariant<any>[] = [
  ...limitInvariants,
  ...hashingInvariants,
  ...balancingInvariants,
  ...connectionInvariants,
  ...queueInvariants,
  ...tailInvariants,
  ...httpInvariants,
];
