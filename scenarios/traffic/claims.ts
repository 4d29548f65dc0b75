/** What is said of traffic, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const trafficClaims: Claims = {
  // Rate limits.
  'one-token-bucket': {
    says: 'Token bucket for APIs, sliding window for limits a user, leaky bucket to smooth bursts.',
    verdict: 'confirmed',
  },
  'gql-rate-limit-by-cost': {
    says: 'GraphQL needs limits of query cost, not of requests.',
    verdict: 'confirmed',
  },
  'q14-query-cost-cap': {
    says: 'A budget of query cost rejects abusive queries.',
    verdict: 'confirmed',
  },

  // Hot partitions.
  'db-hot-partition-throttles': {
    says: 'A hot key is throttled although the table has capacity to spare.',
    verdict: 'depends',
    instead:
      'With a fixed share for each partition it is. Adaptive capacity lets a partition use what the others leave, up to 1,000 writes a second: beyond that only spreading the key helps.',
  },
  'aws-dynamo-3000-1000': {
    says: 'A partition serves 3,000 read units and 1,000 write units a second.',
    verdict: 'confirmed',
  },

  'aws-s3-prefix-rates': {
    says: 'S3 serves 5,500 GET and 3,500 PUT a second for each prefix.',
    verdict: 'confirmed',
  },

  // Hashing.
  'pat-consistent-hash-minimal-remap': {
    says: 'Consistent hashing moves few keys when nodes come or go.',
    verdict: 'confirmed',
  },
  'pat-consistent-hash-even': {
    says: 'Consistent hashing spreads load evenly.',
    verdict: 'depends',
    shownBy: 'traffic/ring-points',
    instead:
      'On the points that each node has on the ring: with one, a share differs from the mean by 99% of it, with a hundred by 10%. And it spreads keys, not requests: one hot key goes to one node, however many points there are.',
  },
  'db-redis-cluster-16384': {
    says: 'Redis Cluster splits its keys over 16,384 slots.',
    verdict: 'confirmed',
  },

  // Balancing.
  'comp-lb-is-failure-point': {
    says: 'A load balancer that is not needed is one more thing that fails.',
    verdict: 'confirmed',
  },
  'num-health-check-5-30s': {
    says: 'Health checks run every 5 to 30 seconds.',
    verdict: 'depends',
    instead:
      'The interval alone says little: a host is found dead after the number of failures that it takes, less a part of an interval, plus a timeout. Three failed checks, ten seconds apart, take 20.5 to 30.5 s, and the dead host gets its share of the requests until then.',
  },
};
