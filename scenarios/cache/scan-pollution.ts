import * as z from 'zod';
import { cheHitRatio, zipfPopularity } from '../../sims/cache/formulas.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant, sampler, zipf } from '../../src/kernel/distribution.ts';
import { exp, expm1, hypot, pow } from '../../src/kernel/elementary.ts';
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
  readsPerSecond: z.number().min(200).max(5_000).default(1_000).describe('reads of users'),
  scanPerSecond: z.number().min(200).max(20_000).default(1_000).describe('reads of the job'),
  keys: z
    .int()
    .min(200)
    .max(5_000)
    .default(1_000)
    .describe('rows that users read, with Zipf popularity'),
  capacity: z.int().min(20).max(1_000).default(200).describe('entries that the cache holds'),
});

type Params = z.output<typeof params>;

const exponent = 0.9;
const policies = ['lru', 'lfu'] as const;
type Policy = (typeof policies)[number];
/** The cache settles; the job runs; the users have it to themselves again. */
const scanFromMs = 2_000;
const scanUntilMs = 3_500;
const durationMs = 4_500;

const phases = ['before', 'during', 'after'] as const;
type Phase = (typeof phases)[number];

const scanned = sometimes<CacheLab>(
  'scanned',
  'the job has read more rows than the cache holds',
  ({ systems }) =>
    systems.every(({ observer, options }) => {
      return observer.metrics.missesNever.value > options.capacity + 200;
    }),
);

const hitGauges = Object.fromEntries(
  policies.flatMap((policy) =>
    phases.map((phase) => [
      `${policy}.hits${phase}`,
      gauge('of 1', `users’ hit ratio ${phase} the job`),
    ]),
  ),
) as Record<`${Policy}.hits${Phase}`, ReturnType<typeof gauge>>;

/**
 * By Che's approximation; while the job runs, its rows, each read once, take their share of the
 * space.
 */
function expectedLru({ keys, capacity, readsPerSecond, scanPerSecond }: Params, phase: Phase) {
  const users = zipfPopularity(keys, exponent);
  if (phase !== 'during') return cheHitRatio(users, capacity);
  const time = characteristicTime(users, capacity, scanPerSecond / readsPerSecond);
  return users.reduce((sum, p) => sum - p * expm1(-p * time), 0);
}

/**
 * LFU while the job runs: a row that was read twice in the cache outlasts all rows of the job. At
 * best it holds the most popular rows (Coffman and Denning 1973, §6.6: A0); at worst those that
 * users have read three times since they began.
 */
function expectedLfu({ keys, capacity, readsPerSecond }: Params) {
  const users = zipfPopularity(keys, exponent).slice(0, capacity);
  const share = (weight: (p: number) => number) => users.reduce((sum, p) => sum + p * weight(p), 0);
  const reads = (readsPerSecond * scanFromMs) / 1_000;
  const atLeastThrice = (p: number) => {
    const mean = p * reads;
    return 1 - exp(-mean) * (1 + mean + pow(mean, 2) / 2);
  };
  return { least: share(atLeastThrice), most: share(() => 1) };
}

/**
 * In reads of users: when an item without reads is evicted. In that time the job adds as many rows
 * as it makes reads for each read of users.
 */
function characteristicTime(popularity: readonly number[], capacity: number, scansPerRead: number) {
  let [low, high] = [0, 1e7];
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2;
    const users = popularity.reduce((sum, p) => sum - expm1(-p * middle), 0);
    if (users + scansPerRead * middle < capacity) low = middle;
    else high = middle;
  }
  return low;
}

