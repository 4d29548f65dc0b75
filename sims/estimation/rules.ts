/**
 * The rules of estimation: steps that people forget. Without one the estimate comes out wrong, and the printed error
 * is what the step is worth. Those of the sketches are lines of the algorithms.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const sre = 'Beyer et al., Site Reliability Engineering, 2016';
const ddia = 'Kleppmann, Designing Data-Intensive Applications, 2017';
const capacity = 'capacity-covers-the-load';
const disks = 'data-fits-the-disks';

export const estimationRules = defineRules('estimation', {
  'peak-not-average': {
    protects: capacity,
    source: `${sre}, chapter 18`,
    because: 'a day has a busy time, and a system sized for the mean of it is overloaded then',
  },
  'multiply-by-replicas': {
    protects: disks,
    source: `${ddia}, chapter 5`,
    because: 'each replica holds the whole: three of them take three times the disks',
  },
  'add-overhead': {
    protects: disks,
    source: `${ddia}, chapter 3`,
    because: 'indexes, the write-ahead log and free space take disks too',
  },
});

export type EstimationRules = RulesOf<typeof estimationRules>;
export type EstimationRule = keyof EstimationRules;
