import * as z from 'zod';
import { reading } from '../../sims/cache/app/requests.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { rounded } from '../../src/words/numbers.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, poisson, zipfKeys } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  requestsPerSecond: z.number().min(100).max(5_000).default(600).describe('reads'),
  keys: z.int().min(100).max(100_000).default(1_200).describe('keys, with Zipf popularity'),
  zipfExponent: z
    .number()
    .min(0)
    .max(1.5)
    .default(0.8)
    .describe('Zipf exponent; 0: all keys equally popular'),
  cacheMs: z.number().min(0.1).max(5).default(0.5).describe('a round trip to the cache'),
  databaseMs: z.number().min(1).max(100).default(10).describe('duration of a query'),
  seconds: z.number().min(1).max(20).default(2).describe('duration of the run'),
});

const names = ['no-cache', 'cold-cache-aside', 'cold-read-through'] as const;

const warmed = sometimes<CacheLab>(
  'warmed',
  'the cache begins to answer',
  (lab) => systemOf(lab, 'cold-cache-aside').observer.metrics.freshHits.value > 0,
);

export default scenario({
  ...aboutCaches,
  id: 'cache/cold-cache',
  asks: 'Can a cache make a system slower?',
  claims: ['cache-cold-cache-slower', 'cache-read-through-coalesces'],
  code: ['sims/cache/patterns/cache-aside.ts#cacheAside'],
  params,
  durationMs: ({ seconds, databaseMs }) => seconds * 1_000 + 3 * databaseMs + 20,
  metrics: {
    ...sideBySide(names, 100, ['stampedeSize', 'missesNever']),
    slowerUntilRead: gauge(
      'reads',
      'the last read by which the total waiting time exceeded that without a cache',
    ),
  },
  build({ world, params: p, rules, metrics }) {
    const shared = {
      ttlMs: 600_000,
      cacheLatencyMs: constant(p.cacheMs),
      database: databaseOf(constant(p.databaseMs)),
    };
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        'no-cache': { ...shared, read: 'no-cache' },
        'cold-cache-aside': { ...shared, read: 'cache-aside' },
        'cold-read-through': { ...shared, read: 'read-through' },
      },
    );
    const race = comparison(metrics.slowerUntilRead);
    const drawKey = zipfKeys(world, keysNamed('row', p.keys), p.zipfExponent);
    const untilMs = p.seconds * 1_000;
    poisson(world, { stream: 'reads', perSecond: p.requestsPerSecond, untilMs }, (arrival) => {
      const key = drawKey();
      systemOf(lab, 'cold-read-through').read(key);
      start(systemOf(lab, 'no-cache'), key, (ms) => race('without', arrival, ms));
      start(systemOf(lab, 'cold-cache-aside'), key, (ms) => race('with', arrival, ms));
    });
    return lab;
  },
  goals: () => [warmed],
  expect: (p) => [
    {
      id: 'a-miss-costs-look-up-and-fill',
      text: 'ms by which the slowest read with an empty cache exceeds one without a cache: the look-up and the fill, two trips to the cache',
      claim: 'cache-cold-cache-slower',
      measured: (m) =>
        (m['cold-cache-aside.latencyMs'].max ?? 0) - (m['no-cache.latencyMs'].max ?? 0),
      bound: { atLeast: 2 * p.cacheMs - 1e-6, atMost: 2 * p.cacheMs + 1e-6 },
    },
    {
      id: 'slower-at-first',
      text: 'reads until the cold cache had cost less waiting in total than no cache',
      claim: 'cache-cold-cache-slower',
      measured: ({ slowerUntilRead }) => slowerUntilRead.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'one-load-a-key',
      text: 'loads of one key at the same time, at most, if the cache itself loads (read-through)',
      claim: 'cache-read-through-coalesces',
      measured: (m) => m['cold-read-through.stampedeSize'].max,
      bound: { atMost: 1 },
    },
    {
      id: 'merging-leaves-the-first-miss-slow',
      text: 'ms by which the slowest read-through read exceeds one without a cache: the first miss of a key still pays for the look-up',
      claim: 'cache-read-through-coalesces',
      measured: (m) =>
        (m['cold-read-through.latencyMs'].max ?? 0) - (m['no-cache.latencyMs'].max ?? 0),
      bound: { atLeast: p.cacheMs - 1e-6 },
    },
  ],
  tells: ({ params: p, metrics: m }) =>
    `Yes: a miss took ${inMs(m['cold-cache-aside.latencyMs'].max)} and a read without a cache ${inMs(m['no-cache.latencyMs'].mean)}, because a miss looks the key up first and fills it ` +
    `afterwards. Until read ${rounded(m.slowerUntilRead.value)} readers had waited longer in total with the cold cache than without one; by the end a read took ` +
    `${inMs(m['cold-cache-aside.latencyMs'].mean)} on average. Up to ${rounded(m['cold-cache-aside.stampedeSize'].max)} readers loaded the same row concurrently; read-through ` +
    `merged them into one load, but its first miss of each key still took ${inMs(m['cold-read-through.latencyMs'].max)}. A cache pays off above ` +
    `${((100 * 2 * p.cacheMs) / (p.databaseMs + p.cacheMs)).toFixed(0)}% hits.`,
  plots: ({ subject }) => [databaseRatePlot('A cold cache: load on the database', subject)],
});

/** Starts a read and reports how long it took. */
function start(system: CacheSystem, key: string, took: (ms: number) => void): void {
  const app = system.app(0);
  if (app === undefined) return;
  app.node.spawn(
    (function* timed(): Process<void> {
      const beganAtMs = system.observer.nowMs;
      yield* reading(app, key);
      took(system.observer.nowMs - beganAtMs);
    })(),
  );
}

/** Sums, read by read, how much longer readers waited with the cache than without. */
function comparison(slowerUntil: { set(reads: number): void }) {
  const took = { with: [] as number[], without: [] as number[] };
  let compared = 0;
  let longerMs = 0;
  return (side: 'with' | 'without', arrival: number, ms: number): void => {
    took[side][arrival] = ms;
    for (;;) {
      const [a, b] = [took.with[compared], took.without[compared]];
      if (a === undefined || b === undefined) return;
      longerMs += a - b;
      compared += 1;
      if (longerMs > 0) slowerUntil.set(compared);
    }
  };
}

// Left out: the limits of the database. Near them a cold cache is not only slow: see
// cache/hidden-capacity.
