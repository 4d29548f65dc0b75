/** The rules of primary and replicas. */

const mysql = 'MySQL Reference Manual, Semisynchronous Replication, 8.4';
const raft = 'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014';
const kip101 = 'Kafka KIP-101, Leader Epoch';
const patroni = 'Patroni documentation, Watchdog support, 2023';
const bayou = 'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994';

export const primaryRules = {
  'acks-wait-for-replicas': {
    protects: 'acked-survives-failover',
    source: `${mysql}, rpl_semi_sync_source_wait_for_replica_count`,
    because: 'a write that is acknowledged before it is shipped dies with its primary',
  },
  'ack-after-durable': {
    protects: 'acked-survives-failover',
    source: `${raft} §5.2`,
    because:
      'a replica that crashes after its acknowledgement forgets an entry that others count on',
  },
  'failover-hears-enough': {
    protects: 'acked-survives-failover',
    source: 'Gifford, Weighted Voting for Replicated Data, §2, 1979',
    because:
      'with k acknowledgements of n nodes a failover that hears fewer than n - k may miss all that have the write',
  },
  'failover-prefers-most-complete': {
    protects: 'acked-survives-failover',
    source: `${raft} §5.4.1`,
    because: 'a replica takes over that may lack acknowledged writes',
  },
  'complete-by-epoch-first': {
    protects: 'acked-survives-failover',
    source: `${kip101}, Motivation`,
    because:
      'a log wins that is long because of entries of an old epoch that were never acknowledged',
  },
  'old-primary-is-fenced': {
    protects: 'one-primary',
    source: `${patroni}, leader key TTL`,
    because:
      'a primary that comes back from a pause goes on, and does not know that another has taken over',
  },
  'older-epoch-is-refused': {
    protects: 'prefix-of-primary',
    source: `${raft} §5.1`,
    because:
      'a replica that accepts entries of an old primary acknowledges writes that the new one lacks',
  },
  'diverged-tail-is-cut': {
    protects: 'prefix-of-primary',
    source: `${kip101}, truncation by leader epoch`,
    because: 'an old primary returns with a tail that its successor never had',
  },
  'log-has-no-gaps': {
    protects: 'prefix-of-primary',
    source: `${raft} §5.3`,
    because: 'an entry after a lost message lands at the wrong position of the log',
  },
  'read-waits-for-token': {
    protects: 'read-your-writes',
    source: `${bayou} §4.1`,
    because: 'a replica that is behind answers without what the session has written',
  },
  'token-grows-with-reads': {
    protects: 'monotonic-reads',
    source: `${bayou} §4.1`,
    because: 'the next read goes back in time, to a replica that is further behind than the last',
  },
} as const;

export type PrimaryRule = keyof typeof primaryRules;
export type PrimaryRules = Readonly<Record<PrimaryRule, boolean>>;
