/** The scenarios of caches, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const cacheWing: WingEntry = {
  id: 'cache',
  title: 'Caches: patterns, invalidation, stampedes',
  scenarios: [
    {
      id: 'cache/hot-key-expires',
      asks: 'A hot key expires under 2,000 requests a second. What does each guard let through to the database?',
      load: () => import('./hot-key-expires.ts'),
    },
    {
      id: 'cache/lock-holder',
      asks: 'The process that holds the lock of a hot key crashes, stops or is slow. When is the key filled again, and by how many?',
      load: () => import('./lock-holder.ts'),
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
      id: 'cache/stale-in-grace',
      asks: 'Readers get stale entries while one of them renews it. Is the data still no older than the TTL says?',
      load: () => import('./stale-in-grace.ts'),
    },
    {
      id: 'cache/nothing-there',
      asks: 'Many ask for rows that do not exist, and the database goes down for two seconds. What should a cache remember of that, and for how long?',
      load: () => import('./nothing-there.ts'),
    },
    {
      id: 'cache/shared-page',
      asks: 'A page depends on who asks for it. What happens if its cache key does not say so?',
      load: () => import('./shared-page.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/cache/cache.ts')).cache,
    killers: (await import('./killers.ts')).cacheKillers,
  }),
};
