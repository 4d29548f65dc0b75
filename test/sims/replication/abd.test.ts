/**
 * Goal: a register of several servers is atomic in every order of a few messages and in random
 * runs, by its laws and by the checker of histories alike, and any rule switched off breaks it.
 */
import { expect, test } from 'vitest';
import { replicationStories } from '../../../scenarios/replication/exploration-stories.ts';
import { replicationExplorations } from '../../../scenarios/replication/explorations.ts';
import registerRaces from '../../../scenarios/replication/register-races.ts';
import type { RegisterSubject } from '../../../sims/replication/abd/cluster.ts';
import { abdRules } from '../../../sims/replication/abd/rules.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import type { RuleExploration } from '../../../src/check/exploration.ts';
import { modelOf } from '../../../src/explore/of-scenario.ts';
import { replay } from '../../../src/explore/replay.ts';
import { Search } from '../../../src/explore/search.ts';
import { Run } from '../../../src/lab/run.ts';
import { exploreWithout } from '../../support/exploration-stories.ts';

test('every order of two writes keeps the laws', () => {
  const operations = replicationExplorations['writer-breaks-ties']?.operations ?? [];
  const search = new Search(modelOf(registerRaces, { operations }));
  expect(search.finish().ended).toBe('complete');
  expect(search.breaches).toEqual([]);
});

test('every rule of the register is searched, and every search has its story', () => {
  expect(Object.keys(replicationExplorations).sort()).toEqual(Object.keys(abdRules).sort());
  expect(Object.keys(replicationStories).sort()).toEqual(Object.keys(abdRules).sort());
});

const quick = Object.entries(replicationExplorations).filter(
  ([rule]) => (replicationStories[rule]?.distinct ?? 0) < 50_000,
) as [keyof typeof abdRules, RuleExploration][];

test.each(quick)('without %s an order breaks it, in the timed world too', async (rule, search) => {
  const found = await exploreWithout(rule, replicationRules.get(rule).protects, search);
  expect(found.kept).toEqual(replicationStories[rule]);
  if (found.breach === undefined) throw new Error('nothing was found');
  expect(replay(found.model, found.breach)).toHaveProperty('digest');
});

/** The laws look at versions; the checker sees only values. */
test('what the checker finds, the laws have found', () => {
  const verdicts = Array.from({ length: 12 }, (_, seed) => {
    const without = ['phases-hear-majority'];
    const params = { operations: 60 };
    const run = new Run(registerRaces, { seed: `${seed}`, params, without });
    run.finish();
    const { registers } = run.subject as RegisterSubject;
    const { record } = registers[0] ?? {};
    const byLaws = record?.breaches.of('register-steps-forward') === undefined;
    const byChecker = record?.linearizability === 'linearizable';
    // A write that races with another may end with the older version and never be seen.
    expect(byLaws && !byChecker).toBe(false);
    return byChecker;
  });
  expect(new Set(verdicts)).toEqual(new Set([true, false]));
});
