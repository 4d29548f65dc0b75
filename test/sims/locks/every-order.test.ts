/**
 * Goal: over every order of two clients, a lease that may run out at any time, a client that writes whenever it gets
 * round to it, and one failover, the store takes no stale write if and only if it compares tokens and the lock server
 * keeps its counter. Clients never stop at the end of a lease here: nothing but the tokens protects the store.
 */
import { describe, expect, test } from 'vitest';
import {
  type LockModelOptions,
  lockClient,
  lockGhost,
  lockServer,
  noStaleWrite,
  tokenStore,
} from '../../../sims/locks/exploration/model.ts';
import { openBounds } from '../../../src/check/exploration.ts';
import { Search } from '../../../src/explore/search.ts';

function explored(rules: Pick<LockModelOptions, 'compares' | 'keepsToken'>, crashes: number) {
  const options = { lock: 'lock', store: 'store', ...rules };
  const search = new Search({
    nodes: [
      { id: 'lock', actor: lockServer(options) },
      { id: 'store', actor: tokenStore(options) },
      { id: 'c1', actor: lockClient(options) },
      { id: 'c2', actor: lockClient(options) },
    ],
    bounds: { ...openBounds, crashes, timeouts: { ask: 2, expire: 2 }, disks: 'any-time' },
    steady: new Set(['store', 'c1', 'c2']),
    ghost: lockGhost,
    properties: [noStaleWrite],
  });
  const { distinct, generated, depth, ended } = search.finish();
  const [breach] = search.breaches;
  return { counts: { distinct, generated, depth }, ended, story: breach?.story.length };
}

describe('every order of two clients', () => {
  const tokens = { compares: true, keepsToken: true };

  test('with tokens that are compared and kept, no order breaks it', () => {
    expect(explored(tokens, 1)).toEqual({
      counts: { distinct: 1_084, generated: 2_637, depth: 19 },
      ended: 'complete',
      story: undefined,
    });
  });

  test('a store that compares nothing takes a stale write without any crash', () => {
    expect(explored({ ...tokens, compares: false }, 0).story).toBe(13);
  });

  test('a counter that a failover resets gives two holders one token', () => {
    expect(explored({ ...tokens, keepsToken: false }, 0).story).toBeUndefined();
    expect(explored({ ...tokens, keepsToken: false }, 1).story).toBe(12);
  });
});
