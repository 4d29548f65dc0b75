import * as z from 'zod';
import type { CacheLab } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { pick } from '../../src/kernel/random.ts';
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
import { keysNamed, poisson } from './traffic.ts';

const params = z.object({
  ttlSeconds: z.number().min(10).max(60).default(30).describe('TTL of an entry'),
  refreshAfterSeconds: z
    .number()
    .min(5)
    .max(60)
    .default(25)
    .describe('age from which a read refreshes it; above the TTL: never'),
  minutes: z.int().min(5).max(60).default(5).describe('duration of the run'),
});

type Params = z.output<typeof params>;

/** Reads per second of one key, and how many such keys there are. */
const classes = {
  hot: { perSecond: 4, keys: 2 },
  warm: { perSecond: 0.2, keys: 40 },
  rare: { perSecond: 1 / 60, keys: 480 },
} as const;
type Class = keyof typeof classes;
const names = Object.keys(classes) as Class[];
const systems = names.flatMap((name) => [`refresh-${name}`, `aside-${name}`] as const);

const windowS = ({ ttlSeconds, refreshAfterSeconds }: Params) =>
  Math.max(0, ttlSeconds - refreshAfterSeconds);

/** No read comes between the refresh age and the TTL: e^(-lambda x 5 s). */
const expires = (p: Params, name: Class) => exp(-classes[name].perSecond * windowS(p));

/** Lives of entries in a run: each ends with the first read after the refresh age. */
function livesOf(p: Params, name: Class): number {
  const { perSecond, keys } = classes[name];
  const lifeS = Math.min(p.refreshAfterSeconds, p.ttlSeconds) + 1 / perSecond;
  return keys * Math.floor((p.minutes * 60) / (lifeS + 1));
}

/**
 * Mean loads of one key in a run: the first comes with its first read, and each later one with the
 * first read after that time. The nth happens if the (n - 1) times leave room for n gaps between
 * reads: P(Poisson >= n). O(loads^2).
 */
function expectedLoads(perSecond: number, afterS: number, runS: number): number {
  let loads = 0;
  for (let n = 1; (n - 1) * afterS < runS; n++) {
    const mean = perSecond * (runS - (n - 1) * afterS);
    let term = exp(-mean);
    let fewer = 0;
    for (let reads = 0; reads < n; reads++) {
      fewer += term;
      term *= mean / (reads + 1);
    }
    loads += 1 - fewer;
  }
  return loads;
}

/** How many more loads refresh-ahead makes over all rare keys, and how far a run may deviate. */
function moreLoads(p: Params): { readonly mean: number; readonly error: number } {
  const { perSecond, keys } = classes.rare;
  const refreshAfterS = Math.min(p.refreshAfterSeconds, p.ttlSeconds);
  const [ahead, aside] = [refreshAfterS, p.ttlSeconds].map(
    (afterS) => keys * expectedLoads(perSecond, afterS, p.minutes * 60),
  ) as [number, number];
  // Both systems get the same reads. They diverge with a refresh, and from then on one is ahead by
  // one load or none: six standard deviations of the number of refreshes.
  const refreshes = ahead * (1 - expires(p, 'rare'));
  return { mean: ahead - aside, error: 6 * Math.sqrt(refreshes) };
}

const refreshed = sometimes<CacheLab>(
  'refreshed',
  'an entry is refreshed or expires',
  (lab) => systemOf(lab, 'refresh-hot').observer.metrics.databaseQueries.value > 2,
);

