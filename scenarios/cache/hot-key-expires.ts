import * as z from 'zod';
import { stampedeSize, xfetchMissesExpiry, xfetchParameter } from '../../sims/cache/formulas.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, rounded } from '../../src/words/numbers.ts';
import { meanError } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { poisson, warmUp } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  requestsPerSecond: z.number().min(200).max(20_000).default(2_000).describe('reads of the key'),
  loadMs: z.number().min(20).max(500).default(100).describe('duration of its query'),
  ttlMs: z.number().min(1_000).max(60_000).default(1_000).describe('TTL of the entry'),
  instances: z.int().min(1).max(50).default(4).describe('application instances'),
  expiries: z.int().min(1).max(20).default(1).describe('number of expiries'),
});

type Params = z.output<typeof params>;

const guards = [
  'none',
  'ttl-jitter',
  'coalescing',
  'lock',
  'lease',
  'refresh-ahead',
  'xfetch',
  'stale-while-revalidate',
] as const;

const hotKey = 'the hot key';
const cacheLatencyMs = 0.5;
const jitter = 0.1;

/**
 * The first request loads until it has filled the key: the query itself plus the trip to the cache.
 */
const refillMs = ({ loadMs }: Params) => loadMs + cacheLatencyMs;

/** From one expiry to the next without a guard: the last load of a stampede restarts the TTL. */
const cycleMs = (p: Params) => p.ttlMs + 2 * refillMs(p) + 20;

/** With jitter a TTL is at most a tenth longer. */
const durationMs = (p: Params) => p.expiries * (cycleMs(p) + jitter * p.ttlMs);

const expiredUnderLoad = sometimes<CacheLab>(
  'expired-under-load',
  'the key expires and many requests read it at once',
  (lab) => systemOf(lab, 'none').observer.metrics.missesExpired.value > 1,
);

/** What the geometric number of recomputations exceeds with a probability below 1e-8. */
function xfetchLoadsMax(p: Params): number {
  const goesOn = 1 - xfetchParameter(1, p.loadMs, refillMs(p));
  return Math.ceil(log(1e-8 / (2 * p.expiries)) / log(goesOn));
}

