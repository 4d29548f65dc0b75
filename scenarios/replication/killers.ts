/** For each rule, a run that shows what happens without it. */
import type { ReplicationRule } from '../../sims/replication/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const failover = { scenario: 'replication/failover-in-lag', seed: '1' };
const randomFaults = { scenario: 'replication/random-faults', seed: '1' };
const sessions = { scenario: 'replication/session-token', seed: '1' };

export const replicationKillers: Killers<ReplicationRule> = {
  'acks-wait-for-replicas': failover,
  'ack-after-durable': { ...randomFaults, seed: '7' },
  'failover-hears-enough': { ...randomFaults, seed: '0' },
  'failover-prefers-most-complete': randomFaults,
  'complete-by-epoch-first': { scenario: 'replication/longest-log', seed: '1' },
  'old-primary-is-fenced': { ...randomFaults, seed: '26' },
  'older-epoch-is-refused': { ...randomFaults, seed: '4' },
  'diverged-tail-is-cut': { ...randomFaults, seed: '3' },
  'log-has-no-gaps': randomFaults,
  'read-waits-for-token': sessions,
  'token-grows-with-reads': sessions,
};
