/**
 * Raft in every order within stated bounds: with all rules on nothing breaks. What breaks
 * without a rule is in `stories.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import randomFaults from '../../scenarios/raft/random-faults.ts';
import { type ExploreOptions, modelOf } from '../../src/explore/of-scenario.ts';
import { Search } from '../../src/explore/search.ts';

const election = (count: number) => ({ timeouts: { electionTimeout: count } });

function explored(options: ExploreOptions) {
  const search = new Search(modelOf(randomFaults, { operations: [], ...options }));
  return { search, report: search.finish() };
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
