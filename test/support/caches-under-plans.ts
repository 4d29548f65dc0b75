/**
 * Caches under random plans: every way to read with every way to write, while instances crash, stop
 * and come back, the cache is lost and the database goes down.
 */
import { fc } from '@fast-check/vitest';
import { readers, writers } from '../../sims/cache/app/strategies.ts';
import type { ReadStrategy, WriteStrategy } from '../../sims/cache/options.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { crash, outage, pause, restart } from '../../src/world/fault.ts';
import { cacheBench } from './caches.ts';

const app = fc.integer({ min: 0, max: 2 });
const key = fc.constantFrom('a', 'b', 'none of that name');
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('read' as const), key, app }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), key, app }) },
  fc.record({ kind: fc.constant('crash' as const), app }),
  fc.record({ kind: fc.constant('restart' as const), app }),
  fc.record({ kind: fc.constant('pause' as const), app, forMs: fc.integer({ min: 1, max: 80 }) }),
  fc.record({ kind: fc.constant('lose' as const) }),
  fc.record({ kind: fc.constant('down' as const), forMs: fc.integer({ min: 1, max: 60 }) }),
);
export const cachePlans = fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 500 }), step }), {
  maxLength: 80,
});

export const cacheSetups = fc.record({
  seed: fc.string(),
  read: fc
    .constantFrom(...(Object.keys(readers) as ReadStrategy[]))
    .filter((read) => read !== 'page-of-user'),
  write: fc.constantFrom(...(Object.keys(writers) as WriteStrategy[])),
  localTtlMs: fc.constantFrom(0, 20),
  capacity: fc.constantFrom(1, 2, 100),
  replicaLagMs: fc.constantFrom(0, 40),
  timeoutMs: fc.constantFrom(Infinity, 25),
});
type SetupOf = typeof cacheSetups extends fc.Arbitrary<infer T> ? T : never;
type Steps = typeof cachePlans extends fc.Arbitrary<infer T> ? T : never;

export function runPlan(setup: SetupOf, plan: Steps) {
  const bench = cacheBench(setup.seed, {
    instances: 3,
    read: setup.read,
    write: setup.write,
    localTtlMs: setup.localTtlMs,
    capacity: setup.capacity,
    ttlMs: 100,
    ttlJitter: 0.2,
    graceMs: setup.read === 'stale-while-revalidate' ? 40 : 0,
    refreshAfterMs: 60,
    negativeTtlMs: 50,
    errorTtlMs: 20,
    requestTimeoutMs: setup.timeoutMs,
    loadMsMax: 60,
    leaseHoldOffMs: 100,
    flushIntervalMs: 70,
    eventLoss: 0.3,
    cacheLatencyMs: uniform(0.2, 3),
    readsFrom: setup.replicaLagMs > 0 ? 'replica' : 'primary',
    database: {
      connections: 4,
      serviceMs: uniform(1, 15),
      replicas: 1,
      lagMs: setup.replicaLagMs,
      exists: (name) => name.length === 1,
    },
  });
  const { system, world } = bench;
  const appOf = (index: number) => `app${index + 1}`;
  for (const { atMs, step: one } of plan) world.kernel.schedule(atMs, () => take(one), undefined);
  const take = (one: Steps[number]['step']) => {
    switch (one.kind) {
      case 'read':
        return system.read(one.key, one.app);
      case 'write':
        return system.write(one.key, one.app);
      case 'crash':
        return world.strike(crash(appOf(one.app)));
      case 'restart':
        return world.strike(restart(appOf(one.app)));
      case 'pause':
        return world.strike(pause(appOf(one.app), one.forMs));
      case 'lose':
        world.strike(crash('cache'));
        return world.strike(restart('cache'));
      case 'down':
        return world.strike(outage('database', 'refuses', one.forMs));
    }
  };
  world.kernel.runUntil(3_000);
  return bench;
}

/** What follows from the setup alone, and not from a promise of the scenario. */
export const lawsOfAnySetup = [
  'only-written-versions',
  'own-rows-only',
  'reads-accounted',
  'staleness-bounded',
  'one-lock-holder',
  'one-load-per-process',
  'acknowledged-writes-survive',
] as const;
