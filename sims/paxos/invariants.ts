/** The invariants: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { multiInvariants } from './multi/cluster.ts';
import { synodInvariants } from './synod/cluster.ts';
import { zabInvariants } from './zab/cluster.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const paxosInvariants: readonly Invariant<any>[] = [
  ...synodInvariants,
  ...multiInvariants,
  ...zabInvariants,
];
