import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, rounded } from '../../src/words/numbers.ts';
import { outage } from '../../src/world/fault.ts';
import { poissonAtMost } from './bounds.ts';
import { aboutCaches, databaseOf, databaseRatePlot, oneSystem } from './common.ts';
import { keysNamed, poisson } from './traffic.ts';

const params = z.object({
  absentPerSecond: z
    .number()
    .min(50)
    .max(5_000)
    .default(400)
    .describe('reads of rows that do not exist'),
  absentKeys: z.int().min(1).max(200).default(20).describe('different keys that do not exist'),
  presentPerSecond: z.number().min(50).max(5_000).default(100).describe('reads of existing rows'),
  negativeTtlMs: z.int().min(100).max(5_000).default(1_000).describe('TTL of an absence'),
  errorTtlMs: z.int().min(10).max(1_000).default(200).describe('TTL of an error'),
});

type Params = z.output<typeof params>;

const ttlMs = 5_000;
const downAtMs = 4_000;
const downForMs = 2_000;
const durationMs = 10_000;
const loadMsMax = 12;
const presentKeys = keysNamed('row', 10);

const failed = sometimes<CacheLab>(
  'reads-failed',
  'reads fail while the database is down',
  ({ systems }) => systems.some(({ observer }) => observer.metrics.failedReads.value > 0),
);

/** Each TTL begins with a load, and with the misses until it is done. */
function queriesAtMost({ absentPerSecond, absentKeys, negativeTtlMs, errorTtlMs }: Params): number {
  const shortestMs = Math.min(negativeTtlMs, errorTtlMs);
  const atATime = 1 + ((absentPerSecond / absentKeys) * (loadMsMax + 1)) / 1_000;
  const upAndDown = (durationMs - downForMs) / negativeTtlMs + 1 + downForMs / shortestMs + 2;
  return poissonAtMost((absentKeys + presentKeys.length) * upAndDown * (atATime + 1));
}

export default scenario({
  ...aboutCaches,
  id: 'cache/nothing-there',
  asks: 'Many requests ask for rows that do not exist, and the database goes down for two seconds. What should a cache remember of that, and for how long?',
  claims: [],
  code: [
    'sims/cache/guards/negative-caching.ts#negativeCaching',
    'sims/cache/store/life.ts#lifeOf',
  ],
  params,
  durationMs: () => durationMs,
  plan: () => [{ atMs: downAtMs, fault: outage('database', 'refuses', downForMs) }],
  metrics: cacheMetrics(200),
  build({ world, params: p, rules, metrics }) {
    const lab = oneSystem(
      { world, rules, metrics },
      {
        read: 'negative-caching',
        ttlMs,
        negativeTtlMs: p.negativeTtlMs,
        errorTtlMs: p.errorTtlMs,
        database: databaseOf(uniform(8, loadMsMax), {
          exists: (key) => !key.startsWith('no such row'),
        }),
      },
    );
    const absentKeys = keysNamed('no such row', p.absentKeys);
    const choice = world.kernel.random.stream('choice of keys');
    const readEvery = (stream: string, perSecond: number, keys: readonly string[]) =>
      poisson(world, { stream, perSecond, untilMs: durationMs }, () => {
        lab.systems[0]?.read(pick(choice, keys));
      });
    readEvery('absent', p.absentPerSecond, absentKeys);
    readEvery('present', p.presentPerSecond, presentKeys);
    return lab;
  },
  goals: () => [failed],
  expect: (p) => [
    {
      id: 'absence-costs-one-load-a-ttl',
      text: 'database queries in the run, at most: one for each absent row whenever its remembered absence ends, and the loads of existing rows',
      measured: ({ databaseQueries }) => databaseQueries.value,
      bound: { atMost: queriesAtMost(p) },
    },
    {
      id: 'absence-is-a-hit',
      text: 'reads of absent rows that the cache answered from a remembered absence',
      measured: ({ negativeHits }) => negativeHits.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ params: p, metrics, subject }) =>
    'A cache should remember both: that a row does not exist for a short time (negative caching), and that the database failed for a far shorter one. The cache answered ' +
    `${rounded(metrics.negativeHits.value)} requests for ${p.absentKeys} absent rows from what it remembered for ${inDigits(p.negativeTtlMs)} ms, and the database got ` +
    `${rounded(metrics.databaseQueries.value)} queries for ${rounded(metrics.reads.value)} reads in ${durationMs / 1_000} s. While it was down, ` +
    `${rounded(metrics.errorHits.value)} readers got an error remembered for ${inDigits(p.errorTtlMs)} ms, which saved the database as many ` +
    `queries. ` +
    (subject.breaches.all.size === 0
      ? `${inDigits(p.errorTtlMs)} ms after the database was back no reader got an error any more.`
      : [...subject.breaches.all.values()].join('; ')),
  plots: ({ subject }) => [
    databaseRatePlot('Rows that do not exist: load on the database', subject, [
      { x: downAtMs, label: 'the database is down' },
      { x: downAtMs + downForMs, label: 'it is back' },
    ]),
  ],
});

// Left out: attackers that ask for a new absent key each time. No cache of answers helps against
// that; a Bloom filter of the existing keys does.