export default scenario({
  ...aboutCaches,
  id: 'cache/scan-pollution',
  asks: 'A nightly job reads every row once. How does that affect other users’ hits?',
  claims: ['q6-working-set-eviction'],
  code: [
    'sims/cache/store/eviction.ts#LeastRecentlyUsed',
    'sims/cache/store/eviction.ts#LeastFrequentlyUsed',
    'sims/cache/store/store.ts#evict',
  ],
  params,
  durationMs: () => durationMs,
  metrics: { ...sideBySide(policies, 500, ['missesNever', 'missesEvicted']), ...hitGauges },
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      ttlMs: 3_600_000,
      capacity: p.capacity,
      cacheLatencyMs: constant(0.1),
      database: databaseOf(constant(0.5)),
    } as const;
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        lru: { ...shared, eviction: 'lru' },
        lfu: { ...shared, eviction: 'lfu' },
      },
    );
    const keys = keysNamed('row', p.keys);
    for (const system of lab.systems) warmUp(system, keys.slice(0, p.capacity), { loadMs: 1 });
    const drawRank = sampler(zipf(p.keys, exponent), world.kernel.random.stream('choice of rows'));
    const counts = new Map<string, { reads: number; hits: number }>();
    poisson(world, { stream: 'users', perSecond: p.readsPerSecond, untilMs: durationMs }, () => {
      const key = must(keys[drawRank() - 1], 'key of the rank drawn');
      const phase = phaseAt(world.kernel.nowMs);
      for (const system of lab.systems) {
        const name = `${system.options.name as Policy}.hits${phase}` as const;
        const count = counts.get(name) ?? { reads: 0, hits: 0 };
        counts.set(name, count);
        count.reads += 1;
        if (holds(system, key)) count.hits += 1;
        metrics[name].set(count.hits / count.reads);
        system.read(key);
      }
    });
    const job = { perSecond: p.scanPerSecond, fromMs: scanFromMs, untilMs: scanUntilMs };
    poisson(world, { stream: 'job', ...job }, (row) => {
      for (const system of lab.systems) system.read(`archived row ${row}`);
    });
    return lab;
  },
  goals: () => [scanned],
  expect: (p) => {
    const before = expectedLru(p, 'before');
    const during = expectedLru(p, 'during');
    const lfu = expectedLfu(p);
    const fillMs = (p.capacity * 1_000) / p.scanPerSecond;
    // Of two ratios; Che's approximation is within 1% (Fricker, Robert and Roberts 2012).
    const reads = (ms: number) => (p.readsPerSecond * ms) / 1_000;
    const both =
      hypot(
        shareError(before, reads(scanFromMs)),
        shareError(during, reads(scanUntilMs - scanFromMs)),
      ) + 0.02;
    const error = 1.5 * shareError(before, (p.readsPerSecond * scanFromMs) / 1_000);
    return [
      {
        id: 'lru-before',
        text: `hit ratio of users before the job, with LRU (in theory ${percent(before)}, by Che’s approximation)`,
        claim: 'q6-working-set-eviction',
        measured: (m) => m['lru.hitsbefore'].value,
        bound: { atLeast: before - error, atMost: before + error },
      },
      {
        id: 'lru-loses',
        text: 'hit ratio of users that LRU loses during the job, in parts of 1',
        measured: (m) => (m['lru.hitsbefore'].value ?? 0) - (m['lru.hitsduring'].value ?? 0),
        // Until the job has filled the cache once, at the latest, hits are still falling.
        bound: {
          atLeast:
            (before - during) * (1 - Math.min(1, fillMs / (scanUntilMs - scanFromMs))) - both,
          atMost: before - during + both,
        },
      },
      {
        id: 'lfu-resists',
        text: 'hit ratio of users during the job with LFU, less that with LRU, in parts of 1',
        measured: (m) => (m['lfu.hitsduring'].value ?? 0) - (m['lru.hitsduring'].value ?? 0),
        bound: { atLeast: lfu.least - during - both, atMost: lfu.most - during + both },
      },
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const hits = (policy: Policy) =>
      phases.map((phase) => `${percent(m[`${policy}.hits${phase}`].value)} ${phase}`).join(', ');
    return (
      'With LRU (least recently used) the job evicts the users’ rows, because each row that it reads once counts as the newest; LFU (least frequently used) evicts rows that were used once first, so take an LFU that forgets old popularity (Redis’s LFU, W-TinyLFU), or keep scans out of the cache. ' +
      `Users’ hits were ${hits('lru')} the job with LRU, and ${hits('lfu')} with LFU. The cache holds ${p.capacity} of ${inDigits(p.keys)} rows; ` +
      `Che’s approximation gives ${percent(expectedLru(p, 'before'))} for LRU without the job and ${percent(expectedLru(p, 'during'))} with it.`
    );
  },
  plots: ({ subject }) => [
    databaseRatePlot('A job reads every row once: load on the database', subject, [
      { x: scanFromMs, label: 'the job starts' },
      { x: scanUntilMs, label: 'it ends' },
    ]),
  ],
});

function phaseAt(nowMs: number): Phase {
  if (nowMs < scanFromMs) return 'before';
  return nowMs < scanUntilMs ? 'during' : 'after';
}

// Left out: policies in between, such as W-TinyLFU and ARC, which resist scans and forget what was
// popular long ago, as plain LFU does not.
