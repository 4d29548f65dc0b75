/**
 * The sections and questions of a system-design cheatsheet, with the scenarios that answer them, the one to begin with
 * first.
 */
import { claimsOfSections } from './section-claims.ts';

export interface Section {
  /** `1` to `27` for sections, `q1` to `q22` for deep questions, and a word for what belongs to neither. */
  readonly id: string;
  readonly title: string;
  readonly shows: readonly string[];
}

export const sections: readonly Section[] = [
  {
    id: '1',
    title: 'Latency numbers and what they mean for a request',
    shows: ['estimation/latency-table', 'estimation/first-request', 'traffic/slow-parts'],
  },
  {
    id: '2',
    title: 'Choosing a database',
    shows: ['transactions/isolation-levels', 'replication/partition-choice', 'access/btree-or-lsm'],
  },
  {
    id: '3',
    title: 'Caching strategies',
    shows: ['cache/five-patterns', 'cache/hot-key-expires', 'cache/invalidation-race'],
  },
  {
    id: '4',
    title: 'API styles',
    shows: ['traffic/query-cost', 'traffic/told-to-wait', 'deployment/edge-cache'],
  },
  {
    id: '5',
    title: 'Deployment strategies',
    shows: [
      'canary/six-strategies',
      'canary/half-percent',
      'canary/bad-release',
      'deployment/shared-database',
      'deployment/roll-back-or-wait',
      'deployment/flag-off',
    ],
  },
  {
    id: '6',
    title: 'Authentication methods',
    shows: ['auth/revocation', 'auth/silent-refresh', 'auth/certificates', 'auth/hidden-orders'],
  },
  {
    id: '7',
    title: 'Message queues and logs',
    shows: [
      'kafka/queue-or-log',
      'kafka/delivery-table',
      'kafka/ten-consumers',
      'deployment/event-schemas',
    ],
  },
  {
    id: '8',
    title: 'Container orchestration',
    shows: [
      'autoscaling/load-doubles',
      'autoscaling/pending-pod',
      'autoscaling/rolling-update',
      'autoscaling/stateful-names',
      'autoscaling/forecast',
      'autoscaling/metric-lag',
      'autoscaling/dominant-share',
    ],
  },
  {
    id: '9',
    title: 'HTTP status codes',
    shows: ['traffic/gateway-errors', 'traffic/accepted-jobs', 'traffic/told-to-wait'],
  },
  {
    id: '10',
    title: 'Availability and the nines',
    shows: [
      'estimation/chained-services',
      'estimation/error-budget',
      'estimation/redundancy',
      'slo/outage-alerts',
    ],
  },
  {
    id: '11',
    title: 'Back-of-the-envelope estimation',
    shows: [
      'estimation/daily-load',
      'estimation/servers-needed',
      'estimation/chat-storage',
      'estimation/black-friday',
    ],
  },
  {
    id: '12',
    title: 'Resilience and distribution patterns',
    shows: ['resilience/retry-storm', 'resilience/stack-order', 'traffic/add-a-node'],
  },
  {
    id: '13',
    title: 'SOLID principles',
    shows: [],
  },
  {
    id: '14',
    title: 'Git under the hood',
    shows: ['deployment/bisect', 'deployment/force-push'],
  },
  {
    id: '15',
    title: 'Complexity',
    shows: ['estimation/complexity', 'estimation/growing-array'],
  },
  {
    id: '16',
    title: 'Components of a system design',
    shows: ['traffic/queue-at-ten', 'traffic/balancer-fails-too'],
  },
  {
    id: '17',
    title: 'REST conventions',
    shows: ['transactions/put-and-patch', 'transactions/repeated-messages'],
  },
  {
    id: '18',
    title: 'Consensus algorithms',
    shows: ['raft/leader-crash', 'paxos/beside-raft', 'paxos/zab-election'],
  },
  {
    id: '19',
    title: 'CRDT types',
    shows: ['crdt/page-views', 'crdt/shopping-cart', 'crdt/skewed-clocks'],
  },
  {
    id: '20',
    title: 'I/O models',
    shows: [
      'io/waiting-costs',
      'io/edge-and-level',
      'io/blocked-loop',
      'io/mostly-idle',
      'io/ten-thousand-connections',
    ],
  },
  {
    id: '21',
    title: 'Databases in depth',
    shows: [
      'replication/power-loss',
      'transactions/isolation-levels',
      'traffic/redis-slots',
      'transactions/lock-order',
      'transactions/long-reader',
      'access/composite-index',
      'access/random-keys',
      'access/btree-or-lsm',
      'access/deleted-keys',
      'access/slow-compaction',
    ],
  },
  {
    id: '22',
    title: 'Real-time protocols',
    shows: [
      'fanout/bytes-per-event',
      'fanout/polling',
      'fanout/long-polling',
      'fanout/seventh-tab',
      'fanout/lost-packet',
      'fanout/reconnect-storm',
      'fanout/silent-loss',
    ],
  },
  {
    id: '23',
    title: 'GraphQL and REST',
    shows: ['access/n-plus-one', 'access/over-fetch', 'traffic/query-cost'],
  },
  {
    id: '24',
    title: 'Service meshes',
    shows: ['estimation/mesh-hops', 'autoscaling/proxy-first', 'autoscaling/strict-mtls'],
  },
  {
    id: '25',
    title: 'Numbers of distributed systems',
    shows: ['raft/figure-16', 'raft/heartbeat-interval', 'clocks/skew-inversions'],
  },
  {
    id: '26',
    title: 'Limits of cloud services',
    shows: [
      'serverless/burst',
      'serverless/runtimes',
      'serverless/concurrency-limit',
      'serverless/poison-message',
      'traffic/hot-partition',
      'traffic/object-prefixes',
      'traffic/connection-proxy',
    ],
  },
  {
    id: '27',
    title: 'API gateways',
    shows: ['traffic/gateway-errors'],
  },
  {
    id: 'q1',
    title:
      'Latency matters: where does the time of a request go, from the browser to the database and back?',
    shows: [
      'estimation/first-request',
      'cache/p99-of-hits',
      'traffic/pool-knee',
      'estimation/latency-table',
      'deployment/edge-cache',
    ],
  },
  {
    id: 'q2',
    title: 'How do you choose a database, and what does it cost to keep two stores in step?',
    shows: ['transactions/isolation-levels', 'replication/partition-choice', 'kafka/dual-write'],
  },
  {
    id: 'q3',
    title: 'Sessions or JWTs: who is still let in after a revocation, and for how long?',
    shows: [
      'auth/revocation',
      'auth/store-outage',
      'auth/stolen-refresh',
      'auth/key-rotation',
      'auth/token-size',
    ],
  },
  {
    id: 'q4',
    title: 'How do you deliver notifications in real time to millions of connected users?',
    shows: [
      'fanout/cross-server',
      'fanout/missed-events',
      'fanout/slow-client',
      'fanout/connection-servers',
      'fanout/last-follower',
      'fanout/three-timelines',
      'fanout/hybrid-threshold',
      'fanout/removed-member',
    ],
  },
  {
    id: 'q5',
    title: 'What does the CAP theorem say, and what do you decide instead?',
    shows: [
      'replication/partition-choice',
      'raft/minority-partition',
      'replication/staleness-grid',
      'raft/consistency-levels',
    ],
  },
  {
    id: 'q6',
    title: 'How do you cache profiles that are read often and may be 30 seconds stale?',
    shows: ['cache/thirty-second-profile', 'cache/hot-key-expires', 'cache/sixty-percent-hits'],
  },
  {
    id: 'q7',
    title: 'Kafka or a traditional queue: when do you reach for which?',
    shows: ['kafka/queue-or-log', 'kafka/delivery-table', 'kafka/rebalance-storm'],
  },
  {
    id: 'q8',
    title: 'A canary shows 2% more errors: proceed, roll back or investigate?',
    shows: [
      'canary/two-percent',
      'canary/few-errors',
      'canary/peeking',
      'deployment/roll-back-or-wait',
    ],
  },
  {
    id: 'q9',
    title: 'When does a circuit breaker help, and when does it do harm?',
    shows: ['resilience/fail-fast', 'resilience/breaker-blip', 'resilience/stack-order'],
  },
  {
    id: 'q10',
    title: 'How much storage does a URL shortener with 100 million new URLs a day need?',
    shows: ['estimation/url-shortener', 'estimation/short-codes', 'estimation/bloom-filter'],
  },
  {
    id: 'q11',
    title: 'Scale up or scale out?',
    shows: ['estimation/scaling-up', 'replication/single-node', 'replication/quorum-nines'],
  },
  {
    id: 'q12',
    title: 'What is the outbox pattern, and why is it needed?',
    shows: ['kafka/dual-write', 'kafka/outbox-consumer', 'transactions/crash-at-every-point'],
  },
  {
    id: 'q13',
    title: 'A pod is in CrashLoopBackOff and its logs say nothing: how do you find out why?',
    shows: [
      'autoscaling/crash-loop',
      'autoscaling/container-memory',
      'autoscaling/slow-start',
      'autoscaling/restart-storm',
      'autoscaling/hung-process',
      'autoscaling/memory-requests',
    ],
  },
  {
    id: 'q14',
    title: 'GraphQL overloads the database: what happens, and how do you fix it?',
    shows: [
      'access/n-plus-one',
      'access/batch-functions',
      'access/nested-queries',
      'traffic/query-cost',
    ],
  },
  {
    id: 'q15',
    title: 'Why is a distributed lock with Redis SET NX EX harder than it looks?',
    shows: ['locks/same-pause', 'locks/late-write', 'locks/redlock-faults', 'locks/latency'],
  },
  {
    id: 'q16',
    title:
      'A service works in tests and returns 502 now and then in production: what kind of bug is that?',
    shows: ['traffic/held-connections', 'resilience/pool-size', 'transactions/lost-update'],
  },
  {
    id: 'q17',
    title: 'What speaks against a service mesh?',
    shows: ['estimation/mesh-hops', 'autoscaling/proxy-first', 'autoscaling/certificate-outage'],
  },
  {
    id: 'q18',
    title: 'A saga leaves orders inconsistent now and then: what goes wrong?',
    shows: [
      'transactions/saga-crash',
      'transactions/saga-choreography',
      'transactions/saga-compensation',
    ],
  },
  {
    id: 'q19',
    title: 'When is event sourcing a great idea, and when the worst?',
    shows: [
      'transactions/event-streams',
      'transactions/rebuild-time',
      'transactions/schema-versions',
    ],
  },
  {
    id: 'q20',
    title: 'Every dashboard is green and customers cannot buy: what do you miss?',
    shows: [
      'slo/green-checkout',
      'slo/masked-endpoint',
      'slo/missing-webhook',
      'slo/probe-interval',
      'traffic/green-dashboard',
    ],
  },
  {
    id: 'q21',
    title: 'Why push back on a singleton for the connection pool?',
    shows: ['traffic/pool-per-request', 'traffic/connection-proxy'],
  },
  {
    id: 'q22',
    title:
      'How do you serve three regions with reads below 100 ms, strongly consistent for money and eventually for a feed?',
    shows: [
      'raft/regions',
      'raft/leaseholder',
      'raft/follower-staleness',
      'replication/global-table',
      'transactions/feed-lag',
    ],
  },
  {
    id: 'top',
    title: 'Worth remembering',
    shows: ['estimation/latency-table', 'canary/bad-release', 'crdt/page-views'],
  },
  {
    id: 'one-liners',
    title: 'One-liners for an interview',
    shows: [
      'transactions/idempotency-crash',
      'traffic/window-edge',
      'resilience/herd-subsets',
      'deployment/rename-column',
    ],
  },
  {
    id: 'quick-fire',
    title: 'Quick-fire questions',
    shows: [
      'kafka/delivery-table',
      'resilience/thundering-herd',
      'canary/sticky-users',
      'deployment/shared-database',
    ],
  },
];

/** The section that makes a claim. A claim whose id begins with a question (`q5-pacelc`) belongs to it. */
export function sectionOf(claim: string): string | undefined {
  const question = /^q\d+(?=-)/.exec(claim)?.[0];
  return question ?? sectionsByClaim.get(claim);
}

const sectionsByClaim = new Map(
  Object.entries(claimsOfSections).flatMap(([section, claims]) =>
    claims.split(/\s+/).map((claim): [string, string] => [claim, section]),
  ),
);
