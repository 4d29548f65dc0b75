import * as z from 'zod';
import { cacheMetrics, hitRatioOf } from '../../sims/cache/metrics.ts';
import { pageOfUser } from '../../sims/cache/patterns/page-of-user.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent, times } from '../../src/words/numbers.ts';
import { aboutCaches, oneSystem } from './common.ts';
import { poisson } from './traffic.ts';

const params = z.object({
  users: z.int().min(2).max(1_000).default(20).describe('users who look at their dashboards'),
  requestsPerSecond: z.number().min(50).max(5_000).default(200).describe('rate of their requests'),
});

const durationMs = 3_000;

const servedFromCache = sometimes<CacheLab>(
  'served-from-the-cache',
  'a user gets a page from the cache',
  ({ systems }) => systems.some(({ observer }) => observer.metrics.freshHits.value > 0),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/shared-page',
  asks: 'A page depends on the user. What happens if its cache key does not contain the user?',
  claims: ['cache-key-missing-user-id'],
  code: [
    'sims/cache/patterns/page-of-user.ts#cacheKey',
    'sims/cache/patterns/page-of-user.ts#readPage',
  ],
  params,
  durationMs: () => durationMs,
  metrics: cacheMetrics(200),
  build({ world, params: p, rules, metrics }) {
    const lab = oneSystem({ world, rules, metrics }, { read: 'page-of-user' });
    const choice = world.kernel.random.stream('choice of users');
    const traffic = { stream: 'requests', perSecond: p.requestsPerSecond, untilMs: durationMs };
    poisson(world, traffic, () => {
      lab.systems[0]?.read(pageOfUser('the dashboard', randomInteger(choice, 1, p.users)));
    });
    return lab;
  },
  goals: () => [servedFromCache],
  expect: (p) => [
    {
      id: 'one-entry-a-user',
      text: 'pages that were loaded for the first time, with the user in the key: at least one for each user',
      claim: 'cache-key-missing-user-id',
      measured: ({ missesNever }) => missesNever.value,
      bound: { atLeast: Math.min(p.users, 2) },
    },
  ],
  tells: ({ params: p, metrics, subject }) => {
    const leak = subject.breaches.of('own-rows-only');
    const hits = percent(hitRatioOf(metrics));
    return (
      'Users get one another’s pages, because one entry serves them all: the key must name everything that the page depends on. ' +
      (leak === undefined
        ? `Here it names the user: ${p.users} users requested the dashboard ${times(metrics.reads.value)}, and all got their own. ${hits} of the pages came from the cache, which holds one entry per user.`
        : `Here ${leak}, at a better hit ratio of ${hits}.`)
    );
  },
});

// Left out: HTTP caches, where Vary and Cache-Control: private say what the key must contain.
