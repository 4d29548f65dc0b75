/** What leases promise. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { ClocksSubject } from '../subject.ts';

export const leaseLaws = {
  'lease-disjoint': 'a lease never has two holders at the same time',
} as const;

export type LeaseLaw = keyof typeof leaseLaws;

export interface LeaseSubject extends ClocksSubject {
  readonly breaches: Breaches<LeaseLaw>;
  /** Leases that ended and were taken by a successor. */
  taken: number;
}

export const leaseSubject = (): LeaseSubject => ({
  breaches: new Breaches<LeaseLaw>(),
  taken: 0,
  rows: () => [],
});

export const leaseInvariants: readonly Invariant<LeaseSubject>[] = Object.values(
  watched(leaseLaws, ({ breaches }: LeaseSubject) => breaches),
);
