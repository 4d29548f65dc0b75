/**
 * Goal: nodes, quotas, memory and restarts follow their formulas. Method: published examples, and models that go
 * millisecond by millisecond or look at everything.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitCode, MemoryGroup } from '../../../sims/autoscaling/containers/memory.ts';
import { finishedMs, runsMs, shares } from '../../../sims/autoscaling/containers/quota.ts';
import { backoffMs } from '../../../sims/autoscaling/containers/restarts.ts';
import { nextEvicted } from '../../../sims/autoscaling/nodes/eviction.ts';
import { clusterOf, place, requestedOn } from '../../../sims/autoscaling/nodes/scheduler.ts';
import { readWithoutKey } from '../../../sims/autoscaling/nodes/secret.ts';
import { minimumFor, placeInZones } from '../../../sims/autoscaling/nodes/zones.ts';
import { autoscalingRules } from '../../../sims/autoscaling/rules.ts';

const rules = autoscalingRules.without();

function nodesFor(requests: readonly number[], capacity: number): number {
  const cluster = clusterOf(requests.length, capacity);
  for (const [at, request] of requests.entries())
    place({ name: `pod-${at}`, request, uses: request }, cluster, 'first-fit', rules);
  return cluster.filter(({ pods }) => pods.length > 0).length;
}

describe('first fit', () => {
  test('4, 4, 6, 6 into 10: three as they come, two with the largest first', () => {
    expect(nodesFor([4, 4, 6, 6], 10)).toBe(3);
    expect(nodesFor([6, 6, 4, 4], 10)).toBe(2);
  });

  test('6, 5, 3, 2, 2, 2 into 10: decreasing takes three, and two would do', () => {
    expect(nodesFor([6, 5, 3, 2, 2, 2], 10)).toBe(3);
    expect(nodesFor([6, 2, 2, 5, 3, 2], 10)).toBe(2);
  });

  test('no node promises more than it has, and no pod waits for which one has room', () => {
    const request = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 40 }),
        fc.constantFrom(
          'first-fit' as const,
          'most-allocated' as const,
          'least-allocated' as const,
        ),
        (requests, scoring) => {
          const cluster = clusterOf(4, 10);
          for (const [at, each] of requests.entries()) {
            const free = cluster.map((node) => 10 - requestedOn(node));
            const pod = { name: `pod-${at}`, request: each, uses: 0 };
            const node = place(pod, cluster, scoring, rules);
            expect(node === undefined).toBe(free.every((left) => left < each));
            for (const one of cluster) expect(requestedOn(one)).toBeLessThanOrEqual(10);
          }
        },
      ),
    );
  });
});

describe('processors', () => {
  test('two of them for eight threads: 25 ms of work, 75 ms of standing still', () => {
    expect(runsMs({ cpus: 2, threads: 8 })).toBe(25);
    expect(runsMs({ cpus: 2, threads: 2 })).toBe(100);
    expect(finishedMs(100, { cpus: 0.4, threads: 1 })).toBeCloseTo(220, 9);
  });

  test('work under a quota, millisecond by millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 10 }),
        (workMs, tenths, threads) => {
          const cpus = tenths / 10;
          // In tenths of a millisecond of one processor, so that all of it is whole.
          const perPeriod = Math.min(1_000 * threads, 1_000 * cpus) / threads;
          let [left, atMs, budget] = [10 * workMs, 0, perPeriod];
          while (left > 1e-9) {
            if (atMs % 100 === 0) budget = perPeriod;
            const used = Math.min(10, budget, left);
            budget -= used;
            left -= used;
            atMs += left > 1e-9 ? 1 : used / 10;
          }
          // Within a millisecond, which is the model’s step.
          expect(Math.abs(finishedMs(workMs, { cpus, threads }) - atMs)).toBeLessThanOrEqual(
            1 + 1e-6,
          );
        },
      ),
    );
  });

  test('shares: all is given out, none gets more than it wants, and by weight where all want more', () => {
    const wanting = fc.record({
      request: fc.integer({ min: 1, max: 20 }),
      wants: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(
        fc.array(wanting, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        (list, cpus) => {
          const got = shares(cpus, list);
          const wanted = list.reduce((sum, { wants }) => sum + wants, 0);
          expect(got.reduce((sum, each) => sum + each, 0)).toBeCloseTo(Math.min(cpus, wanted), 6);
          const rates = got.map((each, at) => each / (list[at]?.request ?? 1));
          const unmet = rates.filter((_, at) => (got[at] ?? 0) < (list[at]?.wants ?? 0) - 1e-9);
          for (const rate of unmet) {
            expect(rate).toBeCloseTo(Math.max(...unmet), 6);
            // Whoever got all that it wanted has no higher rate than those who did not.
            for (const other of rates) expect(other).toBeLessThanOrEqual(rate + 1e-6);
          }
        },
      ),
    );
  });
});

describe('memory', () => {
  test('clean pages are dropped before anything is killed', () => {
    const group = new MemoryGroup(1_000, rules);
    expect(group.uses(600)).toBe(true);
    expect(group.reads(3_000)).toBe(true);
    expect([group.usedMb, group.cleanMb, group.droppedMb]).toEqual([600, 400, 2_600]);
    expect(group.uses(400)).toBe(true);
    expect(group.uses(1)).toBe(false);
  });

  test('exit codes are 128 and the signal', () => {
    expect([exitCode('SIGKILL'), exitCode('SIGSEGV'), exitCode('SIGTERM')]).toEqual([
      137, 139, 143,
    ]);
  });

  test('the pod that is furthest above its request is evicted first, not the largest', () => {
    const pods = [
      { name: 'large', request: 10, uses: 9 },
      { name: 'greedy', request: 1, uses: 3 },
      { name: 'small', request: 1, uses: 1.5 },
    ];
    expect(nextEvicted(pods, rules)?.name).toBe('greedy');
    expect(nextEvicted(pods, autoscalingRules.without('evict-over-request-first'))?.name).toBe(
      'large',
    );
  });
});

test('waits before restarts: none, then 10, 20, 40, 80, 160 and then 300 s', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 60].map((restart) => backoffMs(restart, rules) / 1_000);
  expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

test('without any one zone as many are left as are needed, and one pod fewer would not do', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 2, max: 8 }),
      (needed, zones) => {
        const pods = minimumFor(needed, zones, rules);
        const placed = placeInZones(pods, zones, rules);
        expect(placed.reduce((sum, each) => sum + each, 0)).toBe(pods);
        expect(Math.max(...placed) - Math.min(...placed)).toBeLessThanOrEqual(1);
        expect(pods - Math.max(...placed)).toBeGreaterThanOrEqual(needed);
        const fewer = placeInZones(pods - 1, zones, rules);
        expect(pods - 1 - Math.max(...fewer)).toBeLessThan(needed);
      },
    ),
  );
});

test('base64 reads back without a key (RFC 4648 §10)', () => {
  const bytes = readWithoutKey('Zm9vYmFy');
  expect(new TextDecoder().decode(bytes)).toBe('foobar');
});
