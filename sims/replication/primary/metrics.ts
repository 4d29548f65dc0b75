/** What is measured in a system of primary and replicas. */
import { counter, histogram, type MetricsOf } from '../../../src/check/metric.ts';

export const primaryMetrics = {
  acked: counter('writes', 'that were acknowledged'),
  refused: counter('writes', 'refused, or not answered in time'),
  lost: counter('writes', 'acknowledged, but missing at a new primary'),
  failovers: counter('failovers', 'to another node'),
  writeMs: histogram('ms', 'from sending a write to its acknowledgement'),
  lagMs: histogram('ms', 'from a primary’s acceptance of a write until a replica has applied it'),
  reads: counter('reads', 'made by sessions'),
  readMs: histogram('ms', 'from sending a read to its answer'),
  failedReads: counter('reads', 'not answered in time'),
  staleOwnReads: counter('reads', 'that missed the session’s own last write'),
  backwardReads: counter('reads', 'older than an earlier read of the session'),
} as const;

export type PrimaryMetrics = MetricsOf<typeof primaryMetrics>;
