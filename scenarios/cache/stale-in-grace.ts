import * as z from 'zod';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, rounded } from '../../src/words/numbers.ts';
import { aboutCaches, databaseAsked, databaseOf, oneSystem, stalenessPlot } from './common.ts';
import { keysNamed, sendReadsAndWrites, uniformKeys } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  ttlMs: z.int().min(500).max(60_000).default(3_000).describe('staleness limit'),
  graceMs: z
    .int()
    .min(0)
    .max(30_000)
    .default(1_000)
    .describe('how long an entry is served while it is renewed'),
  keys: z.int().min(1).max(200).default(20).describe('keys that are read and written'),
});

type Params = z.output<typeof params>;

const loadMsMax = 30;
const durationMs = ({ ttlMs }: Params) => 10 * ttlMs;

const servedStale = sometimes<CacheLab>(
  'served-in-grace',
  'a reader gets an entry in its grace',
  ({ systems }) => systems.some(({ observer }) => observer.metrics.staleHits.value > 0),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/stale-in-grace',
  asks: 'Readers get stale entries while one of them renews the entry. Is the data still no older than the TTL?',
  claims: ['q6-serve-stale-while-locked', 'cache-ttl-stale-window'],
  code: [
    'sims/cache/guards/stale-while-revalidate.ts#staleWhileRevalidate',
    'sims/cache/store/life.ts#lifeOf',
  ],
  params,
  durationMs,
  metrics: cacheMetrics(1_000),
  build({ world, params: p, rules, metrics }) {
    const lab = oneSystem(
      { world, rules, metrics },
      {
        instances: 2,
        read: 'stale-while-revalidate',
        write: 'write-around',
        ttlMs: p.ttlMs,
        graceMs: Math.min(p.graceMs, p.ttlMs),
        database: databaseOf(uniform(10, loadMsMax)),
      },
    );
    // Each key is read about once, and written about three times, per TTL.
    const perSecond = (p.keys * 1_000) / p.ttlMs;
    const traffic = {
      readsPerSecond: 1.5 * perSecond,
      writesPerSecond: 3 * perSecond,
      untilMs: durationMs(p),
    };
    sendReadsAndWrites(world, lab, traffic, uniformKeys(world, keysNamed('row', p.keys)));
    return lab;
  },
  goals: (p) => [p.graceMs >= 0.2 * p.ttlMs ? servedStale : databaseAsked],
  expect: (p) => [
    {
      id: 'no-staler-than-ttl-and-load',
      text: 'staleness of the stalest read, in ms, with the grace inside the TTL: at most TTL + load time',
      claim: 'q6-serve-stale-while-locked',
      measured: ({ stalenessMs }) => stalenessMs.max,
      bound: { atMost: p.ttlMs + loadMsMax + 2 },
    },
  ],
  tells: ({ params: p, metrics }) =>
    `Yes, if the grace is the last part of the TTL and not an extension: fresh for ${inDigits(Math.max(0, p.ttlMs - p.graceMs))} ms, then served for ${inDigits(p.graceMs)} ms more while one reader renews the entry (stale-while-revalidate). ` +
    `The stalest read was ${inMs(metrics.stalenessMs.max)} behind; the limit is the TTL of ${inDigits(p.ttlMs)} ms plus the time of a load. ` +
    `${rounded(metrics.staleHits.value)} of ${rounded(metrics.reads.value)} reads got an entry in its grace, and none of them had to wait for the load.`,
  plots: ({ subject }) => [stalenessPlot('How stale a row is', subject)],
});

// Left out: stale-if-error, which serves old entries as long as the origin is down, and so gives up
// the limit on purpose.
