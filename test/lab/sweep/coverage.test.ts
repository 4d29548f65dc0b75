/**
 * Goal: coverage says what a run went through, and nothing else; watching changes no run; and what
 * never happened is named.
 */
import { describe, expect, test } from 'vitest';
import leaderCrash from '../../../scenarios/raft/leader-crash.ts';
import { raftChart } from '../../../sims/raft/chart.ts';
import { raftRules } from '../../../sims/raft/rules.ts';
import { observedSwitches } from '../../../src/check/rules.ts';
import { coverageOf } from '../../../src/cli/render/coverage-text.ts';
import { run } from '../../../src/lab/run.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import { performBatch } from '../../../src/lab/sweep/work.ts';

const seeds = 5;
const { tally } = performBatch(
  leaderCrash,
  {
    scenario: leaderCrash.id,
    seeds: parseSeeds(String(seeds)),
    shard: wholeShard,
    set: [],
    without: [],
    swarm: false,
    eventsMax: 1_000_000,
    coverage: true,
  },
  { from: 0, to: seeds },
);
const sections = Object.fromEntries(
  coverageOf(leaderCrash, tally).map((section) => [section.what, section]),
);

describe('coverage', () => {
  test('counts in how many runs each kind of fault struck, and names the kinds that never did', () => {
    expect(sections['faults']?.seen).toEqual([
      ['crash', seeds],
      ['restart', seeds],
    ]);
    expect(sections['faults']?.never).toContain('partition');
    expect(sections['faults']?.never).not.toContain('crash');
  });

  test('names every edge of the charts once: those that were taken, and the others', () => {
    const { seen = [], never = [] } = sections['moves'] ?? {};
    expect(seen.length + never.length).toBe(raftChart.moves.length);
    expect(seen).toContainEqual(['raft: candidate -wonElection-> leader', seeds]);
  });

  test('names every rule once: those whose line was reached, and the others', () => {
    const { seen = [], never = [] } = sections['asked'] ?? {};
    expect([...seen.map(([rule]) => rule), ...never].sort()).toEqual([...raftRules.ids].sort());
    expect(seen).toContainEqual(['one-vote-per-term', seeds]);
  });

  test('counts the goals that were reached', () => {
    expect(sections['goals']?.seen).toContainEqual(['leader-replaced', seeds]);
  });

  test('changes no run, and leaves nothing behind', () => {
    const digests = Array.from({ length: seeds }, (_, seed) =>
      BigInt(`0x${run(leaderCrash, { seed: String(seed + 1) }).digest}`),
    );
    const sum = digests.reduce((total, digest) => total + digest, 0n);
    expect(tally.digest).toBe(BigInt.asUintN(64, sum));
    expect(raftChart.observer).toBeUndefined();
  });
});

test('observed switches say what the others say, and tell who was asked', () => {
  const asked: string[] = [];
  const plain = raftRules.without('one-vote-per-term');
  const observed = observedSwitches(plain, (rule) => asked.push(rule));
  expect(asked).toEqual([]);
  expect(observed['one-vote-per-term']).toBe(false);
  expect(observed['up-to-date-log']).toBe(true);
  expect(asked).toEqual(['one-vote-per-term', 'up-to-date-log']);
  expect({ ...observed }).toEqual(plain);
});
