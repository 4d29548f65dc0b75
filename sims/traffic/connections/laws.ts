/** The laws of long connections. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const connectionLaws = {
  'new-hosts-share-at-once':
    'a balancer that chooses for each request sends new hosts their share at once',
  'new-hosts-share-after-the-age':
    'new hosts have their share once every older connection has reached its maximum age',
  'reconnects-are-spread':
    'no twentieth of the maximum age sees more connections reach it than its jitter allows',
  'no-call-cut-off-within-grace': 'no call that ends within the grace period is cut off',
} as const;

export type ConnectionLaw = keyof typeof connectionLaws;

export interface ConnectionSubject extends TrafficSubject {
  readonly breaches: Breaches<ConnectionLaw>;
}

export const connectionInvariants = Object.values(
  watched(connectionLaws, ({ breaches }: ConnectionSubject) => breaches),
);
