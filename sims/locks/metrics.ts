/** What is measured of a system of locks. */
import { counter, histogram, type MetricsOf } from '../../src/check/metric.ts';

export const locksMetrics = {
  holds: counter('locks', 'how often a client got the lock'),
  waitMs: histogram('ms', 'from wanting the lock to having it'),
  overlapMs: counter('ms', 'time in which two clients or more were at work under one lock'),
  secondHolders: counter('locks', 'how often a client got the lock while another was at work'),
  writes: counter('writes', 'how many writes the stores took'),
  overwrites: counter('writes', 'stale writes that a store without tokens took'),
  letThrough: counter('writes', 'stale writes that a store with tokens took'),
  refused: counter('writes', 'writes that a store refused'),
  lateInOrder: counter(
    'writes',
    'writes of a former holder that came before its successor’s first',
  ),
  repeatedTokens: counter('tokens', 'tokens that are no higher than an earlier holder’s'),
  tries: counter('tries', 'how often a client asked for the lock'),
  renewals: counter('requests', 'renewals that clients sent'),
  lostLeases: counter('leases', 'how often a client learnt that its lease was lost'),
  wakeUps: counter('notifications', 'how many waiting clients were notified'),
};

export type LocksMetrics = MetricsOf<typeof locksMetrics>;
