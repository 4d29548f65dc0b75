import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { expm1 } from '../../src/kernel/elementary.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { rounded } from '../../src/words/numbers.ts';
import { poissonAtLeast, poissonAtMost } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, sendAll, uniformKeys, warmUp } from './traffic.ts';
import { peakOf } from './words.ts';

const params = z.object({
  keys: z.int().min(100).max(5_000).default(400).describe('keys that are loaded at the deploy'),
  ttlMs: z.int().min(2_000).max(60_000).default(4_000).describe('TTL of their entries'),
  jitter: z
    .number()
    .min(0.05)
    .max(0.5)
    .default(0.25)
    .describe('largest deviation of a TTL, as a share of it'),
  requestsPerSecond: z
    .number()
    .min(500)
    .max(20_000)
    .default(2_000)
    .describe('read rate over all keys'),
});

type Params = z.output<typeof params>;

const loadMs = 10;
const windowMs = 100;
const durationMs = ({ ttlMs, jitter }: Params) => ttlMs * (1 + jitter) + 500;

const readsPerKeyMs = ({ keys, requestsPerSecond }: Params) => requestsPerSecond / keys / 1_000;

/** Loads in a window with jitter: the keys that expire in it and are read. */
function jitteredLoads(p: Params): number {
  const expiries = (p.keys * windowMs) / (2 * p.jitter * p.ttlMs);
  return expiries * (1 + readsPerKeyMs(p) * (loadMs + 1));
}

/** Keys that are read within a window after all have expired. */
const loadsAtOnce = (p: Params) => p.keys * -expm1(-readsPerKeyMs(p) * windowMs);

const allExpired = sometimes<CacheLab>(
  'expired-together',
  'half of the keys are loaded again',
  (lab) => {
    const { observer, server } = systemOf(lab, 'same-ttl');
    return observer.metrics.missesExpired.value >= server.store.size / 2;
  },
);

export default scenario({
  ...aboutCaches,
  id: 'cache/mass-expiry',
  asks: 'After a deploy all keys are loaded at once, with the same TTL. What does the database see when the TTL is over?',
  claims: [],
  code: ['sims/cache/store/life.ts#lifeOf'],
  params,
  durationMs,
  metrics: sideBySide(['same-ttl', 'jittered'], windowMs, []),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      ttlMs: p.ttlMs,
      database: databaseOf(constant(loadMs)),
    } as const;
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        'same-ttl': shared,
        jittered: {
          ...shared,
          ttlJitter: p.jitter,
          promises: { expiriesPerWindow: { windowMs, max: poissonAtMost(jitteredLoads(p)) } },
        },
      },
    );
    const keys = keysNamed('row', p.keys);
    for (const system of lab.systems) warmUp(system, keys, { loadMs });
    // Before the first expiry a read only hits.
    const fromMs = 0.95 * (1 - p.jitter) * p.ttlMs;
    const traffic = {
      stream: 'reads',
      perSecond: p.requestsPerSecond,
      fromMs,
      untilMs: durationMs(p),
    };
    sendAll(world, lab, 'read', traffic, uniformKeys(world, keys));
    return lab;
  },
  goals: () => [allExpired],
  expect: (p) => [
    {
      id: 'all-at-once',
      text: 'peak of queries per second with one TTL for all keys: every key read in the first 100 ms after it is loaded then',
      measured: (m) => peakOf(m['same-ttl.databaseRate']),
      bound: { atLeast: (poissonAtLeast(loadsAtOnce(p)) * 1_000) / windowMs },
    },
    {
      id: 'spread-over-the-jitter',
      text: 'peak of queries per second with TTL jitter: the loads spread over 2 x jitter x TTL',
      measured: (m) => peakOf(m['jittered.databaseRate']),
      bound: { atMost: (poissonAtMost(jitteredLoads(p)) * 1_000) / windowMs },
    },
  ],
  tells: ({ params: p, metrics: m }) =>
    `The database sees a spike, because all keys expire together, so add jitter to each TTL: with one TTL for ${rounded(p.keys)} keys and ${rounded(p.requestsPerSecond)} reads per second, nothing for ${p.ttlMs / 1_000} s, and then ` +
    `${rounded(peakOf(m['same-ttl.databaseRate']))} queries per second at the peak; with jitter ${rounded(peakOf(m['jittered.databaseRate']))}. ` +
    `Jitter draws each TTL from ±${100 * p.jitter}% around it, which spreads the loads over ${(2 * p.jitter * p.ttlMs) / 1_000} s; the price is that some entries live ${100 * p.jitter}% longer, and may be stale for that long.`,
  plots: ({ subject, params: p }) => [
    databaseRatePlot('All keys were loaded together: load on the database', subject, [
      { x: p.ttlMs, label: 'the TTL is over' },
    ]),
  ],
});

// Left out: keys of different popularity, which drift apart by themselves after a few TTLs, rare
// keys first.
