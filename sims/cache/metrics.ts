/** What is measured of every cache. */
import { counter, histogram, type MetricsOf, series } from '../../src/check/metric.ts';
import type { MissReason } from './store/store.ts';

/** How a read was answered from a cache. */
export type HitKind = 'fresh' | 'stale' | 'negative' | 'error' | 'local';

/** `bucketMs` is the length of the spans for which the database's rate is given. */
export const cacheMetrics = (bucketMs = 1_000) => ({
  reads: counter('reads', 'reads started'),
  failedReads: counter('reads', 'reads that ended in an error or timed out'),
  freshHits: counter('reads', 'hits on an entry that is fresh'),
  staleHits: counter('reads', 'hits on an entry in its grace, which is being renewed'),
  negativeHits: counter('reads', 'hits on a cached absence of the row'),
  errorHits: counter('reads', 'hits on a remembered error'),
  localHits: counter('reads', 'hits in the instance’s own memory'),
  missesNever: counter('reads', 'misses of keys that had never been in the cache'),
  missesExpired: counter('reads', 'misses of keys whose TTL was over'),
  missesEvicted: counter('reads', 'misses of keys that were evicted'),
  missesInvalidated: counter('reads', 'misses of keys that were deleted after a write'),
  missesLost: counter('reads', 'misses of keys that were lost with the cache'),
  bypasses: counter('reads', 'reads that did not ask the cache, or got no answer from it'),
  earlyLoads: counter('loads', 'loads of a row that was still fresh in the cache'),
  staleReads: counter('reads', 'reads of a version that had been superseded before they began'),
  stalenessMs: histogram('ms', 'how long the answer had been superseded when the read began'),
  stampedeSize: histogram('loads', 'loads of a key, from the first until none is in flight'),
  latencyMs: histogram('ms', 'from the start of a read to its answer'),
  writeLatencyMs: histogram('ms', 'from the start of a write to its acknowledgement'),
  lostWrites: counter('writes', 'acknowledged writes that the database will never get'),
  databaseQueries: counter('queries', 'queries and writes that were sent to the database'),
  databaseRate: series('queries/s', 'queries and writes that are sent to the database', bucketMs),
});

export type CacheMetrics = MetricsOf<ReturnType<typeof cacheMetrics>>;

/** The counter of a kind of hit. */
export const hitCounters = {
  fresh: 'freshHits',
  stale: 'staleHits',
  negative: 'negativeHits',
  error: 'errorHits',
  local: 'localHits',
} as const satisfies Record<HitKind, keyof CacheMetrics>;

/** The counter of a reason for a miss. */
export const missCounters = {
  never: 'missesNever',
  expired: 'missesExpired',
  evicted: 'missesEvicted',
  invalidated: 'missesInvalidated',
  lost: 'missesLost',
} as const satisfies Record<MissReason, keyof CacheMetrics>;

/** Reads that a cache answered. */
export function hitsOf(metrics: CacheMetrics): number {
  return Object.values(hitCounters).reduce((sum, name) => sum + metrics[name].value, 0);
}

/** Reads that found nothing in a cache, or did not ask one. */
export function missesOf(metrics: CacheMetrics): number {
  const misses = Object.values(missCounters).reduce((sum, name) => sum + metrics[name].value, 0);
  return misses + metrics.bypasses.value;
}

/** The share of reads that a cache answered; undefined if there were none. */
export function hitRatioOf(metrics: CacheMetrics): number | undefined {
  const looked = hitsOf(metrics) + missesOf(metrics);
  return looked === 0 ? undefined : hitsOf(metrics) / looked;
}
