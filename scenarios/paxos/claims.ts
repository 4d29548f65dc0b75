/** What people say about Paxos, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const paxosClaims: Claims = {
  'paxos-multi-needed': {
    says: 'Single-decree Paxos agrees on one value; a log needs Multi-Paxos.',
    verdict: 'confirmed',
    shownBy: 'paxos/log',
  },
  'zab-longest-zxid-wins': {
    says: 'ZAB elects the server with the longest zxid.',
    verdict: 'refuted',
    instead:
      'The highest zxid wins: the epoch is compared first, then the counter, and then the server id. A long log of an old epoch loses to a short one of a newer epoch.',
  },
  'zab-read-any-follower-sequential': {
    says: 'ZooKeeper serves reads from any follower, and they are sequentially consistent.',
    verdict: 'confirmed',
  },
  'paxos-zab-dates': {
    says: 'Raft was published in 2014, Paxos in 1998 after nine years as a report, ZAB in 2011.',
    verdict: 'confirmed',
  },
  'num-zk-session-too-low': {
    says: 'A session timeout that is too short expires healthy clients.',
    verdict: 'confirmed',
  },
  'q5-shorter-lease-tradeoff': {
    says: 'Shorter leases recover faster, but cost more renewals.',
    verdict: 'confirmed',
    shownBy: 'paxos/lease-length',
  },
};
