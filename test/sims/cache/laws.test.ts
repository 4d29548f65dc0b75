/**
 * Goal: the laws of caches hold for every way to read with every way to write, whatever befalls the
 * instances, the cache and the database. Method: random plans of reads, writes, crashes, pauses and
 * losses over all strategies; no law may be broken.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { readers } from '../../../sims/cache/app/strategies.ts';
import { hitsOf, missesOf } from '../../../sims/cache/metrics.ts';
import { defaultCacheOptions, type ReadStrategy } from '../../../sims/cache/options.ts';
import { viewOfCaches } from '../../../sims/cache/view.ts';
import { uniform } from '../../../src/kernel/distribution.ts';
import { cacheBench } from '../../support/caches.ts';
import {
  cachePlans,
  cacheSetups,
  lawsOfAnySetup,
  runPlan,
} from '../../support/caches-under-plans.ts';

describe('whatever happens', () => {
  test.prop([cacheSetups, cachePlans], { numRuns: 60 })(
    'the laws hold, and every read is accounted for',
    (setup, plan) => {
      const { breaches, metrics, system } = runPlan(setup, plan);
      for (const law of lawsOfAnySetup) expect([law, breaches.of(law)]).toEqual([law, undefined]);
      const looked = hitsOf(metrics) + missesOf(metrics);
      expect(looked).toBeLessThanOrEqual(metrics.reads.value);
      expect(looked).toBeGreaterThanOrEqual(metrics.latencyMs.count);
      for (const one of system.apps) if (system.isUp(one)) expect(one.busy).toBe(0);
      expect(system.database.working + system.database.waiting).toBe(0);
      for (const { cells } of viewOfCaches({ breaches, systems: [system] }))
        expect(cells).not.toEqual([]);
    },
  );

  test.prop([cacheSetups, cachePlans], { numRuns: 10 })(
    'the same seed and plan give the same run',
    (setup, plan) => {
      const [a, b] = [runPlan(setup, plan), runPlan(setup, plan)];
      expect(a.world.digest).toBe(b.world.digest);
    },
  );
});

// Found by the plans above: a replica may be behind a database that is itself behind the cache.
test('the staleness of a replica and of write-behind add up', () => {
  const setup = {
    seed: '',
    read: 'no-cache',
    write: 'write-behind',
    localTtlMs: 0,
    capacity: 1,
    replicaLagMs: 40,
    timeoutMs: Infinity,
  } as const;
  const { breaches } = runPlan(setup, [
    { atMs: 110, step: { kind: 'down', forMs: 31 } },
    { atMs: 235, step: { kind: 'read', key: 'b', app: 0 } },
    { atMs: 67, step: { kind: 'write', key: 'b', app: 0 } },
  ]);
  expect(breaches.of('staleness-bounded')).toBeUndefined();
});

// Found by the plans above: the answer that a paused instance waits for never comes once it crashes.
test('an instance that crashes while it is stopped answers nothing', () => {
  const setup = {
    seed: '',
    read: 'no-cache',
    write: 'write-around',
    localTtlMs: 0,
    capacity: 1,
    replicaLagMs: 0,
    timeoutMs: Infinity,
  } as const;
  const { metrics } = runPlan(setup, [
    { atMs: 0, step: { kind: 'read', key: 'a', app: 0 } },
    { atMs: 1, step: { kind: 'pause', app: 0, forMs: 80 } },
    { atMs: 40, step: { kind: 'crash', app: 0 } },
  ]);
  expect(metrics.latencyMs.count).toBe(0);
});

describe('hits + misses = reads', () => {
  test.prop([fc.string(), fc.constantFrom(...(Object.keys(readers) as ReadStrategy[]))], {
    numRuns: 30,
  })('exactly, where nothing goes wrong', (seed, read) => {
    const { system, world, metrics } = cacheBench(seed, {
      read,
      instances: 2,
      ttlMs: 30,
      database: { ...defaultCacheOptions.database, serviceMs: uniform(2, 9) },
    });
    for (let atMs = 0; atMs < 200; atMs += 3) {
      world.kernel.schedule(atMs, () => system.read('page of user 1', atMs), undefined);
    }
    world.kernel.runUntil(1_000);
    expect(hitsOf(metrics) + missesOf(metrics)).toBe(metrics.reads.value);
    expect(metrics.latencyMs.count).toBe(metrics.reads.value);
  });
});
