import * as z from 'zod';
import { hitRatioOfTtl, staleShareOfTtl } from '../../sims/cache/formulas.ts';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { expm1, pow } from '../../src/kernel/elementary.ts';
import { pick } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { bernstein } from './bounds.ts';
import {
  aboutCaches,
  databaseOf,
  sideBySide,
  stalenessPlot,
  systemOf,
  systemsSideBySide,
} from './common.ts';
import { keysNamed, poisson, sendAll, uniformKeys } from './traffic.ts';

const params = z.object({
  keys: z.int().min(20).max(500).default(20).describe('keys of each kind'),
  readsPerSecond: z.number().min(0.2).max(10).default(0.25).describe('reads of each key'),
  minutes: z.int().min(6).max(60).default(6).describe('duration of the run'),
});

type Params = z.output<typeof params>;

const kinds = {
  'every-second-30s': { everyS: 1, ttlS: 30 },
  'every-minute-30s': { everyS: 60, ttlS: 30 },
  'every-minute-5s': { everyS: 60, ttlS: 5 },
  'every-hour-30s': { everyS: 3_600, ttlS: 30 },
} as const;
type Name = keyof typeof kinds;
const names = Object.keys(kinds) as Name[];

const loadMs = 5;

const served = sometimes<CacheLab>(
  'served-stale',
  'a reader gets a superseded row',
  (lab) => systemOf(lab, 'every-second-30s').observer.metrics.staleReads.value > 0,
);

/** The share of hits that are stale. */
const expectedShare = (name: Name) => {
  const { everyS, ttlS } = kinds[name];
  return staleShareOfTtl(1 / (everyS * 1_000), ttlS * 1_000);
};

/** Lives of entries in a run: each begins with a miss and lasts for the TTL. */
const livesOf = ({ keys, minutes, readsPerSecond }: Params, name: Name) =>
  (keys * minutes * 60) / (kinds[name].ttlS + 1 / readsPerSecond);

/**
 * Of a life the share X that is stale has the mean p, and its hits are a Poisson number with the
 * mean n: stale hits minus p times all hits, over n, has the variance Var X + p (1 - p) / n. E X^2
 * is the integral of (1 - s)^2 over the density of the first write, at s of the life.
 */
function shareErrorOf(p: Params, name: Name): number {
  const { everyS, ttlS } = kinds[name];
  const writes = ttlS / everyS;
  const mean = expectedShare(name);
  const square = 1 - 2 / writes - (2 * expm1(-writes)) / pow(writes, 2);
  const variance = square - pow(mean, 2) + (mean * (1 - mean)) / (p.readsPerSecond * ttlS);
  return bernstein(variance, livesOf(p, name));
}

/** A life has one miss and a Poisson number of hits with the mean n, whose share has the variance n / (1 + n)^4. */
function hitErrorOf(p: Params, name: Name): number {
  const hits = p.readsPerSecond * kinds[name].ttlS;
  return bernstein(hits / pow(1 + hits, 4), livesOf(p, name));
}

const expectedHits = ({ readsPerSecond }: Params, name: Name) =>
  hitRatioOfTtl(readsPerSecond / 1_000, kinds[name].ttlS * 1_000, loadMs + 1);

export default scenario({
  ...aboutCaches,
  id: 'cache/ttl-or-events',
  asks: 'How often may a row change for a TTL to be good enough?',
  claims: ['cache-ttl-if-less-than-once-a-minute', 'q1-edge-ttl-5-30'],
  code: ['sims/cache/formulas.ts#staleShareOfTtl', 'sims/cache/formulas.ts#meanStalenessOfTtlMs'],
  params,
  durationMs: ({ minutes }) => minutes * 60_000,
  metrics: sideBySide(names, 10_000, ['staleReads']),
  build({ world, params: p, rules, metrics }) {
    const options = names.map((name) => [
      name,
      {
        read: 'cache-aside',
        write: 'write-around',
        ttlMs: kinds[name].ttlS * 1_000,
        database: databaseOf(constant(loadMs)),
      },
    ]);
    const lab = systemsSideBySide({ world, rules, metrics }, Object.fromEntries(options));
    const keys = keysNamed('row', p.keys);
    const { random } = world.kernel;
    const untilMs = p.minutes * 60_000;
    const traffic = { stream: 'reads', perSecond: p.keys * p.readsPerSecond, untilMs };
    sendAll(world, lab, 'read', traffic, uniformKeys(world, keys));
    for (const name of names) {
      const written = random.stream(`written ${name}`);
      const perSecond = p.keys / kinds[name].everyS;
      poisson(world, { stream: `writes ${name}`, perSecond, untilMs }, () => {
        systemOf(lab, name).write(pick(written, keys));
      });
    }
    return lab;
  },
  goals: () => [served],
  expect: (p) => [
    ...names.map((name) => ({
      id: `stale-${name}`,
      text: `share of stale hits of a row that changes ${name.slice(0, name.lastIndexOf('-')).replace('-', ' ')}, with a TTL of ${kinds[name].ttlS} s: 1 - (1 - e^(-uT)) / (uT) = ${percent(expectedShare(name))} for TTL T and update rate u`,
      claim: 'cache-ttl-if-less-than-once-a-minute',
      measured: (measured: object) => staleShare(measured, name),
      bound: {
        atLeast: Math.max(0, expectedShare(name) - shareErrorOf(p, name)),
        atMost: Math.min(1, expectedShare(name) + shareErrorOf(p, name)),
      },
    })),
    {
      id: 'edge-hit-ratio',
      text: `hit ratio with a TTL of 5 s: rate x TTL / (1 + rate x TTL) = ${percent(expectedHits(p, 'every-minute-5s'))} for the rate at which a row is read`,
      claim: 'q1-edge-ttl-5-30',
      measured: (m) =>
        m['every-minute-5s.freshHits'].value / Math.max(1, m['every-minute-5s.latencyMs'].count),
      bound: {
        atLeast: expectedHits(p, 'every-minute-5s') - hitErrorOf(p, 'every-minute-5s'),
        atMost: expectedHits(p, 'every-minute-5s') + hitErrorOf(p, 'every-minute-5s'),
      },
    },
  ],
  tells: ({ metrics: m }) =>
    'A TTL is good enough while TTL x update rate is at most about 0.1, one update in ten TTLs: then fewer than one hit in twenty is stale. At 1 a third of the hits are stale, and far above it hardly any hit is current: use events. ' +
    `Stale hits: ${names.map((name) => `${percent(staleShare(m, name))} (${percent(expectedShare(name))} in theory) for rows that change ${name.slice(0, name.lastIndexOf('-')).replace('-', ' ')} with a TTL of ${kinds[name].ttlS} s`).join(', ')}. ` +
    'Once a minute with 30 s is in between: a fifth of the hits are stale, but only by a few seconds on average.',
  plots: ({ subject }) => [stalenessPlot('How stale a row is with a TTL alone', subject)],
});

/** The share of hits that are stale: misses of this setup never are. */
function staleShare(metrics: object, name: Name): number | undefined {
  const value = (metric: string) =>
    (metrics as Readonly<Record<string, { readonly value: number }>>)[`${name}.${metric}`]?.value ??
    0;
  const hits = value('freshHits');
  return hits === 0 ? undefined : value('staleReads') / hits;
}

// Left out: the cost of a stale answer. A view counter can be a minute old, a price cannot.
