/** What the placement of keys is held to. */
import { watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const hashingLaws = {
  'only-changed-node-moves': 'when a node comes, goes or is redeployed, only its own keys move',
  'shares-within-bound': 'no node holds more keys than an even ring could give it',
  'survives-lost-nodes': 'a key outlives the loss of one node fewer than it has copies',
  'load-within-capacity': 'no node gets a request that exceeds its capacity',
  'tagged-keys-share-node': 'keys with one hash tag are on one node',
  'one-redirect-a-slot': 'a client is redirected once at most for a slot that has moved',
} as const;

export type HashingLaw = keyof typeof hashingLaws;

export const hashingInvariants = Object.values(
  watched<HashingLaw, TrafficSubject>(hashingLaws, ({ breaches }) => breaches),
);
