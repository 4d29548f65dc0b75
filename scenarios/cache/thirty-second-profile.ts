import * as z from 'zod';
import { meanStalenessOfTtlMs, staleShareOfTtl } from '../../sims/cache/formulas.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import {
  aboutCaches,
  databaseOf,
  sideBySide,
  stalenessPlot,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, poisson, sendAll } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  ttlMs: z
    .int()
    .min(10_000)
    .max(60_000)
    .default(30_000)
    .describe('the TTL, and the staleness budget'),
  updateEverySeconds: z
    .number()
    .min(30)
    .max(120)
    .default(60)
    .describe('mean time between two updates of a profile'),
  profiles: z
    .int()
    .min(20)
    .max(200)
    .default(20)
    .describe('profiles, each read about every four seconds'),
  eventDelayMs: z
    .int()
    .min(0)
    .max(1_000)
    .default(100)
    .describe('from an update to the deletion of its entry'),
  eventLoss: z.number().min(0).max(0.2).default(0.05).describe('share of events that are lost'),
  lagMs: z.int().min(2_500).max(10_000).default(3_000).describe('replica lag'),
  minutes: z.int().min(10).max(60).default(10).describe('duration of the run'),
});

type Params = z.output<typeof params>;

const names = ['ttl', 'events', 'both', 'both-and-replica'] as const;
const readEveryMs = 4_000;
const loadMs = { min: 20, max: 60 };

const lost = sometimes<CacheLab>(
  'event-lost',
  'an event is lost',
  (lab) => systemOf(lab, 'both').eventsLost > 0,
);

const heard = sometimes<CacheLab>(
  'event-heard',
  'a read misses an entry that an event has deleted',
  (lab) => systemOf(lab, 'both').observer.metrics.missesInvalidated.value > 0,
);

/**
 * Hoeffding's bound on the deviation of the mean over that many lives of entries, each between 0
 * and the limit: exceeded with a probability below 1e-8.
 */
function errorMs({ profiles, minutes, ttlMs, lagMs }: Params): number {
  const lives = Math.floor((profiles * minutes * 60_000) / (ttlMs + readEveryMs));
  return (ttlMs + lagMs) * Math.sqrt(-log(1e-8) / (2 * lives));
}

