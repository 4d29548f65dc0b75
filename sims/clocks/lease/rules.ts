/** The rules of leases that end at a time of day. */

export const leaseRules = {
  'leader-lease-disjoint': {
    protects: 'lease-disjoint',
    source: 'Corbett et al., Spanner, OSDI 2012, §4.1.1 and appendix A',
    because:
      'a holder whose clock is behind goes on after a successor, whose clock is ahead, has begun',
  },
} as const;

type LeaseRule = keyof typeof leaseRules;
export type LeaseRules = Readonly<Record<LeaseRule, boolean>>;
