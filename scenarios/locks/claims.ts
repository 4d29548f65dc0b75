/** What is said of locks, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const locksClaims: Claims = {
  'one-redis-lock-unsafe': {
    says: 'SET NX EX is not a safe lock: take a lease with a fencing token.',
    verdict: 'depends',
    instead:
      'No lock service is safe by itself once its holder may pause: the token makes it safe, and Redis can count one in the same script. If a second run only wastes work, SET NX PX is enough.',
  },
  'q15-fencing-rejects-stale': {
    says: 'With fencing tokens the store rejects the late write of a former holder.',
    verdict: 'confirmed',
  },
  'q15-redlock-pause-breaks': {
    says: 'A pause that is longer than its validity breaks Redlock.',
    verdict: 'confirmed',
  },
  'q15-ttl-expiry-two-holders': {
    says: 'A lock of 30 s and work of 35 s end with two holders.',
    verdict: 'depends',
    instead: 'For 5 s, unless the holder renews the lock: with a renewal each 10 s there is one.',
  },
  'q15-fencing-check-highest-seen': {
    says: 'The store rejects every token that is lower than the highest it has seen.',
    verdict: 'depends',
    instead:
      'It can reject only after it has seen the higher one: the late write that comes before its successor’s first is taken, and rightly.',
  },
  'q15-failover-loses-lock': {
    says: 'An asynchronous failover can lose a lock, and give it twice.',
    verdict: 'confirmed',
  },
  'q15-redlock-majority': {
    says: 'Redlock takes a lock on a majority of independent nodes within its TTL.',
    verdict: 'confirmed',
  },
  'q15-etcd-correct-guarantee': {
    says: 'A lock on consensus, as of etcd or ZooKeeper, is truly correct for a critical section.',
    verdict: 'refuted',
    instead:
      'The grant is, and it survives the crash of a leader. The holder can pause past its lease all the same: only a store that compares tokens keeps the late write out.',
  },
  'q15-zk-lowest-sequence': {
    says: 'In ZooKeeper the lowest sequential node holds the lock.',
    verdict: 'confirmed',
  },
  'q15-zk-ephemeral-release': {
    says: 'The ephemeral node of a dead holder goes away after the session timeout.',
    verdict: 'confirmed',
  },
  'q15-advisory-absolute': {
    says: 'An advisory lock of the database makes a charge absolutely correct.',
    verdict: 'refuted',
    instead:
      'The lock ends with its session, and a charge by an outside service does not. Only an effect that commits in the same transaction is undone with it.',
  },
  'q1-lock-holder-blocks-n': {
    says: 'One slow holder of a lock delays all that wait behind it.',
    verdict: 'confirmed',
  },
  'q15-10-20x-latency': {
    says: 'Locks on consensus take 10 to 20 times as long as those of Redis.',
    verdict: 'depends',
    instead:
      'On the disk and the protocol: 12 times for a read and a swap on Raft with 2 ms a forced write, 6 times for the recipe of ZooKeeper; less if Redis forces its writes too.',
  },
};
