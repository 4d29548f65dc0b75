/**
 * The rules of estimation: steps that people forget. Without one the estimate is wrong, and the
 * printed error is the value of the step. The rules of the sketches are steps of the algorithms.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const sre = 'Beyer et al., Site Reliability Engineering, 2016';
const ddia = 'Kleppmann, Designing Data-Intensive Applications, 2017';
const capacity = 'capacity-covers-the-load';
const disks = 'data-fits-the-disks';
const link = 'link-not-overrun';
const deadline = 'deadline-kept';

export const estimationRules = defineRules('estimation', {
  'peak-not-average': {
    protects: capacity,
    source: `${sre}, chapter 18`,
    because: 'a system is sized for the mean of a day, and overloaded at its busy time',
  },
  'retries-in-load': {
    protects: capacity,
    source: `${sre}, chapter 22`,
    because: 'the load is too low: a failed call is repeated, and every attempt reaches the server',
  },
  'growth-compounds': {
    protects: capacity,
    source: 'Gunther, Guerrilla Capacity Planning, 2007, chapter 8',
    because:
      '10% a month would be 2.2 times in a year: it is 3.14, because each month grows on top of the one before',
  },
  'utilisation-below-knee': {
    protects: 'queue-stays-short',
    source: 'Kleinrock, Queueing Systems 1, 1975, §3.2',
    because:
      'a server that is just fast enough has no bound on waiting, because a queue grows with 1 / (1 - utilisation)',
  },
  'room-for-the-lost-node': {
    protects: 'survivors-below-capacity',
    source: `${sre}, chapter 22`,
    because: 'three nodes at 70% become two at 105% when one is lost',
  },
  'hottest-shard-not-mean': {
    protects: 'no-shard-over-capacity',
    source: `${ddia}, chapter 6`,
    because:
      'the shard of the most popular key is overloaded, because it gets several times the mean',
  },
  'misses-hit-the-database': {
    protects: 'database-below-capacity',
    source: `${sre}, chapter 22`,
    because:
      'the database is too small when a hit ratio falls from 95% to 90%, which doubles its reads',
  },
  'common-cause': {
    protects: 'availability-as-promised',
    source: 'Mosleh et al., NUREG/CR-4780, 1988, §3',
    because:
      'copies count as independent, although they share a release, a network or a configuration and fail together',
  },
  'multiply-by-replicas': {
    protects: disks,
    source: `${ddia}, chapter 5`,
    because: 'three replicas, which all hold all data, get the disks of one',
  },
  'add-overhead': {
    protects: disks,
    source: `${ddia}, chapter 3`,
    because: 'indexes, the write-ahead log and free space find no room on the disks',
  },
  'count-the-attachments': {
    protects: disks,
    source: 'Beaver et al., Finding a needle in Haystack, OSDI 2010, §1',
    because: 'texts are counted alone, and the photos of a few posts outweigh all of them',
  },
  'units-declared': {
    protects: disks,
    source: 'IEC 80000-13:2008, §4',
    because: 'a disk that is sold in TB counts as one of TiB, and 10% of it is missing',
  },
  'bits-are-not-bytes': {
    protects: link,
    source: 'IEC 80000-13:2008, §4',
    because: 'a link of 1 Gb/s would carry 1 GB/s: it carries 125 MB/s',
  },
  'both-directions': {
    protects: link,
    source: 'Jain, The Art of Computer Systems Performance Analysis, 1991, chapter 6',
    because:
      'reads, which go out and are several times what writes bring in, find no room on the link',
  },
  'replicas-cost-bandwidth': {
    protects: link,
    source: `${ddia}, chapter 5`,
    because: 'the copies that the leader sends to every follower find no room on its link',
  },
  'tail-not-mean': {
    protects: deadline,
    source: 'Dean and Barroso, The Tail at Scale, CACM 56:2, 2013',
    because: 'a timeout at twice the mean cuts off far more than one request in a hundred',
  },
  'sum-the-parallel-tail': {
    protects: deadline,
    source: 'Dean and Barroso, The Tail at Scale, CACM 56:2, 2013',
    because:
      'a request that waits for five calls is promised to be in time as often as a single call is',
  },
  'percentiles-do-not-average': {
    protects: 'p99-is-a-p99',
    source: 'Dunning and Ertl, Computing extremely accurate quantiles using t-digests, 2019, §1',
    because:
      'the mean of two P99s stands for that of both: it is the P99 of nothing, and histograms have to be merged',
  },
  'rate-times-time': {
    protects: capacity,
    source: 'Little, A Proof for the Queuing Formula L = λW, Operations Research 9:3, 1961',
    because:
      'a server that works on 100 requests at once counts as one that does 100 a second: too few servers if a request takes longer than a second, and too many if it is faster',
  },
});

export type EstimationRules = RulesOf<typeof estimationRules>;
export type EstimationRule = keyof EstimationRules;