export default scenario({
  ...aboutCaches,
  id: 'cache/hot-key-expires',
  asks: 'A hot key expires under load. How many requests does each guard let through to the database?',
  claims: [
    'q6-stampede-hundreds',
    'q6-lock-one-loader',
    'q6-coalescing-one-query',
    'q6-serve-stale-while-locked',
    'cache-read-through-coalesces',
  ],
  code: [
    'sims/cache/guards/coalescing.ts#coalescing',
    'sims/cache/server/lease.ts#grantLease',
    'sims/cache/guards/xfetch.ts#earlierByMs',
  ],
  params,
  durationMs,
  metrics: sideBySide(guards, 50, ['stampedeSize', 'staleHits', 'databaseQueries']),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      instances: p.instances,
      ttlMs: p.ttlMs,
      cacheLatencyMs: constant(cacheLatencyMs),
      loadMsMax: p.loadMs + 20,
      database: databaseOf(constant(p.loadMs)),
    };
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        none: { ...shared, read: 'cache-aside' },
        'ttl-jitter': { ...shared, read: 'cache-aside', ttlJitter: jitter },
        coalescing: { ...shared, read: 'coalescing' },
        lock: { ...shared, read: 'lock' },
        // Within the hold-off an expired key is not loaded again, so the hold-off must end before
        // the TTL does.
        lease: { ...shared, read: 'lease', leaseHoldOffMs: p.ttlMs / 2 },
        'refresh-ahead': { ...shared, read: 'refresh-ahead', refreshAfterMs: p.ttlMs * 0.75 },
        xfetch: {
          ...shared,
          read: 'xfetch',
          promises: {
            neverExpires: xfetchMissesExpiry(p.requestsPerSecond / 1_000, 1, p.loadMs) < 1e-12,
          },
        },
        'stale-while-revalidate': {
          ...shared,
          read: 'stale-while-revalidate',
          graceMs: p.ttlMs * 0.25,
        },
      },
    );
    for (const system of lab.systems) warmUp(system, [hotKey], { loadMs: p.loadMs });
    const traffic = {
      stream: 'requests',
      perSecond: p.requestsPerSecond,
      // Before that a read only hits: XFetch renews hardly ever so many loads ahead.
      fromMs: Math.max(p.ttlMs / 4, p.ttlMs - 25 * p.loadMs),
      untilMs: durationMs(p),
    };
    poisson(world, traffic, (arrival) => {
      for (const system of lab.systems) system.read(hotKey, arrival);
    });
    return lab;
  },
  goals: () => [expiredUnderLoad],
  expect: (p) => {
    const expected = stampedeSize(p.requestsPerSecond / 1_000, refillMs(p));
    const error = meanError(Math.sqrt(expected), p.expiries);
    return [
      {
        id: 'stampede-is-rate-times-load-time',
        text: `database loads at an expiry without a guard: 1 + rate x (load time + trip to the cache) = ${expected.toFixed(0)} on average`,
        claim: 'q6-stampede-hundreds',
        measured: (m) => m['none.stampedeSize'].mean,
        bound: { atLeast: expected - error, atMost: expected + error },
      },
      {
        id: 'jitter-is-for-many-keys',
        text: 'database loads at an expiry with TTL jitter: as many as without a guard, because one key has one expiry',
        measured: (m) => m['ttl-jitter.stampedeSize'].mean,
        bound: { atLeast: expected - error, atMost: expected + error },
      },
      {
        id: 'coalescing-one-per-process',
        text: `database loads at an expiry with coalescing, at most: one for each of ${counted(p.instances, 'instance')}`,
        claim: 'q6-coalescing-one-query',
        measured: (m) => m['coalescing.stampedeSize'].max,
        bound: { atLeast: 1, atMost: p.instances },
      },
      {
        id: 'lock-one-loader',
        text: 'database loads at an expiry with a lock that lasts longer than a load, at most',
        claim: 'q6-lock-one-loader',
        measured: (m) => m['lock.stampedeSize'].max,
        bound: { atMost: 1 },
      },
      {
        id: 'lease-one-loader',
        text: 'database loads at an expiry with a lease, at most',
        measured: (m) => m['lease.stampedeSize'].max,
        bound: { atMost: 1 },
      },
      // A stampede is over when no load is in flight, so its size does not include loads that
      // follow one another.
      ...(['lock', 'lease'] as const).map((guard) => ({
        id: `${guard}-loads-once-an-expiry`,
        text: `database loads in the whole run with a ${guard}: one for each expiry`,
        claim: 'q6-lock-one-loader',
        measured: (m: Readonly<Record<`${typeof guard}.databaseQueries`, { value: number }>>) =>
          m[`${guard}.databaseQueries`].value,
        bound: {
          atLeast: Math.max(1, Math.floor(durationMs(p) / (cycleMs(p) + p.loadMs))),
          atMost: Math.floor(durationMs(p) / p.ttlMs),
        },
      })),
      {
        id: 'xfetch-a-few',
        text: 'database loads at an expiry with XFetch, at most: about e = 2.7 on average, geometrically distributed',
        measured: (m) => m['xfetch.stampedeSize'].max,
        bound: { atLeast: 1, atMost: xfetchLoadsMax(p) },
      },
      {
        id: 'stale-readers-do-not-wait',
        text: 'ms that the slowest read took with stale-while-revalidate: a trip to the cache, and no wait for a load',
        measured: (m) => m['stale-while-revalidate.latencyMs'].max,
        bound: { atMost: cacheLatencyMs + 1e-6 },
      },
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    'Let one load serve all readers: by request coalescing (single flight) in each instance, or by a lock or a lease in the cache; or serve the old value while one reader loads (stale-while-revalidate), or renew the key before it expires (refresh-ahead, XFetch). ' +
    `At an expiry without a guard ${rounded(m['none.stampedeSize'].mean)} requests reach the database (a cache stampede: 1 + ${inDigits(p.requestsPerSecond)}/s x ${inMs(refillMs(p))} = ${stampedeSize(p.requestsPerSecond / 1_000, refillMs(p)).toFixed(0)} on average, by the time of a load and a trip to the cache), with coalescing ${rounded(m['coalescing.stampedeSize'].max)}, at most one for each of ${counted(p.instances, 'instance')}, and with a lock or a lease 1 for all instances. ` +
    `XFetch (each reader may renew early, at random) and refresh-ahead load before the expiry, ${m['xfetch.stampedeSize'].mean?.toFixed(0) ?? '—'} and ${rounded(m['refresh-ahead.stampedeSize'].max)} times, and no other reader waits: the slowest read took ${inMs(m['xfetch.latencyMs'].max ?? 0)} with XFetch, whose reader loads itself, ` +
    `${inMs(m['stale-while-revalidate.latencyMs'].max ?? 0)} with stale-while-revalidate, and ${inMs(m['lock.latencyMs'].max ?? 0)} with the lock. ` +
    `TTL jitter does not help a single key, ${rounded(m['ttl-jitter.stampedeSize'].mean)} requests with it and ${rounded(m['none.stampedeSize'].mean)} without: it spreads the expiries of many keys, not the readers of one.`,
  plots: ({ subject, params: p }) => [
    databaseRatePlot('A hot key expires: load on the database', subject, [
      { x: p.ttlMs, label: 'the TTL is over' },
    ]),
  ],
});

// Left out: the limits of the database. Here every query takes the same time; in a real one the
// stampede slows down its own loads, and so lasts longer: see cache/hidden-capacity.
