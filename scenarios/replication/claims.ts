/** What is said of replication, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const replicationClaims: Claims = {
  'num-redis-async-loses': {
    says: 'Redis replicates asynchronously, so a failover can lose acknowledged writes.',
    verdict: 'confirmed',
  },
  'q11-replica-lag-ryw': {
    says: 'Read replicas lag behind, so a user may not see an own write.',
    verdict: 'confirmed',
  },
  'num-pg-lag-az-to-region': {
    says: 'The lag of a streaming replica is anything from under 1 ms to seconds.',
    verdict: 'depends',
    instead:
      'On the load, not the distance alone: one way of the link and S / (1 - load) while the replica keeps up, and a lag that grows with every second of overload.',
  },
  'db-aof-always-zero-loss': {
    says: 'A log that is synced always loses nothing that was acknowledged.',
    verdict: 'depends',
    instead:
      'On the drive: nothing if its "done" is true. One that answers from a volatile cache loses what is in it.',
  },
  'db-rdb-loses-since-snapshot': {
    says: 'With snapshots all writes since the last one are lost.',
    verdict: 'confirmed',
  },
  'db-redis-aof-everysec-1s': {
    says: 'A log that is synced every second loses one second of writes at most.',
    verdict: 'refuted',
    instead:
      'A second and the time of the sync on a healthy disk. While the disk hangs, Redis acknowledges for 2 s after the sync began, and about 3 s of writes are lost.',
  },
  'q5-cap-availability-immediate': {
    says: 'Availability in CAP means that each live node answers immediately.',
    verdict: 'depends',
    instead:
      'The theorem has no limit of time: each request to a live node gets an answer that is not an error, eventually. Here the available store answers at once from its own memory.',
  },
  'one-strong-for-money': {
    says: 'Strong consistency for money, eventual consistency for feeds.',
    verdict: 'confirmed',
  },
  'q5-spanner-five-nines': {
    says: 'A store that chose consistency can reach five nines, because a majority is lost rarely.',
    verdict: 'depends',
    instead:
      'On what replicas share: three that are each down 0.1% of the time, and independent, have no majority 0.0003% of the time. A zone that they share, or a release, takes the nines back.',
  },
  'q11-spof-four-nines': {
    says: 'Four or five nines need redundancy.',
    verdict: 'confirmed',
  },
  'db-mongo-tunable': {
    says: 'MongoDB can be tuned from w:1 to w:majority.',
    verdict: 'confirmed',
  },

  'q11-single-node-consistent': {
    says: 'A store on one node is trivially consistent.',
    verdict: 'confirmed',
  },

  // Regions.
  'q22-global-table-1s': {
    says: 'Regions that replicate asynchronously converge within about a second, and the last writer wins.',
    verdict: 'depends',
    instead:
      'On the stream and on the network: the wait in the stream and the longest way, and as long as a region is cut off. Of two writes that have not seen one another one is lost, though both were acknowledged.',
  },

  // Quorums.
  'q5-pacelc': {
    says: 'Without a partition the choice is between latency and consistency.',
    verdict: 'confirmed',
  },
};
