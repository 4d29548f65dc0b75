/** The rules of spreading requests over hosts. */

const envoy = 'Envoy documentation';

export const balancingRules = {
  'compare-two-choices': {
    protects: 'queues-stay-short',
    source: 'Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, 1996, §2.2',
    because: 'a host chosen at random may have a long queue while its neighbour is idle',
  },
  'fewest-open-first': {
    protects: 'no-queue-beside-idle',
    source:
      'HAProxy configuration manual 2.8, §4.2 balance leastconn; Harchol-Balter, Performance Modeling and Design of Computer Systems, ch. 24',
    because:
      'a request whose turn it is at a busy host waits there behind a long one, while another host is idle',
  },
  'weights-follow-capacity': {
    protects: 'shares-by-capacity',
    source: 'HAProxy configuration manual 2.8, §5.2 weight',
    because: 'a small host gets as many requests as a large one, beyond its capacity',
  },
  'load-is-own-count': {
    protects: 'queues-stay-short',
    source: 'Mitzenmacher, How Useful Is Old Information?, TPDS 2000, §3',
    because:
      'until the next report, every request goes to the hosts that were least loaded at the last',
  },
  'skip-unhealthy': {
    protects: 'ill-hosts-are-skipped',
    source: 'HAProxy configuration manual 2.8, §5.2 check, fall, rise',
    because: 'a dead host keeps getting its share of the requests',
  },
  'several-checks-decide': {
    protects: 'blips-do-no-harm',
    source: 'HAProxy configuration manual 2.8, §5.2 fall',
    because: 'one lost check takes a healthy host out of rotation',
  },
  'failures-eject': {
    protects: 'no-black-hole',
    source: `${envoy}, Outlier detection, Consecutive 5xx`,
    because:
      'a host that fails immediately gets the most requests, because it always has the fewest open',
  },
  'ejection-is-capped': {
    protects: 'most-hosts-stay',
    source: `${envoy}, Outlier detection, max_ejection_percent`,
    because: 'a fault common to all hosts ejects every one of them, and none is left',
  },
  'ejection-grows': {
    protects: 'returns-grow-rarer',
    source: `${envoy}, Outlier detection, base_ejection_time`,
    because: 'a host that stays broken is let back in every half minute to fail again',
  },
  'panic-when-most-are-ill': {
    protects: 'survivors-bear-it',
    source: `${envoy}, Panic threshold, healthy_panic_threshold`,
    because: 'the few hosts that pass their checks get all requests, and are overloaded',
  },
  'slow-start-new-host': {
    protects: 'newcomer-not-flooded',
    source: `${envoy}, Slow start mode, slow_start_window`,
    because:
      'a new host has the fewest open requests, and gets all of them until it has as many as the others',
  },
  'drain-before-remove': {
    protects: 'no-request-cut-off',
    source: `${envoy}, Draining, --drain-time-s`,
    because: 'requests in progress are cut off when their host is removed',
  },
  'sticky-survives-scale': {
    protects: 'sessions-stay',
    source: 'HAProxy configuration manual 2.8, §4.2 cookie',
    because: 'hash mod n sends most users to another host once there is one more',
  },
} as const;

type BalancingRule = keyof typeof balancingRules;
export type BalancingRules = Readonly<Record<BalancingRule, boolean>>;
