import * as z from 'zod';
import type { CacheLaw } from '../../sims/cache/observer/laws.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutCaches, databaseOf, labOf, regionOf, sideBySide, stalenessPlot } from './common.ts';
import { keysNamed, poisson, sendAll, uniformKeys } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  readsPerSecond: z.number().min(20).max(2_000).default(60).describe('reads in each region'),
  writesPerSecond: z.number().min(0.2).max(20).default(1).describe('writes, in the first region'),
  keys: z.int().min(5).max(500).default(20).describe('keys'),
  ttlMs: z.int().min(2_000).max(60_000).default(5_000).describe('TTL'),
  lagMs: z.int().min(100).max(2_000).default(500).describe('replica lag'),
  crossRegionMs: z
    .int()
    .min(10)
    .max(90)
    .default(80)
    .describe('latency of an event to the other region'),
});

type Params = z.output<typeof params>;

const homeEventMs = 5;
const durationMs = 40_000;
const names = ['home', 'remote', 'remote-held-back'] as const;

/** Held back until the replica must have the update. */
const heldBackMs = ({ lagMs, crossRegionMs }: Params) => lagMs + crossRegionMs;

const refilledOld = sometimes<CacheLab>(
  'written-while-cached',
  'a row is written that the second region has cached',
  ({ systems }) =>
    systems.some(({ options, observer }) => {
      return options.name === 'remote' && observer.metrics.missesInvalidated.value > 0;
    }),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/two-regions',
  asks: 'Two regions each have a cache; the second reads from a replica. Can an invalidation come too early?',
  claims: ['cache-event-invalidation-accurate', 'q6-event-invalidation-near-zero'],
  code: [
    'sims/cache/relay.ts#relayServer',
    'sims/cache/patterns/invalidation.ts#writeAndPublish',
    'sims/cache/database.ts#replicate',
  ],
  params,
  durationMs: () => durationMs,
  metrics: sideBySide(names, 1_000, ['staleReads', 'missesInvalidated']),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      write: 'publish',
      ttlMs: p.ttlMs,
      database: databaseOf(uniform(5, 10), { replicas: 1, lagMs: p.lagMs }),
    } as const;
    const breaches = new Breaches<CacheLaw>();
    const region = regionOf({ world, rules, metrics, breaches });
    const home = region({ ...shared, name: 'home', eventDelayMs: homeEventMs });
    const remote = region({ ...shared, name: 'remote', readsFrom: 'replica' }, home);
    const held = region({ ...shared, name: 'remote-held-back', readsFrom: 'replica' }, home);
    home.tell(remote, p.crossRegionMs);
    home.tell(held, heldBackMs(p));
    const lab = labOf(world, breaches, [home, remote, held]);
    const drawKey = uniformKeys(world, keysNamed('row', p.keys));
    const untilMs = durationMs;
    sendAll(world, lab, 'read', { stream: 'reads', perSecond: p.readsPerSecond, untilMs }, drawKey);
    poisson(world, { stream: 'writes', perSecond: p.writesPerSecond, untilMs }, () => {
      home.write(drawKey());
    });
    return lab;
  },
  goals: () => [refilledOld],
  expect: (p) => [
    {
      id: 'home-is-fresh',
      text: 'staleness in ms that 95% of the reads in the home region do not exceed',
      claim: 'q6-event-invalidation-near-zero',
      measured: (m) => m['home.stalenessMs'].quantile(0.95),
      bound: { atMost: 0 },
    },
    {
      id: 'too-early-means-a-whole-ttl',
      text: 'staleness of the stalest read in the other region, in ms, if the event overtakes the replication: up to TTL + lag',
      claim: 'cache-event-invalidation-accurate',
      measured: (m) => m['remote.stalenessMs'].max,
      bound: { atLeast: p.ttlMs / 2, atMost: p.ttlMs + p.lagMs + 15 },
    },
    {
      id: 'held-back-is-bounded-by-the-lag',
      text: 'staleness of the stalest read in the other region, in ms, if the event waits for the replica: at most the lag, the event’s trip and a load',
      claim: 'cache-event-invalidation-accurate',
      measured: (m) => m['remote-held-back.stalenessMs'].max,
      bound: { atMost: heldBackMs(p) + 2 * (10 + 1) },
    },
  ],
  tells: ({ params: p, metrics: m }) => {
    const stale = (name: (typeof names)[number]) => {
      const reads = m[`${name}.staleReads`].value;
      if (reads === 0) return 'no read was stale';
      return `${percent(reads / Math.max(1, m[`${name}.latencyMs`].count))} of the reads were stale, by up to ${inMs(m[`${name}.stalenessMs`].max)}`;
    };
    return (
      'Yes, if it overtakes the update (replication lag), because the deleted entry is then filled again from the old row, so let the event travel behind the update, in the replication stream. ' +
      `The event took ${inDigits(p.crossRegionMs)} ms to the other region and the update ${inDigits(p.lagMs)} ms to its replica, and the old row stayed for the TTL of ${inDigits(p.ttlMs)} ms: ${stale('remote')}. If the event waits until the replica has the update, ${stale('remote-held-back')}; in the home region ${stale('home')}. ` +
      'Facebook sends the event so, and marks keys whose replica is behind.'
    );
  },
  plots: ({ subject }) => [stalenessPlot('How stale a row is in each region', subject)],
});

// Left out: writes in the second region, whose writer then reads its own region's replica.
