/**
 * The rules of caching at work: each a mistake that is made, and what it breaks.
 *
 * Papers: Nishtala et al., Scaling Memcache at Facebook (NSDI 2013); Vattani, Chierichetti and
 * Lowenstein, Optimal Probabilistic Cache Stampede Prevention (VLDB 2015).
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const cacheRules = defineRules('cache', {
  'coalesce-loads': {
    protects: 'one-load-per-process',
    source: 'Go, x/sync/singleflight: duplicate callers wait for the original',
    because: 'every request that misses during a load would load the same row again',
  },
  'jitter-ttl': {
    protects: 'expiries-spread',
    source: 'common practice, TTL jitter against what is called a cache avalanche',
    because: 'keys that were filled together would expire together, and again after every TTL',
  },
  'lock-expires': {
    protects: 'hot-key-comes-back',
    source: 'Redis documentation, SET: NX PX, a simple locking pattern',
    because:
      'a holder that crashes would keep the lock for ever, and the key is never filled again',
  },
  'lock-outlives-load': {
    protects: 'one-rebuilder',
    source: 'nginx documentation, proxy_cache_lock_age and proxy_cache_lock_timeout',
    because:
      'the lock would expire during a slow load, and a second process would load concurrently',
  },
  'release-only-own-lock': {
    protects: 'one-lock-holder',
    source: 'Redis documentation, SET: delete the key only if it holds your value',
    because: 'a holder that comes back late would free the next holder’s lock',
  },
  'lease-hold-off': {
    protects: 'one-load-per-lease',
    source: 'Nishtala et al. 2013, §3.2.1: a token only once every 10 seconds per key',
    because: 'every miss would get a token, and each would load the row',
  },
  'verify-lease': {
    protects: 'no-stale-fill',
    source: 'Nishtala et al. 2013, §3.2.1: stale sets',
    because:
      'a reader that loaded the row before a write could put the old version in after the delete',
  },
  'discard-overtaken-loads': {
    protects: 'no-stale-fill',
    source: 'Caffeine documentation, Refresh: a refresh that an invalidation overtook is discarded',
    because:
      'a refresh, or a load of the cache itself, that began before a delete would put the old row in after it',
  },
  'delete-not-set': {
    protects: 'cache-agrees-at-rest',
    source: 'Nishtala et al. 2013, §2: delete cached data instead of updating it',
    because: 'two writers could set the cache in another order than they wrote to the database',
  },
  'newest-version-wins': {
    protects: 'cache-agrees-at-rest',
    source: 'memcached documentation, gets and cas',
    because: 'two writers that write through could leave the older version in the cache for good',
  },
  'commit-before-invalidate': {
    protects: 'cache-agrees-at-rest',
    source: 'Nishtala et al. 2013, §4.1: invalidations after the transaction has committed',
    because: 'a reader between the delete and the commit would put the old version back',
  },
  'cache-absence': {
    protects: 'absence-remembered',
    source: 'RFC 2308, Negative caching of DNS queries, §1',
    because: 'requests for absent rows would all go through to the database',
  },
  'errors-expire-soon': {
    protects: 'outage-not-prolonged',
    source: 'RFC 2308, §7: caching of server failures is at most five minutes, and short',
    because: 'a cached error would be served long after the database is back',
  },
  'key-names-the-tenant': {
    protects: 'own-rows-only',
    source: 'RFC 9111, §4.1: calculating cache keys with Vary',
    because: 'one user would be served the row of another',
  },
  'log-before-acknowledging': {
    protects: 'acknowledged-writes-survive',
    source: 'Redis documentation, persistence: append-only file, appendfsync always',
    because: 'a crash of the cache would lose writes that were acknowledged and not yet flushed',
  },
  'keep-unflushed-row': {
    protects: 'unflushed-row-served',
    source:
      'Hennessy and Patterson 2012, §B.1: a dirty block is written back before it is replaced',
    because:
      'a reader that loaded the row before its write is flushed would overwrite the only copy of the new version with the old one',
  },
  'scale-by-delta': {
    protects: 'hot-key-never-expires',
    source: 'Vattani et al. 2015, Figure 3: now - delta * beta * log(rand()) >= expiry',
    because: 'no reader would recompute a hot key early, and its TTL would be a plain one',
  },
  'grace-inside-the-limit': {
    protects: 'staleness-bounded',
    source: 'RFC 5861, §3: stale-while-revalidate extends the freshness lifetime',
    because: 'entries served after the TTL would be staler than the TTL promises',
  },
  'read-the-version-fresh': {
    protects: 'no-old-version-after-bump',
    source: 'Rails API, cache_version: recyclable cache keys',
    because: 'a reader that remembers the version would keep reading the old key after a bump',
  },
});

export type CacheRules = RulesOf<typeof cacheRules>;
export type CacheRule = keyof CacheRules;
