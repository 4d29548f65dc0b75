/** What must hold: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { primaryInvariants } from './primary/properties.ts';
import { allQuorumInvariants } from './quorum/cluster.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const replicationInvariants: readonly Invariant<any>[] = [
  ...primaryInvariants,
  ...allQuorumInvariants,
];