export default scenario({
  ...aboutCaches,
  id: 'cache/refresh-ahead',
  asks: 'Entries live for 30 s and are refreshed when they are read after 25 s. Which keys never expire, and what does that cost?',
  claims: ['q6-refresh-at-25s', 'cache-refresh-ahead-waste'],
  code: [
    'sims/cache/patterns/refresh-ahead.ts#refreshAhead',
    'sims/cache/patterns/refresh-ahead.ts#refreshOnce',
  ],
  params,
  durationMs: ({ minutes }) => minutes * 60_000,
  metrics: sideBySide(systems, 10_000, ['databaseQueries', 'missesNever']),
  build({ world, params: p, rules, metrics }) {
    const shared = {
      ttlMs: p.ttlSeconds * 1_000,
      refreshAfterMs: p.refreshAfterSeconds * 1_000,
      database: databaseOf(constant(5)),
    };
    const options = names.flatMap((name) => [
      [`refresh-${name}`, { ...shared, read: 'refresh-ahead' }] as const,
      [`aside-${name}`, { ...shared, read: 'cache-aside' }] as const,
    ]);
    const lab = systemsSideBySide({ world, rules, metrics }, Object.fromEntries(options));
    for (const name of names) {
      const { perSecond, keys: count } = classes[name];
      const keys = keysNamed(name, count);
      const pair = [systemOf(lab, `refresh-${name}`), systemOf(lab, `aside-${name}`)];
      const choice = world.kernel.random.stream(`choice of ${name} keys`);
      const untilMs = p.minutes * 60_000;
      poisson(world, { stream: name, perSecond: perSecond * count, untilMs }, () => {
        const key = pick(choice, keys);
        for (const system of pair) system.read(key);
      });
    }
    return lab;
  },
  goals: () => [refreshed],
  expect: (p) => {
    const more = moreLoads(p);
    return [
      ...names.map((name) => {
        const error = shareError(expires(p, name), livesOf(p, name)) + 5 / livesOf(p, name);
        // The life that the end of the run cuts short is a long one, and would mostly have expired.
        const cut = ((1 - expires(p, name)) * classes[name].keys) / livesOf(p, name);
        return {
          id: `expired-${name}`,
          text: `share of entries of ${name} keys (read ${every(name)}) that expired before a read refreshed them: e^(-refresh window / mean gap of reads) = ${percent(expires(p, name))}`,
          claim: 'q6-refresh-at-25s',
          measured: (measured: object) => expiredShare(measured, name),
          bound: {
            atLeast: Math.max(0, expires(p, name) - error - cut),
            atMost: expires(p, name) + error,
          },
        };
      }),
      {
        id: 'rare-keys-cost-more',
        text: `additional loads of rare keys with refresh-ahead: ${more.mean.toFixed(0)} in theory`,
        claim: 'cache-refresh-ahead-waste',
        measured: (m) =>
          m['refresh-rare.databaseQueries'].value - m['aside-rare.databaseQueries'].value,
        bound: { atLeast: more.mean - more.error, atMost: more.mean + more.error },
      },
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const told = names.map((name) => {
      const [refresh, aside] = [
        m[`refresh-${name}.databaseQueries`],
        m[`aside-${name}.databaseQueries`],
      ];
      const more = aside.value === 0 ? 0 : refresh.value / aside.value - 1;
      return `read ${every(name)}, ${percent(expiredShare(m, name))} expired before a read refreshed them (${percent(expires(p, name))} in theory), and there were ${percent(more)} more loads than without it`;
    });
    return (
      `Only hot keys never expire, because refresh-ahead waits for a read between ${p.refreshAfterSeconds} s and ${p.ttlSeconds} s. Of entries ${told.join('; ')}. ` +
      'So refresh ahead only what is read often: rare keys mostly expire, and are loaded in vain when they do not.'
    );
  },
  plots: ({ subject }) => [databaseRatePlot('Refreshed or expired: load on the database', subject)],
});

type Measured = Readonly<Record<string, { readonly value: number }>>;

/** The share of entries whose life ended by expiry, not by a refresh. */
function expiredShare(metrics: object, name: Class): number | undefined {
  const value = (metric: string) => (metrics as Measured)[`refresh-${name}.${metric}`]?.value ?? 0;
  const ended = value('databaseQueries') - value('missesNever');
  return ended <= 0 ? undefined : value('missesExpired') / ended;
}

function every(name: Class): string {
  const { perSecond } = classes[name];
  return perSecond >= 1 ? `${perSecond} times per second` : `every ${Math.round(1 / perSecond)} s`;
}

// Left out: refreshing by a timer instead of by a read. Then nothing expires, and every key that
// was ever read is loaded for ever.
