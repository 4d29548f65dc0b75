/**
 * Goal: what groups on a few machines can do is bounded on both sides, by bounds that other placements and more groups break. Method:
 * the closed form against a count by hand and against runs at other settings.
 */
import { describe, expect, test } from 'vitest';
import groupThroughput from '../../../scenarios/raft/group-throughput.ts';
import { type Groups, groupsBound } from '../../../sims/raft/group-formulas.ts';
import { run } from '../../../src/lab/run.ts';

const three: Groups = {
  ...{ groups: 1, machines: 3, leading: 1 },
  ...{ latencyMs: 10, diskMs: 2, messageMs: 1 },
};

describe('the bound', () => {
  test('of one group is a write without a queue, and one that meets all its work in turn', () => {
    // Request, entry and answer on the way of 42 ms; with its own log, the other entry and its answer six messages.
    const { least, most } = groupsBound(three);
    expect(most).toBeCloseTo(1_000 / 45);
    expect(least).toBeCloseTo(1_000 / 48);
  });

  test('of very many groups is what the processors have time for', () => {
    const many = { ...three, groups: 1e7 };
    // Four messages of a write at the machine that leads all; six on three machines that share the lead.
    for (const [leading, rate] of [[1, 250] as const, [3, 500] as const]) {
      const { least, most } = groupsBound({ ...many, leading });
      expect(most).toBeCloseTo(rate);
      expect(least).toBeCloseTo(rate, 1);
    }
  });
});

test.each([{ leading: 1 }, { latencyMs: 1, messageMs: 8 }])('runs stay within it: %j', (params) => {
  expect(run(groupThroughput, { seed: '2', params }).verdict).toBe('pass');
});

test('leaders on one machine, or growth without an end, would be outside of it', () => {
  const all = { ...three, groups: 64, latencyMs: 25, messageMs: 4 };
  const spread = groupsBound({ ...all, leading: 3 });
  expect(groupsBound({ ...all, leading: 1 }).most).toBeLessThan(spread.least);
  expect(64 * groupsBound({ ...all, groups: 1 }).least).toBeGreaterThan(spread.most);
});
