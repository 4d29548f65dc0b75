import * as z from 'zod';
import { hitRatioOfTtl } from '../../sims/cache/formulas.ts';
import { missCounters } from '../../sims/cache/metrics.ts';
import { type MissReason, missReasons } from '../../sims/cache/store/store.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { chance, pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { shareError } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  databaseRatePlot,
  sideBySide,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, poisson, warmUp } from './traffic.ts';

const params = z.object({
  readsPerSecond: z.number().min(40).max(1_000).default(40).describe('rate of profile reads'),
  seconds: z.int().min(60).max(1_200).default(60).describe('duration of the run'),
});

type Params = z.output<typeof params>;

const ttlMs = 30_000;
const profiles = 75;
const loadMs = 5;

/** Each system has one fault. `reason` is the expected reason of its misses. */
const causes = {
  healthy: 'expired',
  'cache-too-small': 'evicted',
  'ttl-too-short': 'expired',
  'needless-events': 'invalidated',
  'never-asked-before': 'never',
} as const satisfies Record<string, MissReason>;
type Name = keyof typeof causes;

const inWords = (name: Name) =>
  ({
    healthy: 'if nothing is wrong',
    'cache-too-small': 'if the cache is too small',
    'ttl-too-short': 'if the TTL is too short',
    'needless-events': 'if events delete too much',
    'never-asked-before': 'if many rows are read only once',
  })[name];
const names = Object.keys(causes) as Name[];

/** Gaps between two reads of a profile: 1.5 s, and 45 s with thirty times as many profiles. */
const gapMs = ({ readsPerSecond }: Params) => (profiles * 1_000) / readsPerSecond;
const rareProfiles = ({ readsPerSecond }: Params) => Math.round(readsPerSecond * 45);
/** A job that touches every profile at this interval deletes six entries per ten reads. */
const touchEveryMs = (p: Params) => 1.5 * gapMs(p);
const strangers = 0.36;
/** Of the profiles: if all are equally popular, that is also the hit ratio. */
const capacity = 0.64 * profiles;

function expectedHits(p: Params, name: Name): number {
  const readsPerMs = 1 / gapMs(p);
  const healthy = hitRatioOfTtl(readsPerMs, ttlMs, loadMs + 1);
  switch (name) {
    case 'healthy':
      return healthy;
    case 'ttl-too-short':
      return hitRatioOfTtl(1 / 45_000, ttlMs, loadMs + 1);
    case 'cache-too-small':
      return capacity / profiles;
    case 'needless-events':
      // The job comes long before the TTL: a life ends with it, lambda / (lambda + v).
      return readsPerMs / (readsPerMs + 1 / touchEveryMs(p));
    case 'never-asked-before':
      return (1 - strangers) * hitRatioOfTtl((1 - strangers) * readsPerMs, ttlMs, loadMs + 1);
  }
}

