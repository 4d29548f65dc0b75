/** What is measured in a lock system. */
import { counter, histogram, type MetricsOf } from '../../src/check/metric.ts';

export const locksMetrics = {
  holds: counter('locks', 'that clients obtained'),
  waitMs: histogram('ms', 'from wanting the lock to having it'),
  overlapMs: counter('ms', 'in which two or more clients were at work under one lock'),
  secondHolders: counter('locks', 'obtained while another client was at work'),
  writes: counter('writes', 'that the stores accepted'),
  overwrites: counter('writes', 'stale, accepted by a store without tokens'),
  letThrough: counter('writes', 'stale, accepted by a store with tokens'),
  refused: counter('writes', 'that a store refused'),
  lateInOrder: counter('writes', 'of a former holder that came before its successor’s first'),
  repeatedTokens: counter('tokens', 'no higher than an earlier holder’s'),
  tries: counter('tries', 'in which a client asked for the lock'),
  renewals: counter('requests', 'for renewal sent by clients'),
  lostLeases: counter('leases', 'that clients learnt were lost'),
  wakeUps: counter('notifications', 'sent to waiting clients'),
};

export type LocksMetrics = MetricsOf<typeof locksMetrics>;
