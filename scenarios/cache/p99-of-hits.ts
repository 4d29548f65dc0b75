import * as z from 'zod';
import { reading } from '../../sims/cache/app/requests.ts';
import { anyMiss } from '../../sims/cache/formulas.ts';
import { cacheMetrics } from '../../sims/cache/metrics.ts';
import type { CacheLab, CacheSystem } from '../../sims/cache/system.ts';
import { sometimes } from '../../src/check/goal.ts';
import { histogram } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialAtLeast, binomialAtMost } from '../../src/statistics/binomial-test.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { aboutCaches, databaseOf, oneSystem } from './common.ts';
import { poisson, warmUp } from './traffic.ts';
import { inMs } from './words.ts';

const params = z.object({
  hitRatio: z
    .number()
    .min(0.9)
    .max(0.9999)
    .default(0.995)
    .describe('hit probability of each look-up, independently'),
  missMs: z.number().min(5).max(500).default(50).describe('duration of a query'),
  requests: z
    .int()
    .min(6_000)
    .max(200_000)
    .default(6_000)
    .describe('requests with one look-up; half as many with five'),
});

type Params = z.output<typeof params>;

const cacheMs = 0.5;
/** An endpoint that takes 20 ms with a hit and 800 ms with a miss must do work of its own. */
const endpointMs = { hit: 20, miss: 800 } as const;
const hotKey = 'a hot row';
const lookups = { oneLookupMs: 1, fiveLookupsMs: 5 } as const;
type Kind = keyof typeof lookups;

const missedSome = sometimes<CacheLab>('missed', 'some look-ups miss', ({ systems }) =>
  systems.some(({ observer }) => observer.metrics.missesNever.value > 0),
);

export default scenario({
  ...aboutCaches,
  id: 'cache/p99-of-hits',
  asks: 'The hit ratio is 99.5%, and yet the P99 is bad. Are the misses to blame?',
  claims: ['cache-99-5-hit-p99-from-misses', 'q1-95-5-explains-bimodal'],
  code: ['sims/cache/formulas.ts#anyMiss'],
  params,
  durationMs: ({ requests, missMs }) => 1.1 * requests + 5 * missMs + endpointMs.miss,
  metrics: {
    ...cacheMetrics(1_000),
    oneLookupMs: histogram('ms', 'latency of requests with one look-up'),
    fiveLookupsMs: histogram('ms', 'latency of requests with five look-ups, one after the other'),
    oneAt95Ms: histogram('ms', 'latency of requests with one look-up and 95% hits'),
    endpointMs: histogram('ms', 'the same, with work of the endpoint itself: more after a miss'),
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
    const request = (count: number, hitRatio: number, latency: Latency) => {
      const keys = Array.from({ length: count }, () => keyWith(hitRatio));
      system.app(0)?.node.spawn(lookUp(system, keys, latency));
    };
    poisson(world, { stream: 'requests', perSecond: 1_000, untilMs: Infinity }, (arrival) => {
      if (arrival >= p.requests) return;
      request(lookups.oneLookupMs, p.hitRatio, metrics.oneLookupMs);
      if (arrival % 2 === 0) request(lookups.fiveLookupsMs, p.hitRatio, metrics.fiveLookupsMs);
      if (arrival % 8 !== 0) return;
      request(lookups.oneLookupMs, 0.95, metrics.oneAt95Ms);
      const key = keyWith(0.95);
      const workMs = key === hotKey ? endpointMs.hit - cacheMs : endpointMs.miss - missTakesMs(p);
      system.app(0)?.node.spawn(lookUp(system, [key], metrics.endpointMs, workMs));
    });
    return lab;
  },
  goals: () => [missedSome],
  expect: (p) => [
    ...(['oneLookupMs', 'fiveLookupsMs'] as const).map((kind) => ({
      id: `p99-of-${kind}`,
      text: `P99 in ms with ${counted(lookups[kind], 'look-up')} per request and ${percent(p.hitRatio)} hits: ${percent(anyMiss(p.hitRatio, lookups[kind]))} of the requests have a miss, so it is ${p99InWords(p, kind)}`,
      claim: 'cache-99-5-hit-p99-from-misses',
      measured: (m: Latencies) => m[kind].quantile(0.99),
      bound: p99Bound(p, kind),
    })),
    ...humps('oneAt95Ms', cacheMs, missTakesMs(p)).map((hump) => ({
      ...hump,
      text: `${hump.text}, with one look-up per request and 95% hits`,
      claim: 'q1-95-5-explains-bimodal',
    })),
    ...humps('endpointMs', endpointMs.hit, endpointMs.miss).map((hump) => ({
      ...hump,
      text: `${hump.text}, if the endpoint itself computes for as long after a hit or a miss`,
      claim: 'q1-95-5-explains-bimodal',
    })),
  ],
  tells: ({ params: p, metrics: m }) => {
    const anyMissOf = (lookups: number) => anyMiss(p.hitRatio, lookups);
    return (
      `${anyMissOf(1) < 0.01 ? 'Not' : 'Even'} with one look-up per request: ${percent(anyMissOf(1))} of the requests miss, so the P99 was ${inMs(m.oneLookupMs.quantile(0.99))}${anyMissOf(1) < 0.01 ? ', a hit, and only the P99.9 a miss' : ''} (P99.9: ${inMs(m.oneLookupMs.quantile(0.999))}). ` +
      `With five look-ups ${percent(anyMissOf(5))} of the requests have a miss (1 - h^5), and the P99 was ${inMs(m.fiveLookupsMs.quantile(0.99))}; with three it would be ${percent(anyMissOf(3))}. ` +
      `A percentile q is a miss only if 1 - h^k exceeds 1 - q: otherwise look for another cause, such as garbage collection or a slow endpoint. ` +
      `With 95% hits the P50 was ${inMs(m.oneAt95Ms.quantile(0.5))}, the cache, and the P99 ${inMs(m.oneAt95Ms.quantile(0.99))}, the database.`
    );
  },
});

