/**
 * Asks: The hit ratio is 99.5%, and yet the P99 is bad. Are the misses to blame?
 */
import { z } from 'zod';
import { anyMiss } from '../../sims/cache/formulas.ts';
import { cacheMetrics, hitRatioOf } from '../../sims/cache/metrics.ts';
import { reading } from '../../sims/cache/requests.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutCaches, databaseOf, oneSystem } from './common.ts';
import { poisson, warmUp } from './traffic.ts';
import { inMs, percent } from './words.ts';

const params = z.object({
  hitRatio: z
    .number()
    .min(0.9)
    .max(0.9999)
    .default(0.995)
    .describe('the share of look-ups that hit, each by itself'),
  missMs: z.number().min(5).max(500).default(50).describe('what the database takes'),
  requests: z
    .int()
    .min(10_000)
    .max(200_000)
    .default(10_000)
    .describe('requests with one look-up, and with three'),
});

const cacheMs = 0.5;
const hotKey = 'a hot row';
const kinds = { one: 1, five: 5 } as const;
type Kind = keyof typeof kinds;

const missedSome = sometimes<CacheLab>('missed', 'some look-ups miss', ({ systems }) =>
  systems.some(({ observer }) => observer.metrics.missesNever.value > 0),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/p99-of-hits',
  asks: 'The hit ratio is 99.5%, and yet the P99 is bad. Are the misses to blame?',
  claims: ['cache-99-5-hit-p99-from-misses', 'q1-95-5-explains-bimodal'],
  params,
  durationMs: ({ requests, missMs }) => requests + 5 * missMs + 100,
  metrics: {
    ...cacheMetrics(1_000),
    oneLookupMs: histogram('ms', 'latency of requests with one look-up'),
    fiveLookupsMs: histogram('ms', 'latency of requests with five, one after the other'),
    oneAt95Ms: histogram('ms', 'latency of requests with one look-up and 95% hits'),
  },
  build({ world, params: p, rules, metrics }) {
    const lab = oneSystem(
      { world, rules, metrics },
      {
        ttlMs: 1e9,
        cacheLatencyMs: constant(cacheMs),
        database: databaseOf(constant(p.missMs)),
      },
    );
    const [system] = lab.systems;
    if (system === undefined) return lab;
    warmUp(system, [hotKey], { loadMs: p.missMs });
    const stream = world.kernel.random.stream('hit or miss');
    let strangers = 0;
    const keyWith = (hitRatio: number) => {
      strangers += 1;
      return chance(stream, hitRatio) ? hotKey : `row ${strangers}`;
    };
    const request = (lookups: number, hitRatio: number, latency: { record(ms: number): void }) =>
      begin(
        system,
        Array.from({ length: lookups }, () => keyWith(hitRatio)),
        latency,
      );
    let left = p.requests;
    poisson(world, { stream: 'requests', perSecond: 1_000, untilMs: Infinity }, () => {
      if (left === 0) return;
      left -= 1;
      request(kinds.one, p.hitRatio, metrics.oneLookupMs);
      if (left % 3 === 0) request(kinds.five, p.hitRatio, metrics.fiveLookupsMs);
      if (left % 8 === 0) request(kinds.one, 0.95, metrics.oneAt95Ms);
    });
    return lab;
  },
  goals: () => [missedSome],
  expect: (p) => {
    const isHit = (kind: Kind) => anyMiss(p.hitRatio, kinds[kind]) < 0.01;
    const bound = (kind: Kind) =>
      isHit(kind)
        ? { atMost: kinds[kind] * cacheMs + 1e-6 }
        : { atLeast: p.missMs + kinds[kind] * cacheMs - 1e-6 };
    const clearly = (kind: Kind) => Math.abs(anyMiss(p.hitRatio, kinds[kind]) - 0.01) > 0.004;
    return [
      ...(clearly('one')
        ? [
            {
              id: 'p99-of-one-lookup',
              text: `with one look-up a request and ${percent(p.hitRatio)} hits, ${percent(anyMiss(p.hitRatio, 1))} of the requests have a miss: the P99 is a ${isHit('one') ? 'hit' : 'miss'}`,
              claim: 'cache-99-5-hit-p99-from-misses',
              measured: ({ oneLookupMs }: Latencies) => oneLookupMs.quantile(0.99),
              bound: bound('one'),
            },
          ]
        : []),
      ...(clearly('five')
        ? [
            {
              id: 'p99-of-five-lookups',
              text: `with five look-ups it is ${percent(anyMiss(p.hitRatio, 5))}, and the P99 is a ${isHit('five') ? 'hit' : 'miss'}`,
              claim: 'cache-99-5-hit-p99-from-misses',
              measured: ({ fiveLookupsMs }: Latencies) => fiveLookupsMs.quantile(0.99),
              bound: bound('five'),
            },
          ]
        : []),
      {
        id: 'ninety-five-is-bimodal',
        text: 'with 95% hits and one look-up the P50 is a hit and the P99 a miss: two humps, far apart',
        claim: 'q1-95-5-explains-bimodal',
        measured: ({ oneAt95Ms }: Latencies) => {
          const [p50, p99] = [oneAt95Ms.quantile(0.5), oneAt95Ms.quantile(0.99)];
          return p50 === undefined || p99 === undefined ? undefined : p99 / p50;
        },
        bound: { atLeast: (p.missMs + 2 * cacheMs) / cacheMs - 1e-6 },
      },
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `${percent(hitRatioOf(m))} of all look-ups hit. With one look-up at ${percent(p.hitRatio)} the P99 of a request was ${inMs(m.oneLookupMs.quantile(0.99))}` +
    `${anyMiss(p.hitRatio, 1) < 0.01 ? `, a hit: the misses are the last ${percent(1 - p.hitRatio)}` : ''}; its P99.9 was ${inMs(m.oneLookupMs.quantile(0.999))}. With five look-ups a request, ` +
    `${percent(anyMiss(p.hitRatio, 5))} of the requests have a miss and the P99 was ${inMs(m.fiveLookupsMs.quantile(0.99))}; with three it would be ${percent(anyMiss(p.hitRatio, 3))}. ` +
    `A percentile q is a miss only if 1 - h^k exceeds 1 - q. If requests make one look-up each, look for another cause of a bad P99 than misses.`,
});

type Latencies = Readonly<
  Record<'oneLookupMs' | 'fiveLookupsMs' | 'oneAt95Ms', { quantile(q: number): number | undefined }>
>;

/** A request that looks up one row after the other. */
function begin(
  system: CacheSystem,
  keys: readonly string[],
  latency: { record(ms: number): void },
): void {
  const app = system.app(0);
  if (app === undefined) return;
  app.node.spawn(
    (function* request(): Process<void> {
      const beganAtMs = system.observer.nowMs;
      for (const key of keys) yield* reading(app, key);
      latency.record(system.observer.nowMs - beganAtMs);
    })(),
  );
}

// Left out: misses that come together, after a deploy for example. In such minutes the P99 is a miss
// whatever the average says.
