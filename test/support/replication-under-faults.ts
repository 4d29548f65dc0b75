/** A primary with replicas, and a store of quorums, under random settings and faults: their laws hold. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import quorumStore from '../../scenarios/replication/quorum-store.ts';
import randomFaults from '../../scenarios/replication/random-faults.ts';
import { brokenIn } from '../../src/lab/broken.ts';
import { run } from '../../src/lab/run.ts';

/** Declares the tests. */
export function holdReplicationUnderFaults(numRuns: number): void {
  const faults = fc.integer({ min: 0, max: 40 });

  test.prop(
    {
      seed: fc.string(),
      nodes: fc.integer({ min: 2, max: 5 }),
      acks: fc.integer({ min: 1, max: 4 }),
      faults,
    },
    { numRuns },
  )(
    'an acknowledged write survives, replicas are prefixes, and one node is primary',
    ({ seed, ...params }) => {
      fc.pre(params.acks < params.nodes);
      const result = run(randomFaults, { seed, params });
      const laws = ['acked-survives-failover', 'one-primary', 'prefix-of-primary'];
      expect(result.invariants.map(({ id }) => id)).toEqual(expect.arrayContaining(laws));
      // How many writes are acknowledged is not a law: every fault may hit the primary.
      expect(brokenIn(result).filter((name) => name !== 'writes-are-acked')).toEqual([]);
    },
  );

  test.prop(
    {
      seed: fc.string(),
      nodes: fc.integer({ min: 3, max: 7 }),
      coordinators: fc.integer({ min: 1, max: 4 }),
      faults,
      hints: fc.boolean(),
      readRepair: fc.boolean(),
    },
    { numRuns },
  )(
    'a store with R + W > N loses no acknowledged write, and its replicas agree in the end',
    ({ seed, ...params }) => {
      const result = run(quorumStore, { seed, params });
      const laws = ['last-acked-write-wins', 'monotonic-versions'];
      expect(result.invariants.map(({ id }) => id)).toEqual(expect.arrayContaining(laws));
      // That enough reads and writes find a quorum is not a law.
      expect(brokenIn(result).filter((name) => name !== 'reads-and-writes')).toEqual([]);
    },
  );
}
