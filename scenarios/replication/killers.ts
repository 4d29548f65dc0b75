/** For each rule, a run that shows what happens without it. */
import type { ReplicationRule } from '../../sims/replication/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const failover = { scenario: 'replication/failover-in-lag', seed: '1' };
const randomFaults = { scenario: 'replication/random-faults', seed: '1' };
const partition = { scenario: 'replication/partition-choice', seed: '1' };
const powerLoss = { scenario: 'replication/power-loss', seed: '1' };
const quorumStore = { scenario: 'replication/quorum-store', seed: '1' };
const globalTable = { scenario: 'replication/global-table', seed: '1' };
const siblingStore = { scenario: 'replication/sibling-store', seed: '1' };
const missedWrites = { scenario: 'replication/missed-writes', seed: '1' };
const registerRaces = { scenario: 'replication/register-races', seed: '1' };
const chainFailures = { scenario: 'replication/chain-failures', seed: '1' };
const gossip = { scenario: 'replication/gossip', seed: '1' };
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
  'minority-refuses': partition,
  'any-replica-answers': partition,
  'later-version-wins': { ...partition, seed: '0' },
  'ack-after-fsync': powerLoss,
  'late-fsync-blocks-writes': { scenario: 'replication/long-fsync', seed: '1' },
  'torn-tail-is-dropped': { scenario: 'replication/long-fsync', seed: '1' },
  'snapshot-is-of-one-moment': powerLoss,
  'snapshot-replaces-when-whole': powerLoss,

  // Quorums.
  'quorums-intersect': { ...quorumStore, seed: '4' },
  'write-quorums-intersect': { scenario: 'replication/divided-cluster', seed: '1' },
  'only-home-replicas-count': { scenario: 'replication/sloppy-quorum', seed: '1' },
  'coordinator-takes-newest': { ...quorumStore, seed: '3' },
  'version-order-total': { ...quorumStore, seed: '2' },
  'version-not-from-clock': { scenario: 'replication/fast-clock', seed: '1' },
  'no-read-repair-of-older': quorumStore,
  'hint-is-delivered': { ...missedWrites, params: { by: 'hints' } },
  'anti-entropy-runs': missedWrites,
  'tombstones-outlive-repair': { scenario: 'replication/deleted-key', seed: '1' },

  // Siblings.
  'concurrent-writes-are-kept': { scenario: 'replication/concurrent-carts', seed: '1' },
  'write-carries-context': { scenario: 'replication/concurrent-carts', seed: '1' },
  'dot-is-apart-from-past': siblingStore,
  'replica-sends-all-siblings': {
    ...siblingStore,
    seed: '7',
    params: { clients: 10, nodes: 3, faults: 0 },
  },
  'dot-is-durable-before-sent': {
    ...siblingStore,
    seed: '28',
    params: { clients: 6, nodes: 3, faults: 40 },
  },

  // Regions.
  'later-stamp-wins': globalTable,
  'item-is-replaced-whole': globalTable,
  'region-breaks-ties': { ...globalTable, params: { windowMs: 0, skewMs: 0 } },
  'stamp-follows-what-it-saw': globalTable,
  'shipment-is-repeated': { ...globalTable, params: { cutMs: 500 } },

  // Gossip.
  'pull-as-well-as-push': gossip,
  'partner-at-random': gossip,
  'rumour-outlives-first-known': gossip,
  'anti-entropy-for-the-rest': gossip,

  // The register.
  'read-writes-back': { scenario: 'replication/atomic-register', seed: '1' },
  'phases-hear-majority': registerRaces,
  'write-queries-first': { ...registerRaces, seed: '9' },
  'writer-breaks-ties': registerRaces,
  'older-is-not-stored': registerRaces,

  // Chains.
  'dirty-read-asks-tail': chainFailures,
  'tail-acknowledges': chainFailures,
  'resends-to-new-successor': chainFailures,
  'new-tail-commits': chainFailures,
};
