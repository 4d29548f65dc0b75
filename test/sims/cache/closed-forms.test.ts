/**
 * Goal: the caches measure what theory says. Method: for each closed form 30 independent
 * replications with fixed seeds; the formula's value lies in the 99.9% interval that they give.
 */
import { describe, expect, test } from 'vitest';
import {
  cheHitRatio,
  hitRatioOfTtl,
  meanStalenessOfTtlMs,
  staleShareOfTtl,
  stampedeSize,
  xfetchGapMs,
  xfetchMeanLoads,
  xfetchMissesExpiry,
  xfetchParameter,
  zipfPopularity,
} from '../../../sims/cache/formulas.ts';
import { hitRatioOf } from '../../../sims/cache/metrics.ts';
import { defaultCacheOptions } from '../../../sims/cache/options.ts';
import { Store } from '../../../sims/cache/store/store.ts';
import { constant, sampler, zipf } from '../../../src/kernel/distribution.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { type CacheBench, cacheBench, poissonArrivals } from '../../support/caches.ts';
import { countOf } from '../../support/campaign.ts';
import {
  contains,
  intervalOfMean,
  intervalOfProbability,
  replications,
} from '../../support/confidence.ts';

const seeds = Array.from(
  { length: replications },
  (_, replication) => `replication ${replication}`,
);
const database = (ms: number) => ({ ...defaultCacheOptions.database, serviceMs: constant(ms) });

/** The value that 30 replications estimate lies in their interval, which is narrow. */
function expectMean(estimates: readonly number[], value: number, width: number): void {
  const interval = intervalOfMean(estimates);
  expect({ value, ...interval, holds: contains(interval, value) }).toMatchObject({ holds: true });
  expect(interval.high - interval.low).toBeLessThan(width * value);
}

/** One key that is read at a Poisson rate, and perhaps written. */
function oneKey(
  seed: string,
  setup: {
    readGapMs: number;
    writeGapMs?: number;
    ttlMs: number;
    loadMs: number;
    untilMs: number;
  },
): CacheBench {
  const bench = cacheBench(seed, {
    write: 'write-around',
    ttlMs: setup.ttlMs,
    cacheLatencyMs: constant(0),
    database: database(setup.loadMs),
  });
  const { untilMs } = setup;
  poissonArrivals(bench.world, { stream: 'reads', gapMs: setup.readGapMs, untilMs }, () => {
    bench.system.read('k');
  });
  if (setup.writeGapMs !== undefined) {
    poissonArrivals(bench.world, { stream: 'writes', gapMs: setup.writeGapMs, untilMs }, () => {
      bench.system.write('k');
    });
  }
  bench.world.kernel.runUntil(untilMs + 1_000);
  return bench;
}

