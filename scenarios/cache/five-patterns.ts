import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent, rounded } from '../../src/words/numbers.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, sendReadsAndWrites, zipfKeys } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  readsPerSecond: z.number().min(50).max(5_000).default(300).describe('reads'),
  writesPerSecond: z.number().min(5).max(500).default(40).describe('writes'),
  keys: z.int().min(10).max(1_000).default(25).describe('keys, with Zipf popularity'),
  ttlMs: z.int().min(500).max(60_000).default(2_000).describe('TTL'),
  seconds: z.int().min(4).max(60).default(4).describe('duration of the run'),
});

const cacheMs = 0.5;
const readMs = 10;
const writeMs = 15;
const logMs = 1;

const names = [
  'cache-aside',
  'read-through',
  'write-through',
  'write-behind',
  'refresh-ahead',
] as const;
type Name = (typeof names)[number];

const strategies = {
  'cache-aside': { read: 'cache-aside', write: 'delete' },
  'read-through': { read: 'read-through', write: 'delete' },
  'write-through': { read: 'cache-aside', write: 'write-through' },
  'write-behind': { read: 'cache-aside', write: 'write-behind' },
  'refresh-ahead': { read: 'refresh-ahead', write: 'delete' },
} as const;

const readAndWritten = sometimes<CacheLab>(
  'read-and-written',
  'every pattern answers reads from the cache and acknowledges writes',
  ({ systems }) =>
    systems.every(({ observer: { metrics } }) => {
      return metrics.freshHits.value > 0 && metrics.writeLatencyMs.count > 0;
    }),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/five-patterns',
  asks: 'Five caching patterns get the same reads and writes. What does each cost, and what can a reader see?',
  claims: ['cache-write-through-two-writes', 'cache-read-through-coalesces'],
  code: [
    'sims/cache/patterns/cache-aside.ts#writeAndDelete',
    'sims/cache/patterns/write-through.ts#writeThrough',
    'sims/cache/server/write-behind.ts#write',
  ],
  params,
  durationMs: ({ seconds }) => seconds * 1_000 + 100,
  metrics: sideBySide(names, 1_000, [
    'databaseQueries',
    'writeLatencyMs',
    'staleReads',
    'stampedeSize',
  ]),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      instances: 3,
      ttlMs: p.ttlMs,
      refreshAfterMs: 0.8 * p.ttlMs,
      flushIntervalMs: 500,
      logMs,
      cacheLatencyMs: constant(cacheMs),
      database: databaseOf(constant(readMs), { writeMs: constant(writeMs) }),
    };
    const options = names.map((name) => [name, { ...shared, ...strategies[name] }]);
    const lab = systemsSideBySide({ world, rules, metrics }, Object.fromEntries(options));
    const drawKey = zipfKeys(world, keysNamed('row', p.keys), 0.8);
    sendReadsAndWrites(world, lab, { ...p, untilMs: p.seconds * 1_000 }, drawKey);
    return lab;
  },
  goals: () => [readAndWritten],
  expect: () => [
    {
      id: 'write-through-is-two-writes',
      text: 'ms until a write-through write is acknowledged: the write to the database plus the one to the cache',
      claim: 'cache-write-through-two-writes',
      measured: (m) => m['write-through.writeLatencyMs'].mean,
      bound: { atLeast: writeMs + cacheMs - 1e-6, atMost: writeMs + cacheMs + 1e-6 },
    },
    {
      id: 'write-behind-is-none',
      text: 'ms until a write-behind write is acknowledged, at most: a trip to the cache and its log, without the database',
      measured: (m) => m['write-behind.writeLatencyMs'].max,
      bound: { atMost: cacheMs + logMs + 1e-6 },
    },
    {
      id: 'write-through-serves-the-written',
      text: 'median staleness of write-through reads, in ms',
      claim: 'cache-write-through-two-writes',
      measured: (m) => m['write-through.stalenessMs'].quantile(0.5),
      bound: { atMost: 0 },
    },
    {
      id: 'read-through-one-load',
      text: 'loads of a row for all its concurrent misses with read-through, in 90% of the cases',
      claim: 'cache-read-through-coalesces',
      measured: (m) => m['read-through.stampedeSize'].quantile(0.9),
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ metrics: m, subject }) => {
    const listed = (figure: (name: Name) => string) =>
      names.map((name) => `${figure(name)} with ${name}`).join(', ');
    const stale = (name: Name) => {
      const share = m[`${name}.staleReads`].value / Math.max(1, m[`${name}.latencyMs`].count);
      const worst = m[`${name}.stalenessMs`].max ?? 0;
      return worst > 0 ? `${percent(share)} (by up to ${inMs(worst)})` : 'none';
    };
    return (
      `Write-behind costs least, because it acknowledges before the database has the row and sends several writes of a key as one, but a crash of the cache loses them, so cache-aside is the usual choice. A write took ${inMs(m['write-behind.writeLatencyMs'].mean)}, with write-through ${inMs(m['write-through.writeLatencyMs'].mean)}, and with cache-aside, whose writers delete the entry, ${inMs(m['cache-aside.writeLatencyMs'].mean)}. ` +
      `Queries for the database: ${listed((name) => rounded(m[`${name}.databaseQueries`].value))}. ` +
      `A read took ${listed((name) => inMs(m[`${name}.latencyMs`].mean))}. ` +
      `Stale reads: ${listed(stale)}; a slow fill can put an old row in after the delete. ` +
      (subject.breaches.of('only-written-versions') ??
        'None of the patterns ever returned a version that was not written.')
    );
  },
  plots: ({ subject }) => [databaseRatePlot('Five patterns: load on the database', subject)],
});

// Left out: crashes (cache/write-behind-crash) and unlucky writers (cache/two-writers,
// cache/invalidation-race), where the patterns differ most.
