/** For each rule, a run that shows what happens without it. */
import type { TrafficRule } from '../../sims/traffic/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const burstThenRate = { scenario: 'traffic/burst-then-rate', seed: '1' };
const longConnections = { scenario: 'traffic/long-connections', seed: '1' };
const resumableUpload = { scenario: 'traffic/resumable-upload', seed: '1' };
const windowEdge = { scenario: 'traffic/window-edge', seed: '1' };

export const trafficKillers: Killers<TrafficRule> = {
  // Rate limits.
  'window-slides': windowEdge,
  'cap-at-burst': burstThenRate,
  'refill-by-elapsed-time': burstThenRate,
  'cost-multiplies': { scenario: 'traffic/query-cost', seed: '1' },
  'suffix-spreads-writes': { scenario: 'traffic/hot-partition', seed: '1' },
  'limit-per-key': { scenario: 'traffic/shared-address', seed: '1' },
  'retry-after-tells-truth': { scenario: 'traffic/whole-seconds', seed: '1' },
  'counter-is-shared': { scenario: 'traffic/shared-limit', seed: '1' },
  'decides-in-one-step': { scenario: 'traffic/shared-limit', seed: '1' },
  'queue-spaces-requests': { scenario: 'traffic/smoothing', seed: '1' },
  'refusal-costs-nothing': burstThenRate,

  // Hashing.
  'owner-ignores-node-count': { scenario: 'traffic/cache-grows', seed: '1' },
  'node-keeps-its-name': { scenario: 'traffic/cache-grows', seed: '1' },
  'many-points-a-node': { scenario: 'traffic/ring-points', seed: '1' },
  'hash-mixes': { scenario: 'traffic/ring-points', seed: '1' },
  'next-distinct-node-for-replicas': { scenario: 'traffic/lost-copies', seed: '1' },
  'capacity-is-bounded': { scenario: 'traffic/hot-key', seed: '1' },
  'tag-decides-slot': { scenario: 'traffic/redis-slots', seed: '1' },
  'client-learns-from-moved': { scenario: 'traffic/redis-slots', seed: '1' },

  // Balancing.
  'compare-two-choices': { scenario: 'traffic/supermarket', seed: '1' },
  'fewest-open-first': { scenario: 'traffic/unequal-requests', seed: '1' },
  'weights-follow-capacity': { scenario: 'traffic/unequal-hosts', seed: '1' },
  'load-is-own-count': { scenario: 'traffic/old-loads', seed: '1' },
  'skip-unhealthy': { scenario: 'traffic/dead-host', seed: '1' },
  'several-checks-decide': { scenario: 'traffic/dead-host', seed: '1' },
  'failures-eject': { scenario: 'traffic/black-hole', seed: '1' },
  'ejection-is-capped': { scenario: 'traffic/broken-host-returns', seed: '1' },
  'ejection-grows': { scenario: 'traffic/broken-host-returns', seed: '1' },
  'panic-when-most-are-ill': { scenario: 'traffic/deep-checks', seed: '1' },
  'slow-start-new-host': { scenario: 'traffic/new-host', seed: '1' },
  'drain-before-remove': { scenario: 'traffic/rolling-deploy', seed: '1' },
  'sticky-survives-scale': { scenario: 'traffic/sticky-sessions', seed: '1' },

  // Long connections.
  'choose-per-request': longConnections,
  'connection-has-a-maximum-age': longConnections,
  'age-is-spread': longConnections,
  'goaway-before-close': longConnections,

  // Queues and pools.
  'clock-starts-at-arrival': { scenario: 'traffic/uneven-work', seed: '1' },
  'one-line-for-all': { scenario: 'traffic/one-line', seed: '1' },
  'line-is-bounded': { scenario: 'traffic/no-room', seed: '1' },
  'pool-waits-have-a-limit': { scenario: 'traffic/pool-knee', seed: '1' },
  'scale-the-busiest': { scenario: 'traffic/next-bottleneck', seed: '1' },
  'one-pool-for-the-process': { scenario: 'traffic/pool-per-request', seed: '1' },
  'release-at-commit': { scenario: 'traffic/connection-proxy', seed: '1' },

  // The tail.
  'independent-calls-in-parallel': { scenario: 'traffic/calls-in-turn', seed: '1' },
  'hedge-after-p95': { scenario: 'traffic/hedge-late', seed: '1' },
  'tied-cancels-other': { scenario: 'traffic/tied-requests', seed: '1' },

  // HTTP.
  'status-names-the-cause': { scenario: 'traffic/gateway-errors', seed: '1' },
  'gateway-closes-idle-first': { scenario: 'traffic/idle-connections', seed: '1' },
  'upstream-gives-up-first': { scenario: 'traffic/gateway-timeout', seed: '1' },
  'status-tells-outcome': { scenario: 'traffic/green-dashboard', seed: '1' },
  'job-has-the-clients-key': { scenario: 'traffic/accepted-jobs', seed: '1' },
  'queue-for-each-host': { scenario: 'traffic/crawler', seed: '1' },
  'seen-before-queued': { scenario: 'traffic/crawler', seed: '1' },
  'number-names-the-part': resumableUpload,
  'complete-compares-checksums': resumableUpload,
  'resume-at-the-lost-part': resumableUpload,
  'client-waits-as-told': { scenario: 'traffic/told-to-wait', seed: '1' },
};
