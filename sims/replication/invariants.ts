/** The invariants: each part of the wing has its own laws. */
import type { Invariant } from '../../src/check/invariant.ts';
import { abdInvariants } from './abd/cluster.ts';
import { chainInvariants } from './chain/cluster.ts';
import { durabilityInvariants } from './durability/cluster.ts';
import { gossipInvariants } from './gossip/laws.ts';
import { partitionInvariants } from './partition/cluster.ts';
import { primaryInvariants } from './primary/properties.ts';
import { allQuorumInvariants } from './quorum/cluster.ts';
import { regionInvariants } from './regions/cluster.ts';
import { siblingInvariants } from './siblings/cluster.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part of the wing looks at subjects of its own
export const replicationInvariants: readonly Invariant<any>[] = [
  ...primaryInvariants,
  ...durabilityInvariants,
  ...partitionInvariants,
  ...allQuorumInvariants,
  ...siblingInvariants,
  ...regionInvariants,
  ...gossipInvariants,
  ...abdInvariants,
  ...chainInvariants,
];
