/**
 * Goal: the numbers of Bronson et al. (HotOS 2021, §2.1) for a database of 300 queries a second and one
 * retry after a second: stable below 150, vulnerable from 150 to 300, back when the load falls
 * below 150 or the retries below 20 a second; the more load, the smaller a trigger suffices. Method:
 * the scenario with other loads, remedies and triggers.
 */
import { describe, expect, test } from 'vitest';
import metastable from '../../../../scenarios/resilience/metastable.ts';
import { run } from '../../../../src/lab/run.ts';

/** Their database, of which the scenario’s is half. */
const bronson = { capacityQps: 300, stableQps: 140, vulnerableQps: 280, dropToQps: 140 };

const shares = (params: object) =>
  run(metastable, { seed: 'bronson', params: { ...bronson, ...params } }).metrics as Record<
    string,
    number
  >;

const isUp = (share: number | undefined) => (share ?? 0) > 0.9;

// One run tries five databases: two loads, and three remedies for 280 queries a second.
describe('after a stall', () => {
  test('149, or 280 after a fall to 149, with 18 retries a second or 0.05 a success: up again', () => {
    const remedies = { dropToQps: 149, retryCapPerSecond: 18, earnedBySuccess: 0.05 };
    const { stable, vulnerable, loadDrop, retryCap, retryBudget } = shares({
      stableQps: 149,
      vulnerableQps: 280,
      ...remedies,
    });
    expect([stable, loadDrop, retryCap, retryBudget].map(isUp)).toEqual([true, true, true, true]);
    expect(isUp(vulnerable)).toBe(false);
  });

  test('151, or 280 after a fall to 151, with 22 retries a second or 0.2 a success: down', () => {
    const remedies = { dropToQps: 151, retryCapPerSecond: 22, earnedBySuccess: 0.2 };
    const { stable, loadDrop, retryCap, retryBudget } = shares({
      stableQps: 151,
      vulnerableQps: 280,
      ...remedies,
    });
    expect([stable, loadDrop, retryCap, retryBudget].map(isUp)).toEqual(Array(4).fill(false));
  });

  test('299: down', () => {
    expect(isUp(shares({ vulnerableQps: 299 })['vulnerable'])).toBe(false);
  });
});

// Found by swarm seeds 55 and 59: three of four tries are on their way when the stall ends.
test.each([
  ['55', { vulnerableQps: 163, capacityQps: 471, dropToQps: 111, retryCapPerSecond: 11.8 }],
  ['59', { vulnerableQps: 142, capacityQps: 384, dropToQps: 139, retryCapPerSecond: 17.9 }],
])('a stall shorter than all tries of a query may pass, seed %s', (seed, params) => {
  const { verdict } = run(metastable, {
    seed,
    params: { stableQps: 140, maxAttempts: 4, ...params },
  });
  expect(verdict).toBe('pass');
});

test('the closer to the capacity, the smaller the spike that brings it down', () => {
  const after = (spikeQps: number, stableQps: number, vulnerableQps: number) => {
    const { stable, vulnerable } = shares({ stableQps, vulnerableQps, spikeQps, stallMs: 0 });
    return [isUp(stable), isUp(vulnerable)];
  };
  expect(after(50, 220, 299)).toEqual([true, false]);
  expect(after(200, 151, 220)).toEqual([true, false]);
});

const toldWith = (params: Record<string, number>) => {
  const { story, expectations, verdict } = run(metastable, { seed: '1', params });
  expect(verdict).toBe('pass');
  return `${story} ${expectations.map(({ text }) => text).join(' ')}`;
};

test('a drop of the load that does not end it is not told as its end', () => {
  const told = toldWith({ maxAttempts: 4 });
  expect(told).toContain('What does not: a few seconds of less load (0.0% are answered again)');
  expect(told).not.toMatch(/What ends it: [^.]*less load/);
  expect(told).not.toContain('doubled');
});

test('a database with room for the retries is not told as down', () => {
  const told = toldWith({ capacityQps: 300 });
  expect(told).toContain('retries do not keep it down');
  expect(told).not.toContain('stays down');
});
