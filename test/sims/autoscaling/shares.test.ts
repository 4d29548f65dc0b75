/**
 * Goal: shares, lag, requests and proxies come out as published and as computed. Method: the examples of the paper on dominant
 * resource fairness, random clusters against its laws, and closed forms.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renewedAt, strictFrom, uncovered } from '../../../sims/autoscaling/containers/sidecar.ts';
import { downWindowS, undershoot } from '../../../sims/autoscaling/hpa/lag.ts';
import { requestFor, roundFactor } from '../../../sims/autoscaling/hpa/vertical.ts';
import {
  allocated,
  dominantShare,
  equalShare,
  type SharingUser,
  unfairPair,
} from '../../../sims/autoscaling/nodes/fair-share.ts';
import { autoscalingRules } from '../../../sims/autoscaling/rules.ts';

const rules = autoscalingRules.without();
const user = (demand: readonly number[], weight = 1): SharingUser => ({
  name: demand.join(' and '),
  demand,
  weight,
});

describe('dominant resource fairness', () => {
  test('Table 1: 9 CPUs and 18 GB, <1,4> and <3,1>: 3 and 2 tasks, B A A B A', () => {
    const users = [user([1, 4]), user([3, 1])];
    const { tasks } = allocated([9, 18], users, rules);
    expect(tasks).toEqual([3, 2]);
    // The paper begins with user B, of two that have nothing.
    const b = allocated([9, 18], users.toReversed(), rules);
    expect(b.order.map((at) => 'BA'[at])).toEqual(['B', 'A', 'A', 'B', 'A']);
    expect(equalShare([9, 18], users)).toBeCloseTo(2 / 3, 12);
    expect(users.map((one) => dominantShare(one, [9, 18]))).toEqual([4 / 18, 3 / 9]);
  });

  test.each<[string, number[], SharingUser[], number[]]>([
    // One resource: max-min fairness.
    ['one resource', [12], [user([1]), user([1]), user([2])], [4, 4, 2]],
    // Both have half of the memory: 3 x 5 and 15.
    ['<1,3> and <1,1> of <30,30>', [30, 30], [user([1, 3]), user([1, 1])], [5, 15]],
    ['ten times the paper’s cluster', [90, 180], [user([1, 4]), user([3, 1])], [30, 20]],
    [
      'a user who needs little of what is short goes on',
      [10, 100],
      [user([2, 1]), user([0, 5])],
      [5, 19],
    ],
    ['weights: twice as much for the first', [12], [user([1], 2), user([1])], [8, 4]],
    ['a task that never fits', [4, 4], [user([5, 1]), user([1, 1])], [0, 4]],
  ])('%s', (_name, capacity, users, tasks) => {
    expect(allocated(capacity, users, rules).tasks).toEqual(tasks);
  });

  test('no task can be moved to a user behind, nothing is used twice, and the least is near the equal share', () => {
    const demand = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(demand, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 5, max: 200 }), { minLength: 3, maxLength: 3 }),
        (demands, capacity) => {
          const users = demands.map((each) => user(each));
          const allocation = allocated(capacity, users, rules);
          expect(unfairPair(capacity, users, allocation)).toBeUndefined();
          for (const [at, all] of capacity.entries()) {
            const used = users.reduce(
              (sum, one, i) => sum + (one.demand[at] ?? 0) * (allocation.tasks[i] ?? 0),
              0,
            );
            expect(used).toBeLessThanOrEqual(all);
          }
          const shares = users.map(
            (one, i) => dominantShare(one, capacity) * (allocation.tasks[i] ?? 0),
          );
          expect(Math.min(...shares)).toBeLessThanOrEqual(equalShare(capacity, users) + 1e-9);
          expect(allocation.order).toHaveLength(allocation.tasks.reduce((sum, n) => sum + n, 0));
        },
      ),
    );
  });

  test('first come, first served is what the law refuses', () => {
    const users = [user([1, 4]), user([3, 1])];
    const greedy = allocated([9, 18], users, autoscalingRules.without('equalise-dominant-shares'));
    expect(greedy.tasks).toEqual([4, 1]);
    expect(unfairPair([9, 18], users, greedy)?.map(({ name }) => name)).toEqual([
      '3 and 1',
      '1 and 4',
    ]);
  });
});

test('looks at one old sample: rounded up each time, one pod at least, nothing within the tolerance', () => {
  expect([0, 1, 2, 3, 4, 9].map((looks) => undershoot(16, 0.5, looks, rules))).toEqual([
    16, 8, 4, 2, 1, 1,
  ]);
  expect(undershoot(10, 0.7, 2, rules)).toBe(5);
  expect(undershoot(16, 0.9, 9, rules)).toBe(16);
  expect(undershoot(16, 0.89, 1, rules)).toBe(15);
});

test('scaling down waits for the lag and two looks', () => {
  expect([downWindowS(0, rules), downWindowS(120_000, rules)]).toEqual([30, 150]);
  expect(downWindowS(120_000, autoscalingRules.without('window-covers-lag'))).toBe(0);
});

test('a vertical autoscaler adds 15%, and keeps 25 thousandths', () => {
  const acts = autoscalingRules.without('vertical-on-another-metric');
  expect([600, 601, 10, 0].map((used) => requestFor(1_000, used, acts))).toEqual([
    690, 692, 25, 25,
  ]);
  expect(requestFor(1_000, 600, rules)).toBe(1_000);
  expect(roundFactor(60)).toBeCloseTo(1.449, 3);
  expect(roundFactor(100 / 1.15)).toBeCloseTo(1, 12);
});

describe('proxies', () => {
  const times = { appStartMs: 2_000, proxyStartMs: 5_000, appDrainMs: 20_000, proxyEndMs: 5_000 };
  const together = autoscalingRules.without('proxy-first-up-last-down');

  test('together: what the application is up before, and after', () => {
    expect(uncovered(times, together)).toEqual({ startMs: 3_000, endMs: 15_000, upMs: 2_000 });
    const quick = { ...times, proxyStartMs: 1_000, proxyEndMs: 30_000 };
    expect(uncovered(quick, together)).toEqual({ startMs: 0, endMs: 0, upMs: 2_000 });
  });

  test('first up and last down: nothing, for one start after the other', () => {
    expect(uncovered(times, rules)).toEqual({ startMs: 0, endMs: 0, upMs: 7_000 });
  });

  test('strict once the last client has its proxy, and not before it was planned', () => {
    expect(strictFrom(0.5, [0.2, 0.9, 0.4], rules)).toBe(0.9);
    expect(strictFrom(0.5, [0.2, 0.4], rules)).toBe(0.5);
    const early = autoscalingRules.without('permissive-before-strict');
    expect(strictFrom(0.5, [0.2, 0.9], early)).toBe(0.5);
  });

  test('certificates are renewed at their share of life, or when they expire', () => {
    expect(renewedAt(0.5, rules)).toBe(0.5);
    expect(renewedAt(0.5, autoscalingRules.without('rotate-before-expiry'))).toBe(1);
  });
});