export default scenario({
  ...aboutCaches,
  id: 'cache/thirty-second-profile',
  asks: 'A profile may be 30 s stale. Is a TTL of 30 s enough, or does it take events, or both?',
  claims: [
    'q6-ttl-mean-15s',
    'q6-ttl-30s-is-hard-cap',
    'q6-event-invalidation-near-zero',
    'cache-ttl-stale-window',
    'cache-event-invalidation-accurate',
  ],
  code: ['sims/cache/patterns/invalidation.ts#writeAndPublish', 'sims/cache/store/life.ts#lifeOf'],
  params,
  durationMs: ({ minutes }) => minutes * 60_000,
  metrics: sideBySide(names, 10_000, ['staleReads', 'missesInvalidated']),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      ttlMs: p.ttlMs,
      eventDelayMs: p.eventDelayMs,
      eventLoss: p.eventLoss,
      database: databaseOf(uniform(loadMs.min, loadMs.max), { replicas: 1, lagMs: p.lagMs }),
    } as const;
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        ttl: { ...shared, write: 'write-around', readsFrom: 'replica' },
        events: { ...shared, write: 'publish', ttlMs: 24 * 3_600_000 },
        both: { ...shared, write: 'publish' },
        'both-and-replica': { ...shared, write: 'publish', readsFrom: 'replica' },
      },
    );
    const keys = keysNamed('profile', p.profiles);
    const choice = world.kernel.random.stream('choice of profiles');
    const untilMs = p.minutes * 60_000;
    poisson(
      world,
      { stream: 'reads', perSecond: p.profiles / (readEveryMs / 1_000), untilMs },
      () => {
        const key = pick(choice, keys);
        for (const system of lab.systems) system.read(key);
      },
    );
    const updates = { stream: 'updates', perSecond: p.profiles / p.updateEverySeconds, untilMs };
    sendAll(world, lab, 'write', updates, () => pick(choice, keys));
    return lab;
  },
  goals: (p) => [p.eventLoss >= 0.05 ? lost : heard],
  expect: (p) => {
    const updatesPerMs = 1 / (p.updateEverySeconds * 1_000);
    const expectedMs = meanStalenessOfTtlMs(updatesPerMs, p.ttlMs);
    return [
      {
        id: 'ttl-is-not-a-hard-cap',
        text: 'staleness of the stalest read with the TTL alone, in ms: more than the TTL, because a row may be old when it is filled in',
        claim: 'q6-ttl-30s-is-hard-cap',
        measured: (m) => m['ttl.stalenessMs'].max,
        bound: { atLeast: p.ttlMs },
      },
      {
        id: 'ttl-and-delays-bound-it',
        text: 'staleness of the stalest read with the TTL alone, in ms: at most TTL + load time + replica lag',
        claim: 'cache-ttl-stale-window',
        measured: (m) => m['ttl.stalenessMs'].max,
        bound: { atMost: p.ttlMs + p.lagMs + loadMs.max + 2 },
      },
      {
        id: 'mean-is-not-half-the-ttl',
        text: 'mean staleness of all reads with the TTL alone, in ms: less than half of the TTL, because most entries are not yet superseded',
        claim: 'q6-ttl-mean-15s',
        measured: (m) => m['ttl.stalenessMs'].mean,
        bound: {
          atMost: Math.min(p.ttlMs / 2, expectedMs + updatesPerMs * p.ttlMs * p.lagMs + errorMs(p)),
        },
      },
      {
        id: 'events-make-most-reads-fresh',
        text: 'staleness in ms that 90% of the reads do not exceed, with TTL and events',
        claim: 'q6-event-invalidation-near-zero',
        measured: (m) => m['both.stalenessMs'].quantile(0.9),
        bound: { atMost: 0 },
      },
      {
        id: 'lost-event-lasts-till-the-ttl',
        text: 'staleness of the stalest read with TTL and events, in ms: at most TTL + load time, after a lost event',
        claim: 'cache-event-invalidation-accurate',
        measured: (m) => m['both.stalenessMs'].max,
        bound: { atMost: p.ttlMs + loadMs.max + 2 },
      },
      {
        id: 'events-alone-have-no-cap',
        text: 'staleness of the stalest read with events alone, in ms: after a lost event it lasts until the next update',
        claim: 'cache-event-invalidation-accurate',
        measured: (m) => m['events.stalenessMs'].max,
        bound: { atLeast: p.eventLoss >= 0.05 ? p.ttlMs / 10 : 0 },
      },
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const updatesPerMs = 1 / (p.updateEverySeconds * 1_000);
    const stale = (name: (typeof names)[number]) =>
      `${percent(m[`${name}.staleReads`].value / Math.max(1, m[`${name}.latencyMs`].count))} of the reads were stale, by ${inMs(m[`${name}.stalenessMs`].max)} at worst`;
    return (
      `Take both: events (a delete sent to the cache after each write) make nearly all reads fresh, and the TTL ends the staleness after a lost event. With the TTL alone ${stale('ttl')}: the worst case is not ${p.ttlMs / 1_000} s but TTL + load time + replica lag. ` +
      `By the formula it is ${percent(staleShareOfTtl(updatesPerMs, p.ttlMs))}, and the mean over all reads ${inMs(meanStalenessOfTtlMs(updatesPerMs, p.ttlMs))} (measured: ${inMs(m['ttl.stalenessMs'].mean)}), not half of the TTL. ` +
      `With events alone ${stale('events')}; with both ${stale('both')}. ` +
      `With both, but fills from a replica, ${stale('both-and-replica')}: an event that arrives before the replica has the update lets the next reader fill in the old row again, for a whole TTL.`
    );
  },
  plots: ({ subject }) => [stalenessPlot('How stale a profile is', subject)],
});

// Left out: events that arrive out of order or twice. A second delete only costs a miss.
