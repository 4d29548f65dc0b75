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
    because: 'a day has a busy time, and a system sized for the day’s mean is overloaded then',
  },
  'retries-in-load': {
    protects: capacity,
    source: `${sre}, chapter 22`,
    because: 'a failed call is repeated, and every attempt reaches the server',
  },
  'growth-compounds': {
    protects: capacity,
    source: 'Gunther, Guerrilla Capacity Planning, 2007, chapter 8',
    because: 'each month grows on top of the one before: 10% a month is 3.14 times in a year',
  },
  'utilisation-below-knee': {
    protects: 'queue-stays-short',
    source: 'Kleinrock, Queueing Systems 1, 1975, §3.2',
    because:
      'a queue grows with 1 / (1 - utilisation): a server that is just fast enough has no bound on waiting',
  },
  'room-for-the-lost-node': {
    protects: 'survivors-below-capacity',
    source: `${sre}, chapter 22`,
    because: 'the load of a lost node goes to the others: three at 70% become two at 105%',
  },
  'hottest-shard-not-mean': {
    protects: 'no-shard-over-capacity',
    source: `${ddia}, chapter 6`,
    because:
      'keys are not equally popular, and the most popular key’s shard gets several times the mean',
  },
  'misses-hit-the-database': {
    protects: 'database-below-capacity',
    source: `${sre}, chapter 22`,
    because: 'a hit ratio that falls from 95% to 90% doubles the database’s reads',
  },
  'common-cause': {
    protects: 'availability-as-promised',
    source: 'Mosleh et al., NUREG/CR-4780, 1988, §3',
    because: 'copies that share a release, a network or a configuration fail together',
  },
  'multiply-by-replicas': {
    protects: disks,
    source: `${ddia}, chapter 5`,
    because: 'each replica holds all data: three of them take three times the disks',
  },
  'add-overhead': {
    protects: disks,
    source: `${ddia}, chapter 3`,
    because: 'indexes, the write-ahead log and free space take disk space too',
  },
  'units-declared': {
    protects: disks,
    source: 'IEC 80000-13:2008, §4',
    because: 'a disk is sold in TB and shown in TiB: 10% of it is missing',
  },
  'bits-are-not-bytes': {
    protects: link,
    source: 'IEC 80000-13:2008, §4',
    because: 'links are sold in bits a second: 1 Gb/s carries 125 MB/s',
  },
  'both-directions': {
    protects: link,
    source: 'Jain, The Art of Computer Systems Performance Analysis, 1991, chapter 6',
    because: 'writes come in, and reads go out, several times as many',
  },
  'replicas-cost-bandwidth': {
    protects: link,
    source: `${ddia}, chapter 5`,
    because: 'the leader sends every write that it receives to every follower',
  },
  'tail-not-mean': {
    protects: deadline,
    source: 'Dean and Barroso, The Tail at Scale, CACM 56:2, 2013',
    because: 'a timeout at twice the mean cuts off far more than one request in a hundred',
  },
  'sum-the-parallel-tail': {
    protects: deadline,
    source: 'Dean and Barroso, The Tail at Scale, CACM 56:2, 2013',
    because: 'a request that waits for five calls is in time only if all five are',
  },
  'percentiles-do-not-average': {
    protects: 'p99-is-a-p99',
    source: 'Dunning and Ertl, Computing extremely accurate quantiles using t-digests, 2019, §1',
    because: 'the mean of two P99s is not a P99 of anything: histograms have to be merged',
  },
});

export type EstimationRules = RulesOf<typeof estimationRules>;
export type EstimationRule = keyof EstimationRules;
