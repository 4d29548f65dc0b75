/**
 * Goal: an effect is committed only by the session that holds the lock, as in a database
 * transaction.
 */
import { expect, test } from 'vitest';
import { locksSystem } from '../../../sims/locks/cluster.ts';
import type { LocksLaw } from '../../../sims/locks/laws.ts';
import { locksMetrics } from '../../../sims/locks/metrics.ts';
import { locksRules } from '../../../sims/locks/rules.ts';
import { Breaches } from '../../../src/check/breaches.ts';
import { createMetrics } from '../../../src/check/metric.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { client, isCallFailure } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

/** The answer to a live session that asks to commit while another one works under the lock. */
function toldToIntruder(asksForLock: boolean): string {
  const world = new World('database');
  const parts = {
    world,
    rules: locksRules.without(),
    metrics: createMetrics(locksMetrics),
    breaches: new Breaches<LocksLaw>(),
  };
  locksSystem(parts, {
    service: 'database',
    clients: 1,
    rounds: 1,
    workMs: constant(20_000),
    startsMs: () => 0,
    breaks: [],
  });
  let told = 'nothing';
  world.addServer(
    'intruder',
    client('intruder', (node) => {
      node.spawn(
        (function* () {
          const ask = (request: object) =>
            node.call<string>(
              'database',
              { session: 'other', owner: 'other#1', ...request },
              { timeoutMs: 500 },
            );
          yield* node.sleep(1_000);
          yield* ask({ do: 'connect' });
          try {
            if (asksForLock) yield* ask({ do: 'lock', xid: 1 });
          } catch (failure) {
            // Another session has the lock, so it waits until it gives up.
            if (!isCallFailure(failure)) throw failure;
          }
          try {
            told = yield* ask({ do: 'commit' });
          } catch (failure) {
            if (!isCallFailure(failure)) throw failure;
            told = `${failure}`;
          }
        })(),
      );
      return {};
    }),
  );
  world.kernel.runUntil(4_000);
  return told;
}

test.each([false, true])('one that waits for the lock (%s) does not commit', (asksForLock) => {
  expect(toldToIntruder(asksForLock)).toMatch(/^refused: /);
});
