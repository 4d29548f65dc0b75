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
  ],
  load: async () => ({
    sim: (await import('../../sims/cache/cache.ts')).cache,
    killers: (await import('./killers.ts')).cacheKillers,
  }),
};
