/** The laws that caches must obey. */

export const cacheLaws = {
  'only-written-versions': 'no read returns a version that was never written',
  'own-rows-only': 'no read returns another key’s row',
  'reads-accounted': 'every read that was answered was a hit or a miss, and was counted once',
  'staleness-bounded': 'no read is staler than TTL + load time + replica lag',
  'one-load-per-process': 'with coalescing a process has one load of a key in flight at a time',
  'one-rebuilder':
    'with a lock one process at a time loads a key, unless the holder of the lock had stopped',
  'one-lock-holder':
    'no lock is granted while its holder has neither released it nor run out of time',
  'one-load-per-lease': 'a key gets one lease within the hold-off, whatever happens to it',
  'no-stale-fill':
    'a lease, a refresh and a load of the cache itself put in nothing older than the write before a delete',
  'cache-agrees-at-rest':
    'once no request reads or writes a key, the cache holds no older version than the database',
  'absence-remembered': 'while an absence is remembered, the database gets no query for the row',
  'outage-not-prolonged':
    'no read gets a remembered error once the database has been back for the TTL of errors',
  'expiries-spread': 'no more entries expire within a window than the jitter of the TTL implies',
  'hot-key-never-expires': 'the hot key is recomputed before its TTL is over',
  'no-old-version-after-bump':
    'with versions in the keys no read that begins after a bump returns an older row',
  'acknowledged-writes-survive': 'no acknowledged write is lost when the cache crashes',
  'unflushed-row-served':
    'until a write is in the database, a write-behind cache serves no older row',
  'loss-within-dirty-set':
    'a crash of a write-behind cache loses at most what was not yet written to the database',
} as const;

export type CacheLaw = keyof typeof cacheLaws;
