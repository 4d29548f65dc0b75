/** What gossip promises. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { ReplicationSubject } from '../subject.ts';

const gossipLaws = {
  'all-know-soon': 'push-pull reaches all nodes that are up within the rounds that it should need',
  'rumour-misses-few': 'a rumour misses no more nodes that are up than its k allows',
  'every-node-learns': 'in the end every node knows the update',
} as const;

export type GossipLaw = keyof typeof gossipLaws;

export interface GossipSubject extends ReplicationSubject {
  readonly breaches: Breaches<GossipLaw>;
}

export const gossipInvariants = Object.values(
  watched(gossipLaws, ({ breaches }: GossipSubject) => breaches),
);
