/** What a store promises under a partition. */
import { counter, type MetricsOf } from '../../../src/check/metric.ts';

export const partitionLaws = {
  'live-nodes-answer': 'a store that chose availability refuses no request to a live node',
} as const;

export type PartitionLaw = keyof typeof partitionLaws;

export const partitionMetrics = {
  answered: counter('requests', 'that were answered'),
  refused: counter('requests', 'refused, or not answered in time'),
  inconsistent: counter('keys', 'with a history that no single machine could have produced'),
  conflicts: counter('keys', 'that were written on both sides of the partition'),
} as const;

export type PartitionMetrics = MetricsOf<typeof partitionMetrics>;
