import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import {
  aboutCaches,
  databaseOf,
  sideBySide,
  stalenessPlot,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, sendReadsAndWrites, zipfKeys } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  readsPerSecond: z.number().min(200).max(5_000).default(700).describe('reads of all instances'),
  writesPerSecond: z.number().min(5).max(100).default(20).describe('writes'),
  keys: z.int().min(10).max(1_000).default(30).describe('keys, with Zipf popularity'),
  ttlMs: z.int().min(1_000).max(60_000).default(5_000).describe('TTL of the shared cache'),
  localTtlMs: z.int().min(20).max(2_000).default(300).describe('TTL of the local caches'),
});

const names = ['shared-only', 'local-too', 'local-with-events'] as const;
const cacheMs = 0.5;
const eventMs = 20;
const loadMs = 10;
const durationMs = 5_000;

const hitLocally = sometimes<CacheLab>(
  'hit-locally',
  'an instance answers from its own memory',
  (lab) => systemOf(lab, 'local-too').observer.metrics.localHits.value > 0,
);

export default scenario({
  ...aboutCaches,
  id: 'cache/two-levels',
  asks: 'Each instance gets a small cache in its own memory, in front of the shared one. What does that gain, and how does a delete reach it?',
  claims: ['cache-event-invalidation-accurate'],
  code: [
    'sims/cache/app/strategies.ts#withLocalCache',
    'sims/cache/patterns/invalidation.ts#writeAndPublish',
    'sims/cache/relay.ts#relayServer',
  ],
  params,
  durationMs: () => durationMs,
  metrics: sideBySide(names, 1_000, ['localHits', 'staleReads']),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      instances: 4,
      // Rows are written less than ten seconds apart: within the hold-off none is loaded again.
      leaseHoldOffMs: 2 * loadMs,
      loadMsMax: 2 * loadMs + 10,
      ttlMs: p.ttlMs,
      eventDelayMs: eventMs,
      cacheLatencyMs: constant(cacheMs),
      database: databaseOf(constant(loadMs)),
    };
    const local = { localTtlMs: p.localTtlMs, localCapacity: p.keys };
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        'shared-only': { ...shared, read: 'lease', write: 'delete' },
        'local-too': { ...shared, ...local, read: 'lease', write: 'delete' },
        'local-with-events': { ...shared, ...local, read: 'lease', write: 'publish' },
      },
    );
    const drawKey = zipfKeys(world, keysNamed('row', p.keys), 1);
    sendReadsAndWrites(world, lab, { ...p, untilMs: durationMs }, drawKey);
    return lab;
  },
  goals: () => [hitLocally],
  expect: (p) => [
    {
      id: 'local-hits-cost-no-trip',
      text: 'ms that a read takes less on average with a local cache in front of the shared one',
      measured: (m) =>
        (m['shared-only.latencyMs'].mean ?? 0) - (m['local-too.latencyMs'].mean ?? 0),
      bound: { atLeast: 0 },
    },
    {
      id: 'deletes-do-not-reach-local-caches',
      text: 'staleness of the stalest read with local caches, in ms: up to their TTL and a load, because a delete does not reach them',
      measured: (m) => m['local-too.stalenessMs'].max,
      bound: { atLeast: p.localTtlMs / 2, atMost: p.localTtlMs + 2 * (loadMs + 2 * cacheMs) },
    },
    {
      id: 'shared-only-is-fresh',
      text: 'staleness of the stalest read with the shared cache alone, in ms: at most the trip from commit to delete',
      measured: (m) => m['shared-only.stalenessMs'].max,
      bound: { atMost: cacheMs + 1e-6 },
    },
    {
      id: 'events-reach-them',
      text: 'stale reads with an event to every instance, as a share of those without events',
      claim: 'cache-event-invalidation-accurate',
      measured: (m) => m['local-with-events.staleReads'].value / m['local-too.staleReads'].value,
      bound: { atMost: 0.5 },
    },
  ],
  tells: ({ metrics: m }) => {
    const localShare = (name: (typeof names)[number]) =>
      percent(m[`${name}.localHits`].value / Math.max(1, m[`${name}.latencyMs`].count));
    const stale = (name: (typeof names)[number]) => {
      const reads = m[`${name}.staleReads`].value;
      if (reads === 0) return 'no read was stale';
      return `${counted(reads, 'read was', 'reads were')} stale, by up to ${inMs(m[`${name}.stalenessMs`].max)}`;
    };
    return (
      `A local cache saves the trip to the shared one for ${localShare('local-too')} of the reads: a read took ${inMs(m['local-too.latencyMs'].mean)} instead of ${inMs(m['shared-only.latencyMs'].mean)}; a delete in the shared cache does not reach it, so keep the local TTL as short as the staleness limit, or send every instance an event. ` +
      `With the local TTL alone ${stale('local-too')}. ` +
      `With an event to every instance for each write ${stale('local-with-events')}, and a read took ${inMs(m['local-with-events.latencyMs'].mean)}. ` +
      `With the shared cache alone ${stale('shared-only')}.`
    );
  },
  plots: ({ subject }) => [
    stalenessPlot('How stale a row is, with and without local caches', subject),
  ],
});

// Left out: the memory that it takes, times the number of instances.
