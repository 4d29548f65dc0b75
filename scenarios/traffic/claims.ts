/** What people say about traffic, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const trafficClaims: Claims = {
  // Rate limits.
  'one-token-bucket': {
    says: 'Use a token bucket for APIs, a sliding window for per-user limits, and a leaky bucket to smooth bursts.',
    verdict: 'confirmed',
  },
  'gql-rate-limit-by-cost': {
    says: 'GraphQL needs limits on query cost, not on the number of requests.',
    verdict: 'confirmed',
  },
  'q14-query-cost-cap': {
    says: 'A query cost budget rejects abusive queries.',
    verdict: 'confirmed',
  },

  // Hot partitions.
  'db-hot-partition-throttles': {
    says: 'A hot key is throttled even though the table has spare capacity.',
    verdict: 'depends',
    instead:
      'With a fixed share per partition it is. Adaptive capacity lets a partition use what the others leave, up to 1,000 writes a second; beyond that only spreading the key helps.',
  },
  'aws-dynamo-3000-1000': {
    says: 'A partition serves 3,000 read units and 1,000 write units a second.',
    verdict: 'confirmed',
  },

  'aws-s3-prefix-rates': {
    says: 'S3 serves 5,500 GET and 3,500 PUT a second per prefix.',
    verdict: 'confirmed',
  },

  // Hashing.
  'pat-consistent-hash-minimal-remap': {
    says: 'Consistent hashing moves few keys when nodes join or leave.',
    verdict: 'confirmed',
  },
  'pat-consistent-hash-even': {
    says: 'Consistent hashing spreads load evenly.',
    verdict: 'depends',
    shownBy: 'traffic/ring-points',
    instead:
      'It depends on the number of points per node on the ring: with one, a share differs from the mean by 99% of it, with a hundred by 10%. And it spreads keys, not requests: a hot key goes to one node, however many points there are.',
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
      'The interval alone says little: a dead host is detected after the required number of failures, minus part of an interval, plus a timeout. Three failed checks, ten seconds apart, take 20.5 to 30.5 s, and until then the dead host gets its share of the requests.',
  },

  // Queues and pools.
  'q1-pool-exhaustion-knee': {
    says: 'Pool exhaustion does no harm up to a threshold, and then P99 rises exponentially.',
    verdict: 'refuted',
    instead:
      'There is a knee, but nothing exponential. Below it the wait grows as 1 / (1 - load); beyond it the wait grows linearly with time, as long as more requests arrive than the pool can serve.',
  },
  'q16-5s-vs-50ms-50x': {
    says: 'A dependency that takes 5 s instead of 50 ms holds 50 times as many connections.',
    verdict: 'refuted',
    instead: 'It holds 100 times as many: the number is rate times time, and 5,000 / 50 is 100.',
  },
  'qf-plateau-next-bottleneck': {
    says: 'Throughput levels off when the bottleneck is not the tier that is scaled.',
    verdict: 'confirmed',
  },
  'q21-pool-per-request': {
    says: 'A pool per request exhausts a database’s connections within seconds.',
    verdict: 'confirmed',
  },
  'aws-rds-proxy-multiplex': {
    says: 'A proxy multiplexes many app connections onto few database connections.',
    verdict: 'confirmed',
  },
  'q11-pooler-10-100x': {
    says: 'A connection pooler reduces connections by a factor of 10 to 100.',
    verdict: 'depends',
    instead:
      'It depends on the fraction of time that clients spend in transactions: a tenth allows at best 10 times fewer connections, a hundredth 100 times, half 2 times. With headroom for random fluctuation it is less: 5.7 and 25 times for 200 clients.',
  },
  'comp-queue-useless-at-10rps': {
    says: 'At 10 requests a second a queue adds complexity without benefit.',
    verdict: 'depends',
    instead:
      'It depends on outages. There is no load to smooth, and each request takes half a polling interval longer; but requests that arrive while the service is down are kept instead of lost.',
  },

  // The tail.
  'lat-tail-over-average': {
    says: 'For users the 99th percentile matters more than the mean.',
    verdict: 'confirmed',
  },
  'q1-slow-endpoint-5pct': {
    says: 'One slow route with 5% of the requests is enough to determine the 99th percentile.',
    verdict: 'confirmed',
  },
  'q1-three-sequential-15ms': {
    says: 'Three calls of 5 ms one after the other take 15 ms.',
    verdict: 'confirmed',
  },

  // HTTP.
  'http-200-with-error-body-hides': {
    says: 'A 200 with the error in its body keeps dashboards green while users fail.',
    verdict: 'confirmed',
  },
  'http-502-503-504-causes': {
    says: '502 means a broken answer from the server, 503 a refusal for lack of capacity, 504 a server that is too slow.',
    verdict: 'confirmed',
  },
  'http-202-polling': {
    says: '202 with a place to ask for the result makes long work non-blocking.',
    verdict: 'confirmed',
  },
  'http-429-retry-after': {
    says: 'A 429 should carry Retry-After.',
    verdict: 'confirmed',
  },
};
