import * as z from 'zod';
import { cheHitRatio, zipfPopularity } from '../../sims/cache/formulas.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant, sampler, zipf } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { shareError } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  holds,
  sideBySide,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, poisson, warmUp } from './traffic.ts';

const params = z.object({
  readsPerSecond: z.number().min(200).max(2_000).default(1_000).describe('reads'),
  keys: z.int().min(500).max(5_000).default(1_000).describe('keys on disk'),
  exponent: z.number().min(0).max(1.4).default(1).describe('of Zipf’s law: 0 for equal popularity'),
});
type Params = z.output<typeof params>;

/** Of the keys, how many are in memory. */
const shares = { 'one-percent': 0.01, 'five-percent': 0.05, 'twenty-percent': 0.2 } as const;
type Name = keyof typeof shares;
const names = Object.keys(shares) as Name[];
const entries = ({ keys }: Params, name: Name) => Math.round(keys * shares[name]);

const [memoryMs, diskMs] = [0.2, 8];
const settledMs = 1_500;
const durationMs = 5_000;

const expected = (p: Params, name: Name) =>
  cheHitRatio(zipfPopularity(p.keys, p.exponent), entries(p, name));
const reads = (p: Params) => (p.readsPerSecond * (durationMs - settledMs)) / 1_000;

const asked = sometimes<CacheLab>('asked', 'the disk gets reads from every cache', ({ systems }) =>
  systems.every(({ observer }) => observer.metrics.databaseQueries.value > 0),
);

const hitGauges = Object.fromEntries(
  names.map((name) => [`${name}.hits`, gauge('of 1', 'reads that memory answers')]),
) as Record<`${Name}.hits`, ReturnType<typeof gauge>>;

export default scenario({
  ...aboutCaches,
  id: 'cache/hot-set',
  asks: 'A fifth of the data fits in memory. How many of the reads does memory answer?',
  claims: ['q10-hot-set-ram'],
  code: [
    'sims/cache/formulas.ts#cheHitRatio',
    'sims/cache/formulas.ts#zipfPopularity',
    'sims/cache/store/eviction.ts#LeastRecentlyUsed',
  ],
  params,
  durationMs: () => durationMs,
  metrics: { ...sideBySide(names, 500, ['databaseQueries']), ...hitGauges },
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      ttlMs: 3_600_000,
      eviction: 'lru',
      cacheLatencyMs: constant(memoryMs),
      database: databaseOf(constant(diskMs)),
    } as const;
    const options = names.map((name) => [name, { ...shared, capacity: entries(p, name) }]);
    const lab = systemsSideBySide({ world, rules, metrics }, Object.fromEntries(options));
    const keys = keysNamed('row', p.keys);
    for (const system of lab.systems) {
      warmUp(system, keys.slice(0, entries(p, system.options.name as Name)), { loadMs: 1 });
    }
    const drawRank = sampler(
      zipf(p.keys, p.exponent),
      world.kernel.random.stream('choice of rows'),
    );
    const counts = new Map(names.map((name) => [name, { reads: 0, hits: 0 }]));
    poisson(world, { stream: 'users', perSecond: p.readsPerSecond, untilMs: durationMs }, () => {
      const key = must(keys[drawRank() - 1], 'key of the rank drawn');
      for (const system of lab.systems) {
        const name = system.options.name as Name;
        if (world.kernel.nowMs >= settledMs) {
          const count = must(counts.get(name), 'count of the cache');
          count.reads += 1;
          if (holds(system, key)) count.hits += 1;
          metrics[`${name}.hits`].set(count.hits / count.reads);
        }
        system.read(key);
      }
    });
    return lab;
  },
  goals: () => [asked],
  expect: (p) =>
    names.map((name) => {
      const share = expected(p, name);
      // Hits follow one another; Che’s approximation is within 1% (Fricker, Robert and Roberts 2012).
      const error = 1.5 * shareError(share, reads(p)) + 0.01;
      return {
        id: name,
        text: `share of reads answered from memory, if ${percent(shares[name], 0)} of the keys fit in it (in theory ${percent(share)}, by Che’s approximation)`,
        claim: 'q10-hot-set-ram',
        measured: (m) => m[`${name}.hits`].value,
        bound: { atLeast: share - error, atMost: Math.min(1, share + error) },
      };
    }),
  tells: ({ params: p, metrics: m }) => {
    const hits = (name: Name) =>
      `${percent(m[`${name}.hits`].value, 0)} (${percent(expected(p, name), 0)} in theory)`;
    const equal = percent(shares['twenty-percent'], 0);
    return (
      `With popularity by Zipf’s law and an exponent of ${inDigits(p.exponent)}, memory for ${equal} of the keys answers ${hits('twenty-percent')} of the reads in ${memoryMs} ms, for 5% ${hits('five-percent')} and for 1% ${hits('one-percent')}. ` +
      `The others wait for the disk, ${diskMs} ms. ${p.exponent > 0 ? 'So each further part of memory brings less than the one before. ' : ''}If all keys were equally popular, ${equal} of them in memory would answer ${equal} of the reads.`
    );
  },
  plots: ({ subject }) => [databaseRatePlot('Reads that reach the disk, by memory', subject)],
});

// Left out: popularity that moves in the course of the day, and values of unequal size.