describe('a TTL', () => {
  const cycles = countOf({ unit: 120, deep: 1_000 });

  test.each([
    { readGapMs: 45, ttlMs: 30, loadMs: 0 },
    { readGapMs: 10, ttlMs: 100, loadMs: 0 },
    { readGapMs: 10, ttlMs: 100, loadMs: 40 },
  ])(
    'hits the share of reads that renewal theory says: gap $readGapMs, TTL $ttlMs, load $loadMs',
    (setup) => {
      const ratios = seeds.map((seed) => {
        const { metrics } = oneKey(seed, {
          ...setup,
          untilMs: cycles * (setup.readGapMs + setup.ttlMs),
        });
        return hitRatioOf(metrics) ?? 0;
      });
      expectMean(ratios, hitRatioOfTtl(1 / setup.readGapMs, setup.ttlMs, setup.loadMs), 0.1);
    },
  );

  test.each([
    { writeGapMs: 60, ttlMs: 30 },
    { writeGapMs: 30, ttlMs: 30 },
    { writeGapMs: 5, ttlMs: 30 },
  ])('staleness with a write every $writeGapMs on average and a TTL of $ttlMs', (setup) => {
    // A hit at any age of the entry alike: reads are frequent, and loads take no time.
    const untilMs = countOf({ unit: 1_500, deep: 10_000 });
    const runs = seeds.map((seed) => {
      const { metrics } = oneKey(seed, { ...setup, readGapMs: 1, loadMs: 0, untilMs });
      const hits = metrics.freshHits.value;
      const staleMs = (metrics.stalenessMs.mean ?? 0) * metrics.stalenessMs.count;
      return { share: metrics.staleReads.value / hits, meanMs: staleMs / hits };
    });
    const writesPerMs = 1 / setup.writeGapMs;
    expectMean(
      runs.map(({ share }) => share),
      staleShareOfTtl(writesPerMs, setup.ttlMs),
      0.5,
    );
    expectMean(
      runs.map(({ meanMs }) => meanMs),
      meanStalenessOfTtlMs(writesPerMs, setup.ttlMs),
      0.5,
    );
  });

  test('for few writes the mean staleness is u T^2 / 6, far below T / 2', () => {
    const hourly = 1 / 3_600_000;
    expect(meanStalenessOfTtlMs(hourly, 30_000)).toBeCloseTo((hourly * 30_000 ** 2) / 6, 0);
    expect(meanStalenessOfTtlMs(hourly, 30_000)).toBeLessThan(50);
    expect(meanStalenessOfTtlMs(1e-9, 100)).toBeCloseTo(meanStalenessOfTtlMs(1e-5, 100) / 1e4, 6);
  });
});

describe('stampedes', () => {
  test.each([
    { perSecond: 10, loadMs: 3_000 },
    { perSecond: 500, loadMs: 40 },
  ])('without a guard 1 + lambda d: $perSecond/s x $loadMs ms', ({ perSecond, loadMs }) => {
    // Vattani et al. 2015, §1: 10 requests a second and 3 s of recomputation make 30 of them.
    const sizes = seeds.map((seed) => {
      const ttlMs = 10 * loadMs;
      const { metrics } = oneKey(seed, {
        readGapMs: 1_000 / perSecond,
        ttlMs,
        loadMs,
        untilMs: countOf({ unit: 20, deep: 60 }) * ttlMs,
      });
      // The last may be cut short by the end of the reads.
      const whole = metrics.stampedeSize.samples.slice(0, -1);
      return whole.reduce((sum, size) => sum + size, 0) / whole.length;
    });
    expectMean(sizes, stampedeSize(perSecond / 1_000, loadMs), 0.1);
  });
});

