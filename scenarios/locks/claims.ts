/** What people say about locks, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const locksClaims: Claims = {
  'one-redis-lock-unsafe': {
    says: 'SET NX EX is not a safe lock: use a lease with a fencing token.',
    verdict: 'depends',
    instead:
      'No lock service is safe by itself if its holder may pause. The token makes it safe, and Redis can count tokens in the same script. If a second run only wastes work, SET NX PX is enough.',
  },
  'q15-fencing-rejects-stale': {
    says: 'With fencing tokens the store rejects the late write of a former holder.',
    verdict: 'confirmed',
  },
  'q15-redlock-pause-breaks': {
    says: 'A pause longer than the lock’s validity breaks Redlock.',
    verdict: 'confirmed',
  },
  'q15-ttl-expiry-two-holders': {
    says: 'A lock of 30 s with 35 s of work ends with two holders.',
    verdict: 'depends',
    instead:
      'It has two holders for 5 s, unless the first renews the lock: with a renewal every 10 s there is only one holder.',
  },
  'q15-fencing-check-highest-seen': {
    says: 'The store rejects every token lower than the highest that it has seen.',
    verdict: 'depends',
    instead:
      'Only once it has seen the higher one: a late write that arrives before its successor’s first write is accepted, and rightly so.',
  },
  'q15-failover-loses-lock': {
    says: 'An asynchronous failover can lose a lock and grant it twice.',
    verdict: 'confirmed',
  },
  'q15-redlock-majority': {
    says: 'Redlock takes a lock on a majority of independent nodes within its TTL.',
    verdict: 'confirmed',
  },
  'q15-etcd-correct-guarantee': {
    says: 'A lock on consensus, as in etcd or ZooKeeper, is truly correct for a critical section.',
    verdict: 'refuted',
    instead:
      'The grant is, and it survives a leader crash. But the holder can still pause past its lease; only a store that compares tokens keeps its late write out.',
  },
  'q15-zk-lowest-sequence': {
    says: 'In ZooKeeper the lowest sequential node holds the lock.',
    verdict: 'confirmed',
  },
  'q15-zk-ephemeral-release': {
    says: 'The ephemeral node of a dead holder disappears after the session timeout.',
    verdict: 'confirmed',
  },
  'q15-advisory-absolute': {
    says: 'An advisory lock of the database makes a charge fully correct.',
    verdict: 'refuted',
    instead:
      'The lock ends with its session, but a charge at an outside service does not. Only an effect that commits in the same transaction is rolled back with it.',
  },
  'q1-lock-holder-blocks-n': {
    says: 'One slow lock holder delays every client that waits behind it.',
    verdict: 'confirmed',
  },
  'q15-10-20x-latency': {
    says: 'Locks on consensus take 10 to 20 times as long as Redis locks.',
    verdict: 'depends',
    instead:
      'It depends on the disk and the protocol: 12 times for a read and a compare-and-swap on Raft with 2 ms per forced write, 6 times for the ZooKeeper recipe, and less if Redis forces its writes too.',
  },
};
