import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent, rounded } from '../../src/words/numbers.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, sendAll, uniformKeys, warmUp } from './traffic.ts';

const params = z.object({
  readsPerSecond: z.number().min(200).max(5_000).default(200).describe('reads'),
  keys: z.int().min(20).max(500).default(20).describe('keys, equally popular'),
  seconds: z.int().min(30).max(600).default(30).describe('duration of the run'),
});

type Params = z.output<typeof params>;

const hits = { 'no-cache': 0, 'hits-90': 0.9, 'hits-95': 0.95, 'hits-99': 0.99 } as const;
type Name = keyof typeof hits;
const names = Object.keys(hits) as Name[];
const loadMs = 1;

/**
 * The TTL at which a key with this read rate has this hit ratio: lambda T / (1 + lambda (T + d)).
 */
function ttlMsFor({ readsPerSecond, keys }: Params, hitRatio: number): number {
  const gapMs = (keys * 1_000) / readsPerSecond;
  return (hitRatio / (1 - hitRatio)) * (gapMs + loadMs + 0.5);
}

/**
 * The number of queries at a hit ratio h, its mean and six standard deviations. From one miss of a
 * key to the next it takes the TTL and a random gap, 1 - h of the whole: the misses are a renewal
 * process whose variance is (1 - h)^2 of a Poisson process's, plus a quarter for each key, which is
 * somewhere in its TTL when the run begins. Without a cache it is the Poisson process itself.
 */
function queries({ readsPerSecond, seconds, keys }: Params, h: number) {
  const mean = readsPerSecond * seconds * (1 - h);
  const error = 6 * Math.sqrt(mean * pow(1 - h, 2) + (h === 0 ? 0 : keys / 4));
  return { least: mean - error, most: mean + error };
}

const asked = sometimes<CacheLab>('asked', 'every database gets queries', ({ systems }) =>
  systems.every(({ observer }) => observer.metrics.databaseQueries.value > 0),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/ninety-to-ninety-nine',
  asks: 'The hit ratio rises from 90% to 99%. How many queries does that save the database?',
  claims: ['cache-hit-90-to-99-tenfold', 'q11-95-hit-20x'],
  code: ['sims/cache/formulas.ts#hitRatioOfTtl', 'sims/cache/patterns/cache-aside.ts#cacheAside'],
  params,
  durationMs: ({ seconds }) => seconds * 1_000,
  metrics: sideBySide(names, 1_000, ['databaseQueries']),
  build({ world, params: p, rules, metrics }) {
    const shared = { database: databaseOf(constant(loadMs)) };
    const options = names.map((name) => [
      name,
      hits[name] === 0
        ? { ...shared, read: 'no-cache' }
        : { ...shared, read: 'cache-aside', ttlMs: ttlMsFor(p, hits[name]) },
    ]);
    const lab = systemsSideBySide({ world, rules, metrics }, Object.fromEntries(options));
    const keys = keysNamed('row', p.keys);
    const { random } = world.kernel;
    for (const system of lab.systems) {
      const ages = random.stream('ages');
      warmUp(system, keys, { loadMs, ages, hitRatio: hits[system.options.name as Name] });
    }
    const traffic = { stream: 'reads', perSecond: p.readsPerSecond, untilMs: p.seconds * 1_000 };
    sendAll(world, lab, 'read', traffic, uniformKeys(world, keys));
    return lab;
  },
  goals: () => [asked],
  expect: (p) => {
    const [all, at90] = [queries(p, 0), queries(p, 0.9)];
    const [at95, at99] = [queries(p, 0.95), queries(p, 0.99)];
    return [
      {
        id: 'ninety-to-ninety-nine-is-tenfold',
        text: 'database queries at 90% hits, as a multiple of those at 99%: 10% misses / 1% misses = 10',
        claim: 'cache-hit-90-to-99-tenfold',
        measured: (m) =>
          m['hits-90.databaseQueries'].value / Math.max(1, m['hits-99.databaseQueries'].value),
        bound: {
          atLeast: at90.least / at99.most,
          atMost: at90.most / Math.max(1, at99.least),
        },
      },
      {
        id: 'ninety-five-is-twentyfold',
        text: 'database queries without a cache, as a multiple of those at 95% hits: 1 / 5% misses = 20',
        claim: 'q11-95-hit-20x',
        measured: (m) =>
          m['no-cache.databaseQueries'].value / Math.max(1, m['hits-95.databaseQueries'].value),
        bound: { atLeast: all.least / at95.most, atMost: all.most / Math.max(1, at95.least) },
      },
    ];
  },
  tells: ({ metrics: m }) => {
    const line = (name: Name) => {
      const queries = m[`${name}.databaseQueries`].value;
      const all = Math.max(1, m['no-cache.databaseQueries'].value);
      return `${rounded(queries)} queries with ${percent(1 - queries / all)} hits`;
    };
    return (
      `From 90% to 99% hits there are ${(m['hits-90.databaseQueries'].value / Math.max(1, m['hits-99.databaseQueries'].value)).toFixed(1)} times fewer queries, in theory 10% / 1% = 10, because only misses reach the database: ${names.map(line).join(', ')}. ` +
      'The nine points above 90% divide the load by as much as the first ninety. Conversely, losing a cache with 99% hits multiplies the load by a hundred.'
    );
  },
  plots: ({ subject }) => [databaseRatePlot('The same reads, other hit ratios', subject)],
});

// Left out: that the next nine points are hard to get. The TTL here had to be eleven times as long.