const missed = sometimes<CacheLab>('all-causes', 'every cause leads to misses', (lab) =>
  names.every((name) => {
    return systemOf(lab, name).observer.metrics[missCounters[causes[name]]].value > 0;
  }),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/sixty-percent-hits',
  asks: 'The hit ratio is 60%, or less, instead of the expected 95%. Which cause is it?',
  claims: [
    'q6-ttl30-gap45-mostly-misses',
    'q6-working-set-eviction',
    'q6-over-invalidation',
    'q6-10m-users-90pct-slots-wasted',
  ],
  code: [
    'sims/cache/store/store.ts#missReason',
    'sims/cache/store/store.ts#evict',
    'sims/cache/store/store.ts#find',
  ],
  params,
  durationMs: ({ seconds }) => seconds * 1_000,
  metrics: {
    ...sideBySide(names, 10_000, ['missesNever', 'missesEvicted', 'missesInvalidated']),
    healthyEntries: gauge('entries', 'entries of the healthy cache, with ten times as many users'),
  },
  build({ world, params: p, rules, metrics }) {
    const shared = {
      read: 'cache-aside',
      write: 'publish',
      ttlMs,
      database: databaseOf(constant(loadMs)),
    } as const;
    const lab = systemsSideBySide(
      { world, rules, metrics },
      {
        ...Object.fromEntries(names.map((name) => [name, shared])),
        'cache-too-small': { ...shared, ttlMs: 3_600_000, capacity },
      },
    );
    const { random } = world.kernel;
    const keys = keysNamed('profile', profiles);
    const rareKeys = keysNamed('rare profile', rareProfiles(p));
    for (const name of names) {
      const warm = name === 'ttl-too-short' ? rareKeys : keys;
      const ages = random.stream('ages');
      warmUp(systemOf(lab, name), warm, { loadMs, ages, hitRatio: expectedHits(p, name) });
    }
    const choice = random.stream('choice of profiles');
    const untilMs = p.seconds * 1_000;
    let stranger = 0;
    poisson(world, { stream: 'reads', perSecond: p.readsPerSecond, untilMs }, () => {
      const key = pick(choice, keys);
      const isStranger = chance(choice, strangers);
      if (isStranger) stranger += 1;
      systemOf(lab, 'healthy').read(key);
      metrics.healthyEntries.set(systemOf(lab, 'healthy').server.store.size);
      systemOf(lab, 'cache-too-small').read(key);
      systemOf(lab, 'needless-events').read(key);
      systemOf(lab, 'ttl-too-short').read(pick(choice, rareKeys));
      systemOf(lab, 'never-asked-before').read(isStranger ? `stranger ${stranger}` : key);
    });
    const touch = { stream: 'job', perSecond: (profiles * 1_000) / touchEveryMs(p), untilMs };
    poisson(world, touch, () => {
      const app = systemOf(lab, 'needless-events').app(0);
      app?.publish({ key: pick(choice, keys), version: 0 });
    });
    return lab;
  },
  goals: () => [missed],
  expect: (p) => [
    ...names.map((name) => {
      const expected = expectedHits(p, name);
      const error = 1.5 * shareError(expected, p.readsPerSecond * p.seconds);
      return {
        id: `hits-${name}`,
        text: `hit ratio, ${inWords(name)}: ${percent(expected)} in theory`,
        ...(name in claimOf ? { claim: claimOf[name as keyof typeof claimOf] } : {}),
        measured: (measured: object) => shareOf(measured, name, 'freshHits'),
        bound: { atLeast: expected - error, atMost: expected + error },
      };
    }),
    ...names.map((name) => ({
      id: `reason-${name}`,
      text: `share of the misses with the reason “${causes[name]}”, ${inWords(name)}`,
      measured: (measured: object) => {
        const misses = 1 - (shareOf(measured, name, 'freshHits') ?? 1);
        const share = shareOf(measured, name, missCounters[causes[name]]);
        return share === undefined ? undefined : share / misses;
      },
      bound: { atLeast: 0.6 },
    })),
    {
      id: 'no-slots-for-the-inactive',
      text: `entries in the cache, at most one for each of ${profiles} active users of ${10 * profiles}: cache-aside holds only what was read`,
      claim: 'q6-10m-users-90pct-slots-wasted',
      measured: ({
        healthyEntries,
      }: {
        readonly healthyEntries: { readonly value?: number | undefined };
      }) => healthyEntries.value,
      bound: { atMost: profiles },
    },
  ],
  tells: ({ params: p, metrics }) => {
    const line = (name: Name) => {
      const reasons = missReasons
        .map((reason) => [reason, shareOf(metrics, name, missCounters[reason]) ?? 0] as const)
        .filter(([, share]) => share >= 0.005)
        .map(([reason, share]) => `${reason} ${percent(share)}`);
      return `${percent(shareOf(metrics, name, 'freshHits'))} hits, ${inWords(name)} (misses: ${reasons.join(', ')})`;
    };
    return (
      `Count the misses by reason, because the hit ratio alone does not tell. “Evicted” calls for more space, “expired” for a longer TTL, “invalidated” for fewer events, “never” for no cache at all. ` +
      `With a TTL alone the hit ratio is TTL / (TTL + gap), where the gap is the mean time between two reads of a key: ${percent(expectedHits(p, 'healthy'))} if it is ${(gapMs(p) / 1_000).toFixed(1)} s and the TTL 30 s, ${percent(expectedHits(p, 'ttl-too-short'))} if it is 45 s. ` +
      `${names.map(line).join('; ')}.`
    );
  },
  plots: ({ subject }) => [databaseRatePlot('Five caches: load on the database', subject)],
});

const claimOf = {
  'ttl-too-short': 'q6-ttl30-gap45-mostly-misses',
  'cache-too-small': 'q6-working-set-eviction',
  'needless-events': 'q6-over-invalidation',
} as const;

/** What share of the reads a counter has counted; 0 if the metrics do not include it. */
function shareOf(metrics: object, name: Name, counter: string): number | undefined {
  const all = metrics as Readonly<
    Record<string, { readonly value?: number; readonly count?: number }>
  >;
  const reads = all[`${name}.latencyMs`]?.count ?? 0;
  return reads === 0 ? undefined : (all[`${name}.${counter}`]?.value ?? 0) / reads;
}

// Left out: code that bypasses the cache. The cache does not count such reads; the database does.
