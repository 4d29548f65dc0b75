/** What is measured of a system of primary and replicas. */
import { counter, histogram, type MetricsOf } from '../../../src/check/metric.ts';

export const primaryMetrics = {
  acked: counter('writes', 'writes that were acknowledged'),
  refused: counter('writes', 'writes that were refused or not answered in time'),
  lost: counter('writes', 'acknowledged writes that a new primary does not have'),
  failovers: counter('failovers', 'how often another node became the primary'),
  writeMs: histogram('ms', 'from sending a write to its acknowledgement'),
  lagMs: histogram('ms', 'from the moment a primary takes a write until a replica has applied it'),
  reads: counter('reads', 'reads that sessions made'),
  readMs: histogram('ms', 'from sending a read to its answer'),
  failedReads: counter('reads', 'reads that were not answered in time'),
  staleOwnReads: counter('reads', 'reads that did not show the session its own last write'),
  backwardReads: counter('reads', 'reads that were older than an earlier one of the session'),
} as const;

export type PrimaryMetrics = MetricsOf<typeof primaryMetrics>;
