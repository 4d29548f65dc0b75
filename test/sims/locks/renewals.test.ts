/**
 * Goal: work three times as long as the lock is safe on every service, as long as the lock is
 * renewed.
 */
import { expect, test } from 'vitest';
import { locksSystem } from '../../../sims/locks/cluster.ts';
import type { LocksLaw } from '../../../sims/locks/laws.ts';
import { locksMetrics } from '../../../sims/locks/metrics.ts';
import { locksNotes } from '../../../sims/locks/notes.ts';
import { type LocksOptions, serviceKinds } from '../../../sims/locks/options.ts';
import { locksRules } from '../../../sims/locks/rules.ts';
import { Breaches } from '../../../src/check/breaches.ts';
import { createMetrics } from '../../../src/check/metric.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { pause } from '../../../src/world/fault.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { World } from '../../../src/world/world.ts';

/** Two clients take the lock once each: the second comes while the first works. */
function ran(options: Partial<LocksOptions>, plan: Plan = []) {
  const world = new World('renewals');
  const breaches = new Breaches<LocksLaw>();
  const metrics = createMetrics(locksMetrics);
  const parts = { world, rules: locksRules.without(), metrics, breaches };
  const retries: string[] = [];
  locksNotes.listen(world.trace, 'tries-again', ({ why }, by) => retries.push(`${by}: ${why}`));
  const system = locksSystem(parts, {
    ttlMs: 3_000,
    workMs: constant(9_000),
    startsMs: (client) => 1_000 + client * 1_000,
    breaks: [],
    ...options,
  });
  world.plan(plan);
  world.kernel.runUntil(40_000);
  const { writes, refused, lostLeases, overlapMs } = metrics;
  const [taken, late] = [writes.value, refused.value];
  return {
    facts: { done: system.done, taken, late, lost: lostLeases.value, overlapMs: overlapMs.value },
    broken: [...breaches.all.keys()],
    retries,
  };
}

test.each(serviceKinds)('%s', (service) => {
  const { facts, broken } = ran({ service });
  expect(facts).toEqual({ done: 2, taken: 2, late: 0, lost: 0, overlapMs: 0 });
  expect(broken).toEqual([]);
});

test('a client whose session ends while it waits asks again in a new one', () => {
  const plan = [{ atMs: 4_000, fault: pause('client2', 5_000) }];
  const { facts, retries } = ran({ service: 'database' }, plan);
  expect(facts).toMatchObject({ done: 2, taken: 2, lost: 0 });
  expect(retries).toEqual(['client2: session-expired']);
});
