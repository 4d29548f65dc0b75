/** The scenarios of caches, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const cacheWing: WingEntry = {
  id: 'cache',
  title: 'Caches: patterns, invalidation, stampedes',
  scenarios: [
    {
      id: 'cache/hot-key-expires',
      asks: 'A hot key expires under load. How many requests does each guard let through to the database?',
      load: () => import('./hot-key-expires.ts'),
    },
    {
      id: 'cache/mass-expiry',
      asks: 'After a deploy all keys are loaded at once, with the same TTL. What does the database see when the TTL is over?',
      load: () => import('./mass-expiry.ts'),
    },
    {
      id: 'cache/xfetch',
      asks: 'Readers recompute a hot key early, each at random. How many do so per expiry?',
      load: () => import('./xfetch.ts'),
    },
    {
      id: 'cache/refresh-ahead',
      asks: 'Entries live for 30 s and are refreshed when they are read after 25 s. Which keys never expire, and what does that cost?',
      load: () => import('./refresh-ahead.ts'),
    },
    {
      id: 'cache/lock-holder',
      asks: 'The process that holds the lock of a hot key crashes, stops or is slow. When is the key filled again, and by how many loads?',
      load: () => import('./lock-holder.ts'),
    },
    {
      id: 'cache/cold-cache',
      asks: 'Can a cache make a system slower?',
      load: () => import('./cold-cache.ts'),
    },
    {
      id: 'cache/hidden-capacity',
      asks: 'A cache with 90% hits protects a database with a capacity of 300 queries per second. The cache is lost for a moment. Does the system recover?',
      load: () => import('./hidden-capacity.ts'),
    },
    {
      id: 'cache/five-patterns',
      asks: 'Five caching patterns get the same reads and writes. What does each cost, and what can a reader see?',
      load: () => import('./five-patterns.ts'),
    },
    {
      id: 'cache/invalidation-race',
      asks: 'A writer deletes the cached row after its commit. How can readers still get the old one?',
      load: () => import('./invalidation-race.ts'),
    },
    {
      id: 'cache/random-traffic',
      asks: 'Do random reads and writes of a few keys ever leave an old row in the cache for good?',
      load: () => import('./random-traffic.ts'),
    },
    {
      id: 'cache/two-writers',
      asks: 'Two writers write through the cache at the same time. Which version does it keep?',
      load: () => import('./two-writers.ts'),
    },
    {
      id: 'cache/random-write-behind',
      asks: 'Random reads and writes go through a write-behind cache whose database is sometimes down. Does a write ever go back?',
      load: () => import('./random-write-behind.ts'),
    },
    {
      id: 'cache/write-behind-crash',
      asks: 'A write-behind cache crashes. How many acknowledged writes are gone?',
      load: () => import('./write-behind-crash.ts'),
    },
    {
      id: 'cache/thirty-second-profile',
      asks: 'A profile may be 30 s stale. Is a TTL of 30 s enough, or does it take events, or both?',
      load: () => import('./thirty-second-profile.ts'),
    },
    {
      id: 'cache/ttl-or-events',
      asks: 'How often may a row change for a TTL to be good enough?',
      load: () => import('./ttl-or-events.ts'),
    },
    {
      id: 'cache/version-keys',
      asks: 'The version of a row is part of its cache key. Which readers can still get an old one?',
      load: () => import('./version-keys.ts'),
    },
    {
      id: 'cache/stale-in-grace',
      asks: 'Readers get stale entries while one of them renews the entry. Is the data still no older than the TTL?',
      load: () => import('./stale-in-grace.ts'),
    },
    {
      id: 'cache/two-levels',
      asks: 'Each instance gets a small cache in its own memory, in front of the shared one. What does that gain, and how does a delete reach it?',
      load: () => import('./two-levels.ts'),
    },
    {
      id: 'cache/two-regions',
      asks: 'Two regions each have a cache; the second reads from a replica. Can an invalidation come too early?',
      load: () => import('./two-regions.ts'),
    },
    {
      id: 'cache/sixty-percent-hits',
      asks: 'The hit ratio is 60%, or less, instead of the expected 95%. Which cause is it?',
      load: () => import('./sixty-percent-hits.ts'),
    },
    {
      id: 'cache/ninety-to-ninety-nine',
      asks: 'The hit ratio rises from 90% to 99%. How many queries does that save the database?',
      load: () => import('./ninety-to-ninety-nine.ts'),
    },
    {
      id: 'cache/p99-of-hits',
      asks: 'The hit ratio is 99.5%, and yet the P99 is bad. Are the misses to blame?',
      load: () => import('./p99-of-hits.ts'),
    },
    {
      id: 'cache/hot-set',
      asks: 'A fifth of the data fits in memory. How many of the reads does memory answer?',
      load: () => import('./hot-set.ts'),
    },
    {
      id: 'cache/scan-pollution',
      asks: 'A nightly job reads every row once. How does that affect other users’ hits?',
      load: () => import('./scan-pollution.ts'),
    },
    {
      id: 'cache/nothing-there',
      asks: 'Many requests ask for rows that do not exist, and the database goes down for two seconds. What should a cache remember of that, and for how long?',
      load: () => import('./nothing-there.ts'),
    },
    {
      id: 'cache/shared-page',
      asks: 'A page depends on the user. What happens if its cache key does not contain the user?',
      load: () => import('./shared-page.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/cache/cache.ts')).cache,
    killers: (await import('./killers.ts')).cacheKillers,
  }),
};