describe('XFetch', () => {
  const deltaMs = 100;

  function recomputations(seed: string, beta: number, gapMs: number, ttls = 12): number[] {
    const ttlMs = beta * deltaMs * 12 + 300;
    const { world, system, metrics } = cacheBench(seed, {
      read: 'xfetch',
      beta,
      ttlMs,
      cacheLatencyMs: constant(0),
      database: database(deltaMs),
    });
    system.server.store.put(
      'k',
      { key: 'k', version: 1 },
      { ttlMs, graceMs: 0, loadMs: deltaMs },
      0,
    );
    const untilMs = ttls * ttlMs;
    poissonArrivals(world, { stream: 'reads', gapMs, untilMs }, () => system.read('k'));
    world.kernel.runUntil(untilMs + ttlMs);
    return [...metrics.stampedeSize.samples];
  }

  // With as many reads the refill is nearly always done before the expiry: but for e^-6.8, e^-9 and e^-12,
  // as lambda beta delta e^(-1/beta) says.
  test.each([
    [0.5, 1],
    [1, 4],
    [2, 10],
  ])('recomputations an expiry are geometric with e^(-1/beta): %f', (beta, gapMs) => {
    const ttls = countOf({ unit: 6, deep: 12 });
    const runs = seeds.map((seed) => recomputations(seed, beta, gapMs, ttls));
    const parameter = xfetchParameter(beta, deltaMs);
    expectMean(
      runs.map((sizes) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
      1 / parameter,
      0.6,
    );
    // Not the mean alone: the distribution, count by count.
    const all = runs.flat();
    for (let size = 1; size <= 4; size++) {
      const probability = (1 - parameter) ** (size - 1) * parameter;
      const interval = intervalOfProbability(all.filter((s) => s === size).length, all.length);
      expect({
        size,
        probability,
        ...interval,
        holds: contains(interval, probability),
      }).toMatchObject({ holds: true });
    }
  });

  // Found with other seeds: the geometric law was held where reads were too few for it.
  test.each([
    { beta: 0.5, gapMs: 10 },
    { beta: 0.5, gapMs: 5 },
    { beta: 1, gapMs: 20 },
  ])('few reads, lambda delta = 100 / $gapMs: fewer recomputations', ({ beta, gapMs }) => {
    const runs = seeds.map((seed) => recomputations(seed, beta, gapMs));
    const means = runs.map((sizes) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
    const mean = xfetchMeanLoads(1 / gapMs, beta, deltaMs);
    expectMean(means, mean, 0.4);
    expect(mean).toBeLessThan(Math.exp(1 / beta));
    // The first is so far from the limit that the runs tell the two apart.
    if (gapMs === 10) expect(contains(intervalOfMean(means), Math.exp(1 / beta))).toBe(false);
  });

  test('closed forms: mean e^(1/beta), mean gap, probability to pass the expiry', () => {
    expect([0.5, 1, 2].map((beta) => 1 / xfetchParameter(beta, 1))).toEqual(
      [Math.E ** 2, Math.E, Math.sqrt(Math.E)].map((mean) => expect.closeTo(mean, 10)),
    );
    expect([0.5, 1, 2].map((beta) => xfetchGapMs(100, beta, 1))).toEqual(
      [2.245, 5.182, 11.751].map((gap) => expect.closeTo(gap, 3)),
    );
    for (const beta of [0.5, 1, 2]) {
      expect(xfetchMeanLoads(1_000, beta, 1)).toBeCloseTo(Math.exp(1 / beta), 4);
    }
    expect(xfetchMissesExpiry(5, 1, 1)).toBeCloseTo(Math.exp(-5), 12);
  });

  test('with beta 1 it is not “exactly one”: about 37% of the expiries are', () => {
    expect(xfetchParameter(1, 1)).toBeCloseTo(0.368, 3);
  });
});

describe('LRU under Zipf', () => {
  test.each([
    { keys: 2_000, capacity: 200, exponent: 0.8 },
    { keys: 1_000, capacity: 100, exponent: 1 },
    { keys: 500, capacity: 250, exponent: 0.6 },
  ])('hits what Che’s approximation says: $capacity of $keys, exponent $exponent', (setup) => {
    const ratios = seeds.map((seed) => {
      const store = new Store({ capacity: setup.capacity, eviction: 'lru' });
      const stream = new Kernel(seed).random.stream('reads');
      const draw = sampler(zipf(setup.keys, setup.exponent), stream);
      let hits = 0;
      const warmUp = 4_000;
      const reads = countOf({ unit: 5_000, deep: 12_000 });
      for (let read = 0; read < warmUp + reads; read++) {
        const key = `${draw()}`;
        if (store.find(key, read) !== undefined) hits += read < warmUp ? 0 : 1;
        else store.put(key, { key, version: 1 }, { ttlMs: Infinity, graceMs: 0, loadMs: 0 }, read);
      }
      return hits / reads;
    });
    const popularity = zipfPopularity(setup.keys, setup.exponent);
    expectMean(ratios, cheHitRatio(popularity, setup.capacity), 0.05);
  });

  test('holds everything where there is room for everything', () => {
    expect(cheHitRatio(zipfPopularity(10, 1), 10)).toBe(1);
    expect(cheHitRatio(zipfPopularity(10, 0), 5)).toBeCloseTo(0.5, 6);
  });
});
