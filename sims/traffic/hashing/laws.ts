/** The laws of key placement. */
import { watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const hashingLaws = {
  'only-changed-node-moves': 'when a node joins, leaves or is redeployed, only its own keys move',
  'shares-within-bound': 'no node holds more keys than an even ring could give it',
  'survives-lost-nodes': 'a key survives the loss of one node fewer than it has copies',
  'load-within-capacity': 'no node gets a request that exceeds its capacity',
  'tagged-keys-share-node': 'keys with the same hash tag are on the same node',
  'one-redirect-a-slot': 'a client is redirected at most once for a slot that has moved',
} as const;

export type HashingLaw = keyof typeof hashingLaws;

export const hashingInvariants = Object.values(
  watched<HashingLaw, TrafficSubject>(hashingLaws, ({ breaches }) => breaches),
);
