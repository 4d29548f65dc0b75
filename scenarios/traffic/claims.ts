/** What is said of traffic, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const trafficClaims: Claims = {
  // Rate limits.
  'one-token-bucket': {
    says: 'Token bucket for APIs, sliding window for limits a user, leaky bucket to smooth bursts.',
    verdict: 'confirmed',
  },
};
