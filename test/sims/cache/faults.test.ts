/**
 * Goal: caches under the faults of the world. Method: examples, each a mistake that was once not
 * noticed: a failed load that is never forgotten, a flush that puts an older row over a newer one,
 * a load that a delete has overtaken, a replica that missed commits.
 */
import { describe, expect, test } from 'vitest';
import { defaultCacheOptions } from '../../../sims/cache/options.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import {
  crash,
  cut,
  heal,
  hold,
  outage,
  release,
  restart,
  stall,
} from '../../../src/world/fault.ts';
import { cacheBench } from '../../support/caches.ts';

const database = { ...defaultCacheOptions.database, serviceMs: constant(10) };

describe('a load that failed is forgotten: the next miss loads again', () => {
  test.each(['coalescing', 'read-through', 'refresh-ahead'] as const)('%s', (read) => {
    const { world, system, metrics } = cacheBench('failed load', {
      read,
      ttlMs: 100,
      refreshAfterMs: 50,
      database,
    });
    const { kernel } = world;
    system.server.warm({ key: 'k', version: 1 }, 10);
    kernel.runUntil(60);
    world.strike(outage('database', 'refuses', 60));
    // It is refreshed in vain, then it expires, and a miss is refused.
    system.read('k');
    kernel.runUntil(110);
    system.read('k');
    kernel.runUntil(150);
    system.read('k');
    kernel.runUntil(200);
    system.read('k');
    kernel.runUntil(300);
    expect(metrics.failedReads.value).toBe(1);
    expect(metrics.latencyMs.count).toBe(3);
    expect(system.server.store.peek('k', 200)?.row?.version).toBe(1);
  });
});

describe('a flush', () => {
  const setup = {
    write: 'write-behind',
    flushIntervalMs: 100,
    cacheLatencyMs: constant(0.5),
    database,
  } as const;

  test('that failed does not take the place of a newer write', () => {
    const { world, system } = cacheBench('newer', setup);
    const { kernel } = world;
    system.write('k');
    // The flush at 100 ms waits for a database that is stalled and then refuses; meanwhile: version 3.
    kernel.runUntil(95);
    world.strike(stall('database', 20));
    kernel.runUntil(103);
    system.write('k');
    kernel.runUntil(110);
    world.strike(outage('database', 'refuses', 50));
    kernel.runUntil(180);
    expect(system.server.writeBehind.pending('k')?.version).toBe(3);
    kernel.runUntil(400);
    expect(system.database.current('k').version).toBe(3);
  });

  test('that arrives late does not put an older row over a newer one', () => {
    const { world, system } = cacheBench('late', { ...setup, databaseTimeoutMs: 50 });
    const { kernel } = world;
    system.write('k');
    kernel.runUntil(95);
    world.strike(hold('cache', 'database'));
    kernel.runUntil(120);
    system.write('k');
    // The second flush overtakes the first, which is let go after it.
    const [first] = world.network.inFlight;
    expect(first).toBeDefined();
    kernel.runUntil(190);
    world.network.heal();
    expect(system.server.writeBehind.pending('k')?.version).toBe(3);
    kernel.runUntil(600);
    expect(system.database.current('k').version).toBe(3);
    world.strike(release('cache', 'database'));
  });
});

describe('a delete that overtakes a load', () => {
  test.each(['read-through', 'refresh-ahead'] as const)('%s: the old row is not put in', (read) => {
    for (const without of [[], ['discard-overtaken-loads']]) {
      const options = { read, ttlMs: 1_000, refreshAfterMs: 0, instances: 2, database };
      const { world, system, breaches } = cacheBench('overtaken', options, without);
      if (read === 'refresh-ahead') system.server.warm({ key: 'k', version: 1 }, 10);
      // The write is committed while the load, which began before that, is on its way.
      world.kernel.runUntil(1);
      system.write('k', 1);
      world.kernel.runUntil(6);
      system.read('k', 0);
      world.kernel.runUntil(100);
      const isStale = system.server.store.peek('k', 100)?.row?.version === 1;
      expect([without, isStale, breaches.of('no-stale-fill') !== undefined]).toEqual([
        without,
        without.length > 0,
        without.length > 0,
      ]);
    }
  });
});

test('a replica that was cut off, or down, catches up with the next commit', () => {
  const { world, system, metrics } = cacheBench('replica', {
    read: 'no-cache',
    write: 'write-around',
    readsFrom: 'replica',
    database: { ...database, replicas: 1, lagMs: 5 },
  });
  const { kernel } = world;
  world.strike(cut('database', 'replica1'));
  system.write('a');
  kernel.runUntil(50);
  world.strike(heal());
  system.write('b');
  kernel.runUntil(100);
  system.read('a');
  kernel.runUntil(150);
  expect(metrics.staleReads.value).toBe(0);
  world.strike(crash('replica1'));
  system.write('a');
  kernel.runUntil(200);
  world.strike(restart('replica1'));
  kernel.runUntil(250);
  system.read('a');
  kernel.runUntil(300);
  expect(metrics.staleReads.value).toBe(0);
  expect(metrics.latencyMs.count).toBe(2);
});

test('instances do without a cache that is down, and use it again when it is back', () => {
  const { world, system, metrics } = cacheBench('down', { ttlMs: 1_000, database });
  const { kernel } = world;
  world.strike(crash('cache'));
  system.read('k');
  kernel.runUntil(50);
  expect(metrics.bypasses.value).toBe(1);
  expect(metrics.latencyMs.count).toBe(1);
  world.strike(restart('cache'));
  system.read('k');
  kernel.runUntil(100);
  system.read('k');
  kernel.runUntil(150);
  expect(metrics.freshHits.value).toBe(1);
});
