/** Statements about caches in the lab's own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const cacheClaims: Claims = {
  'q6-stampede-hundreds': {
    says: 'A hot key that expires sends hundreds of requests to the database at once.',
    verdict: 'confirmed',
  },
  'q6-lock-one-loader': {
    says: 'A lock lets one request load the key.',
    verdict: 'depends',
    instead: 'Only if it outlasts the load: a shorter one lets the next loader in.',
  },
  'q6-coalescing-one-query': {
    says: 'Coalescing equal requests turns them into one query.',
    verdict: 'depends',
    instead: 'One per process: a fleet makes as many as it has instances.',
  },
  'q6-serve-stale-while-locked': {
    says: 'While one request loads, the others may get the old value.',
    verdict: 'depends',
    instead: 'It keeps the staleness limit only if the grace lies inside the TTL.',
  },
  'cache-read-through-coalesces': {
    says: 'A read-through cache that merges misses cures a cold start.',
    verdict: 'confirmed',
  },
  'q6-refresh-at-25s': {
    says: 'A refresh at 25 s of 30 s means that hot keys never expire.',
    verdict: 'depends',
    instead:
      'Not if reads trigger it: a key without a read in the last 5 s expires; a timer would prevent that.',
  },
  'cache-refresh-ahead-waste': {
    says: 'Refreshing ahead avoids misses, but loads some values in vain.',
    verdict: 'confirmed',
  },
  'cache-cold-cache-slower': {
    says: 'Behind a cold cache, requests take longer than without one.',
    verdict: 'confirmed',
  },
  'cache-write-through-two-writes': {
    says: 'Write-through costs two writes and avoids stale reads.',
    verdict: 'depends',
    instead:
      'Two writes, yes; but two concurrent writers, or a fill in progress, can still leave an old value.',
  },
  'cache-aside-possible-stale': {
    says: 'Cache-aside may serve an old value, with or without invalidation.',
    verdict: 'confirmed',
  },
  'cache-lease-writer-acquires': {
    says: 'The writer takes a lease on the entry before it changes it.',
    verdict: 'refuted',
    instead:
      'The lease belongs to the reader: the reader that misses gets it, and an invalidation voids it.',
  },
  'cache-write-behind-loss': {
    says: 'Write-behind loses acknowledged writes if the cache crashes before it has written them.',
    verdict: 'confirmed',
  },
  'q6-ttl-mean-15s': {
    says: 'With a TTL of 30 s, reads are 15 s out of date on average.',
    verdict: 'refuted',
    instead:
      '15 s is the mean age of an entry; most entries were not superseded, so reads are far less stale.',
  },
  'q6-ttl-30s-is-hard-cap': {
    says: 'A TTL of 30 s always bounds staleness by 30 s.',
    verdict: 'refuted',
    instead: 'It counts from the fill: load time and replica lag add to it.',
  },
  'q6-event-invalidation-near-zero': {
    says: 'Invalidation by events leaves almost no staleness, with the TTL as the backstop.',
    verdict: 'confirmed',
  },
  'cache-ttl-stale-window': {
    says: 'A TTL bounds how old a value may be.',
    verdict: 'depends',
    instead: 'Together with the time of the load and the lag of its source.',
  },
  'cache-event-invalidation-accurate': {
    says: 'Invalidating on each write removes staleness.',
    verdict: 'depends',
    instead:
      'Down to the delay of the event; if the event is lost, or a fill overtakes it, staleness lasts up to the TTL.',
  },
  'cache-ttl-if-less-than-once-a-minute': {
    says: 'A TTL is enough for data that rarely changes; for data that changes every second, use events.',
    verdict: 'confirmed',
  },
  'q1-edge-ttl-5-30': {
    says: 'TTLs of 5 to 30 s at the edge absorb most reads of data that may be slightly old.',
    verdict: 'confirmed',
  },
  'cache-version-keys': {
    says: 'A version in the key keeps readers from the old entry.',
    verdict: 'confirmed',
  },
  'qf-invalidation-versioned': {
    says: 'TTL, invalidation and versions in keys together bound staleness.',
    verdict: 'confirmed',
  },
  'q6-ttl30-gap45-mostly-misses': {
    says: 'Reads 45 s apart on average mostly miss a TTL of 30 s.',
    verdict: 'confirmed',
  },
  'q6-working-set-eviction': {
    says: 'A working set larger than the cache shows in evictions and a low hit ratio.',
    verdict: 'confirmed',
  },
  'q6-over-invalidation': {
    says: 'Invalidating for updates that change nothing costs hits.',
    verdict: 'confirmed',
  },
  'q6-10m-users-90pct-slots-wasted': {
    says: 'If a tenth of the users is active, nine tenths of the cache is wasted.',
    verdict: 'refuted',
    instead: 'A cache-aside cache holds only what is read: inactive users take no space.',
  },
  'cache-hit-90-to-99-tenfold': {
    says: '99% hits instead of 90% leave a tenth of the queries.',
    verdict: 'confirmed',
  },
  'q11-95-hit-20x': { says: '95% hits leave a twentieth of the queries.', verdict: 'confirmed' },
  'cache-99-5-hit-p99-from-misses': {
    says: 'At 99.5% hits the misses determine the P99.',
    verdict: 'depends',
    instead: 'Not with one look-up per request: it takes three or more.',
  },
  'q1-95-5-explains-bimodal': {
    says: '95% fast hits and 5% slow misses explain a P50 of 20 ms and a P99 of 800 ms.',
    verdict: 'depends',
    instead:
      'They explain two humps, but not those figures: the P50 is a hit, and the P99 a miss of tens of ms.',
  },
  'cache-key-missing-user-id': {
    says: 'A key without the user’s id shows one user’s page to another.',
    verdict: 'confirmed',
  },
  'q10-hot-set-ram': {
    says: 'A few hundred GB of memory give reads below a millisecond for most requests.',
    verdict: 'depends',
    instead:
      'On how unequal the keys are: a fifth of them answers about four in five reads by Zipf’s law with an exponent of 1, and one in five if all are equally popular.',
  },
};