type Latency = { record(ms: number): void };
type Latencies = Readonly<
  Record<Kind | 'oneAt95Ms' | 'endpointMs', { quantile(q: number): number | undefined }>
>;

/** A look-up that misses, the query and the fill. */
const missTakesMs = ({ missMs }: Params) => missMs + 2 * cacheMs;

const rare = 1e-6;

/** Undefined if about 1% of the requests have a miss, so that chance decides. */
function isP99Hit({ hitRatio, requests }: Params, kind: Kind): boolean | undefined {
  const trials = Math.ceil(requests / (kind === 'oneLookupMs' ? 1 : 2));
  const share = anyMiss(hitRatio, lookups[kind]);
  if (binomialAtLeast(Math.floor(trials / 100), trials, share) < rare) return true;
  return binomialAtMost(Math.ceil(trials / 100), trials, share) < rare ? false : undefined;
}

function p99InWords(p: Params, kind: Kind): string {
  const isHit = isP99Hit(p, kind);
  return isHit === undefined ? 'either one' : isHit ? 'a hit' : 'a miss';
}

/** Hits take as long as their look-ups; a miss adds a query and a trip to fill. */
function p99Bound(p: Params, kind: Kind) {
  const hitMs = lookups[kind] * cacheMs;
  const isHit = isP99Hit(p, kind);
  return {
    atLeast: (isHit === false ? hitMs + p.missMs : hitMs) - 1e-6,
    atMost: (isHit === true ? hitMs : hitMs + lookups[kind] * (missTakesMs(p) - cacheMs)) + 1e-6,
  };
}

const humps = (histogram: keyof Latencies, hitMs: number, missMs: number) =>
  (
    [
      ['p50', 0.5, hitMs],
      ['p99', 0.99, missMs],
    ] as const
  ).map(([name, quantile, ms]) => ({
    id: `${name}-of-${histogram}`,
    text: `${name.toUpperCase()} in ms: the time of a ${name === 'p50' ? 'hit' : 'miss'}, ${inMs(ms)}`,
    measured: (m: Latencies) => m[histogram].quantile(quantile),
    bound: { atLeast: ms - 1e-6, atMost: ms + 1e-6 },
  }));

/** A request that looks up one row after the other, and then works. */
function* lookUp(
  system: CacheSystem,
  keys: readonly string[],
  latency: Latency,
  workMs = 0,
): Process<void> {
  const app = system.app(0);
  if (app === undefined) return;
  const beganAtMs = system.observer.nowMs;
  for (const key of keys) yield* reading(app, key);
  if (workMs > 0) yield* app.node.work(workMs);
  latency.record(system.observer.nowMs - beganAtMs);
}

// Left out: misses that cluster, after a deploy for example. In such minutes the P99 is a miss
// whatever the average.
