/** What people say about replication, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const replicationClaims: Claims = {
  'num-redis-async-loses': {
    says: 'Redis replicates asynchronously, so a failover can lose acknowledged writes.',
    verdict: 'confirmed',
  },
  'q11-replica-lag-ryw': {
    says: 'Read replicas lag behind, so users may not see their own writes.',
    verdict: 'confirmed',
  },
  'num-pg-lag-az-to-region': {
    says: 'A streaming replica lags by anything from under 1 ms to seconds.',
    verdict: 'depends',
    instead:
      'It depends on the load, not only on the distance: one link delay plus the time to apply an entry / (1 - load) while the replica keeps up, and a lag that grows with every second of overload.',
  },
  'db-aof-always-zero-loss': {
    says: 'A log that is always synced loses no acknowledged write.',
    verdict: 'depends',
    instead:
      'It depends on the drive: it loses none if the drive’s "done" is true. A drive that answers from a volatile cache loses what is in it.',
  },
  'db-rdb-loses-since-snapshot': {
    says: 'With snapshots all writes since the last snapshot are lost.',
    verdict: 'confirmed',
  },
  'db-redis-aof-everysec-1s': {
    says: 'A log that is synced every second loses at most one second of writes.',
    verdict: 'refuted',
    instead:
      'One second plus the duration of the sync, on a healthy disk. While the disk hangs, Redis keeps acknowledging for 2 s after the sync began, so about 3 s of writes are lost.',
  },
  'q5-cap-availability-immediate': {
    says: 'Availability in CAP means that every live node answers immediately.',
    verdict: 'depends',
    instead:
      'The theorem sets no time limit: every request to a live node eventually gets an answer that is not an error. Here the available store answers at once from its own memory.',
  },
  'one-strong-for-money': {
    says: 'Strong consistency for money, eventual consistency for feeds.',
    verdict: 'confirmed',
  },
  'q5-spanner-five-nines': {
    says: 'A store that chose consistency can reach five nines, because losing a majority is rare.',
    verdict: 'depends',
    instead:
      'It depends on what replicas share: three independent ones, each down 0.1% of the time, have no majority 0.0003% of the time. A shared zone, or a shared release, takes the nines back.',
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
    says: 'A store on a single node is trivially consistent.',
    verdict: 'confirmed',
  },

  // Regions.
  'q22-global-table-1s': {
    says: 'Regions that replicate asynchronously converge within about a second, and the last writer wins.',
    verdict: 'depends',
    instead:
      'It depends on the replication stream and the network: the wait in the stream plus the longest network delay, or as long as a region is cut off. Of two concurrent writes one is lost, although both were acknowledged.',
  },

  // Quorums.
  'q5-pacelc': {
    says: 'Without a partition, the trade-off is between latency and consistency.',
    verdict: 'confirmed',
  },
};
