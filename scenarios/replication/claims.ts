/** What is said of replication, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const replicationClaims: Claims = {
  'num-redis-async-loses': {
    says: 'Redis replicates asynchronously, so a failover can lose acknowledged writes.',
    verdict: 'confirmed',
  },
  'db-mongo-tunable': {
    says: 'MongoDB can be tuned from w:1 to w:majority.',
    verdict: 'confirmed',
  },

  // Quorums.
  'q5-pacelc': {
    says: 'Without a partition the choice is between latency and consistency.',
    verdict: 'confirmed',
  },
};
