/**
 * Raft in every order within stated bounds: with all rules on nothing breaks; with a rule off the property
 * that it protects does, and the timed world shows the same when it is played by hand.
 */
import { describe, expect, test } from 'vitest';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import { type ExploreOptions, modelOf } from '../../src/explore/of-scenario.ts';
import { replay } from '../../src/explore/replay.ts';
import type { Breach } from '../../src/explore/search.ts';
import { type Stage, StagedSearch } from '../../src/explore/stages.ts';

const election = (count: number) => ({ timeouts: { electionTimeout: count } });

function explored(options: ExploreOptions, stopAt?: string, stages: readonly Stage[] = []) {
  const model = modelOf(randomFaults, { operations: [], ...options });
  const search = new StagedSearch(model, { stopAt, stages });
  const report = search.finish();
  return { model, search, report };
}

describe('all rules on, every order', () => {
  test.each([
    ['2 servers, 3 timeouts', { params: { nodes: 2 }, bounds: election(3) }, 395],
    [
      '2 servers, 2 timeouts, a crash, disks at any time',
      {
        params: { nodes: 2 },
        bounds: { ...election(2), crashes: 1, disks: 'any-time' as const },
      },
      undefined,
    ],
    [
      '3 servers, a timeout, a message twice',
      { bounds: { ...election(1), duplicates: 1 } },
      undefined,
    ],
  ])('%s: nothing breaks', (_, options, distinct) => {
    const { search, report } = explored(options);
    expect(report.ended).toBe('complete');
    expect(search.breaches).toEqual([]);
    expect([...search.reached.keys()]).toEqual(expect.arrayContaining(['leads', 'committed']));
    if (distinct !== undefined) expect(report.distinct).toBe(distinct);
  });
});

describe('a rule off is found, and the timed world agrees', () => {
  const kept = (goal: string): Stage => ({ goal, keepsMessages: true });
  const rows: [string, string, ExploreOptions, Stage[]][] = [
    ['one-vote-per-term', 'election-safety', { bounds: election(2) }, []],
    ['persist-term-and-vote', 'election-safety', { bounds: { ...election(2), crashes: 1 } }, []],
    ['candidate-votes-for-itself', 'election-safety', { bounds: election(2) }, []],
    [
      'lead-on-durable-ballot',
      'counts-durable-ballots',
      { bounds: { ...election(1), disks: 'any-time' } },
      [],
    ],
    [
      'up-to-date-log',
      'leader-completeness',
      { bounds: election(2), reach: { terms: 3 } },
      [kept('committed')],
    ],
  ];
  test.each(rows)('%s', (rule, property, options, stages) => {
    const { model, search, report } = explored({ ...options, without: [rule] }, property, stages);
    expect(report.ended).toBe('found');
    const breach = search.breaches.find((found) => found.property === property) as Breach;
    expect(replay(model, breach)).toMatchObject({ digest: expect.any(String) });
  });
});
