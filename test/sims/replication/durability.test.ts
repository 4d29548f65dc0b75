/**
 * Goal: each policy loses what its sketch says. A client writes every 10 ms from 0 on and is 1 ms away; a sync takes 2 ms; the
 * store is killed at 1950, when it has acknowledged 195 writes, the last of them at 1941.
 */
import { expect, test } from 'vitest';
import {
  type DurabilitySetup,
  durabilitySubject,
} from '../../../sims/replication/durability/cluster.ts';
import { durabilityMetrics } from '../../../sims/replication/durability/laws.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { createMetrics } from '../../../src/check/metric.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { World } from '../../../src/world/world.ts';

function killed(own: Partial<DurabilitySetup>, without: readonly string[] = []) {
  const world = new World('store', { latencyMs: constant(1) });
  const metrics = createMetrics(durabilityMetrics);
  const rules = replicationRules.without(...without);
  const setup = { crashAtMs: 1_950, writeEveryMs: 10, ...own, metrics };
  const { breaches, judges } = durabilitySubject({ world, rules }, [setup]);
  world.kernel.runUntil(20_000);
  const { acked, lost, windowMs, writeMs } = metrics;
  return {
    acked: acked.value,
    lost: lost.value,
    ageMs: windowMs.max,
    fastestMs: writeMs.min,
    slowestMs: writeMs.max,
    broken: [...breaches.all.keys()],
    hasRestarted: judges.every(({ hasRestarted }) => hasRestarted),
  };
}

test.each([
  ['always: none', { policy: 'always' }, 0, 0],
  ['every second: since the sync of 1000', { policy: 'everysec' }, 95, 949],
  [
    'by itself after 500 ms: since the third of them, at 1504',
    { policy: 'never', writeBackMs: 500 },
    44,
    439,
  ],
  ['snapshots: since the one of 1500', { policy: 'snapshot', snapshotEveryMs: 500 }, 45, 449],
  // The snapshot of 1500 is on disk 451 ms later, so the one of 1000 counts.
  [
    'a snapshot that is not finished does not count',
    { policy: 'snapshot', snapshotEveryMs: 500, saveMs: 449 },
    95,
    949,
  ],
  ['nothing yet', { policy: 'everysec', fsyncEveryMs: 5_000 }, 195, 1_949],
  ['a killed process leaves the page cache', { policy: 'never', loses: 'process' }, 0, 0],
  ['but no snapshot', { policy: 'snapshot', snapshotEveryMs: 500, loses: 'process' }, 45, 449],
] as const)('%s', (_, options, lost, ageMs) => {
  expect(killed(options)).toMatchObject({ acked: 195, lost, ageMs, hasRestarted: true });
});

test('a write is acknowledged after its sync, or at once', () => {
  const always = killed({ policy: 'always' });
  expect([always.fastestMs, always.slowestMs]).toEqual([4, 4]);
  for (const policy of ['everysec', 'never', 'snapshot'] as const) {
    const { fastestMs, slowestMs } = killed({ policy });
    expect([fastestMs, slowestMs]).toEqual([2, 2]);
  }
  const early = killed({ policy: 'always', crashAtMs: 1_942 }, ['ack-after-fsync']);
  expect(early).toMatchObject({
    slowestMs: 2,
    acked: 195,
    lost: 1,
    broken: ['acked-survives-power-loss'],
  });
});

test('a drive that lies loses what it has not written, and breaks no promise of the store', () => {
  const lies = { policy: 'always', driveLies: true } as const;
  expect(killed({ ...lies, crashAtMs: 1_942 })).toMatchObject({ lost: 1, ageMs: 1, broken: [] });
  expect(killed(lies)).toMatchObject({ lost: 0, broken: [] });
});

test('one sync serves all writes that came since the last began', () => {
  // They come at 1, 1.7, 2.4, …; syncs begin at 1, 3 and 5, and serve one, two and three of them.
  const crowd = killed({ policy: 'always', writeEveryMs: 0.7, crashAtMs: 7.5 });
  expect([crowd.acked, crowd.fastestMs]).toEqual([6, 4]);
  // Sent at 2.1, there at 3.1, on the disk at 7.
  expect(crowd.slowestMs).toBeCloseTo(5.9, 9);
  // One that waits for its answer has a sync of its own for each: 4 ms a write.
  expect(killed({ policy: 'always', writeEveryMs: 0, crashAtMs: 400 }).acked).toBe(100);
});

test('writes wait for a sync that takes longer than two seconds', () => {
  const slow = { policy: 'everysec', fsyncMs: 3_000, crashAtMs: 4_500 } as const;
  // It begins at 1000 and ends at 4000: writes from 3000 on wait until then, the first since 3001.
  expect(killed(slow)).toMatchObject({ fastestMs: 2, slowestMs: 1_001 });
  expect(killed(slow, ['late-fsync-blocks-writes']).slowestMs).toBe(2);
  expect(killed({ ...slow, blocksAfterMs: 3_500 }).slowestMs).toBe(2);
});

test('loss is held against the window of the store', () => {
  // Of acknowledgements at 1001 to 1941.
  expect(killed({ policy: 'everysec', windowMs: 940 }).broken).toEqual([]);
  expect(killed({ policy: 'everysec', windowMs: 939 }).broken).toEqual(['loss-within-window']);
});
