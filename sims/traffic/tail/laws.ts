/** The laws of the parts and copies of a request. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { TrafficSubject } from '../subject.ts';

const tailLaws = {
  'slowest-call-decides': 'a request takes no longer than the slowest of its independent calls',
  'hedges-are-few': 'no more requests are sent twice than are slower than the 95th percentile',
  'work-is-done-once': 'no request is worked on by two replicas',
} as const;

export type TailLaw = keyof typeof tailLaws;

export interface TailSubject extends TrafficSubject {
  readonly breaches: Breaches<TailLaw>;
}

export const tailInvariants = Object.values(
  watched(tailLaws, ({ breaches }: TailSubject) => breaches),
);
