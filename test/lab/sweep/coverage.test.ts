/**
 * Goal: coverage says what a run went through, and nothing else; watching changes no run; and what
 * never happened is named.
 */
import { describe, expect, test } from 'vitest';
import leaderCrash from '../../../scenarios/raft/leader-crash.ts';
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import { raftRules } from '../../../sims/raft/rules.ts';
import { raftChart } from '../../../sims/raft/server/chart.ts';
import { observedSwitches } from '../../../src/check/rules.ts';
import { coverageOf } from '../../../src/cli/render/coverage-text.ts';
import { run } from '../../../src/lab/run.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import { emptyTally } from '../../../src/lab/sweep/tally.ts';
import { performBatch } from '../../../src/lab/sweep/work.ts';
import { outage } from '../../../src/world/fault.ts';

const seeds = 5;
const jobOf = (scenario: string) => ({
  scenario,
  seeds: parseSeeds(String(seeds)),
  shard: wholeShard,
  set: [],
  without: [],
  swarm: false,
  eventsMax: 1_000_000,
  coverage: true,
});
const job = jobOf(leaderCrash.id);
const { tally } = performBatch(leaderCrash, job, { from: 0, to: seeds });
const sectionsOf = (...covered: Parameters<typeof coverageOf>) =>
  Object.fromEntries(coverageOf(...covered).map((section) => [section.what, section]));
const sections = sectionsOf(leaderCrash, tally, job);

describe('coverage', () => {
  test('counts in how many runs each kind of fault struck, and names the kinds that never did', () => {
    expect(sections['faults']?.seen).toEqual([
      ['crash', seeds],
      ['restart', seeds],
    ]);
    expect(sections['faults']?.never).toEqual([]);
  });

  test('names as never only the kinds of faults that the plan could draw', () => {
    const { never } =
      sectionsOf(randomFaults, emptyTally(), jobOf(randomFaults.id))['faults'] ?? {};
    // No Raft server is a service, and one that loses its disk forgets its votes.
    expect(never).toEqual(expect.arrayContaining(['crash', 'cut', 'clock-jump', 'tear-disk']));
    for (const kind of ['outage', 'brownout', 'stall', 'lose-disk'])
      expect(never).not.toContain(kind);
    const plan = [{ atMs: 1, fault: outage('n1', 'refuses', 5) }];
    const ofFile = { ...jobOf(randomFaults.id), planFile: { plan } as never };
    expect(sectionsOf(randomFaults, emptyTally(), ofFile)['faults']?.never).toEqual(['outage']);
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
