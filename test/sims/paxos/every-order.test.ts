/**
 * Goal: over every order of two proposals, however often each message arrives, one value is learned. Without a rule a search
 * finds a shortest order that breaks the law, and the timed world shows it.
 */
import { expect, test } from 'vitest';
import { paxosStories } from '../../../scenarios/paxos/exploration-stories.ts';
import { paxosExplorations } from '../../../scenarios/paxos/explorations.ts';
import singleDecree from '../../../scenarios/paxos/single-decree.ts';
import { paxosRules } from '../../../sims/paxos/rules.ts';
import { synodExploration } from '../../../sims/paxos/synod/exploration.ts';
import type { RuleExploration } from '../../../src/check/exploration.ts';
import { type ExploreOptions, modelOf } from '../../../src/explore/of-scenario.ts';
import { replay } from '../../../src/explore/replay.ts';
import { Search } from '../../../src/explore/search.ts';
import { exploreWithout } from '../../support/exploration-stories.ts';

const operations = [
  { kind: 'propose', server: 'n1', value: 'a' },
  { kind: 'propose', server: 'n2', value: 'b' },
];

function explored(options: ExploreOptions) {
  const search = new Search(modelOf(singleDecree, { operations, ...options }));
  const { distinct, generated, depth, ended } = search.finish();
  const { breaches } = search;
  const reached = [...search.reached.keys()].sort();
  return { counts: { distinct, generated, depth }, ended, breaches, reached };
}

test('messages arrive in any order, and any number of times', () => {
  expect(explored({ bounds: { network: 'set' } })).toEqual({
    counts: { distinct: 48_677, generated: 636_516, depth: 32 },
    ended: 'complete',
    breaches: [],
    reached: ['all-have-learned', 'two-values-accepted', 'value-is-chosen'],
  });
});

test('two acceptors that accepted one value have not accepted two', () => {
  const goal = synodExploration.goals?.find(({ id }) => id === 'two-values-accepted');
  const holds = (...values: (string | null)[]) => {
    const nodes = values.map((value, place) => ({
      id: `n${place}`,
      state: { accepted: value === null ? null : { value } },
    }));
    return goal?.holds({ nodes } as unknown as Parameters<typeof goal.holds>[0]);
  };
  expect([holds('x', 'x', null), holds('x', 'y', null), holds(null)]).toEqual([false, true, false]);
});

test('every rule that does not depend on the clock is searched, and every search has its story', () => {
  const { clockRules = [] } = singleDecree.sim.explorable ?? {};
  const searched = paxosRules.ids.filter((rule) => !clockRules.includes(rule));
  expect(Object.keys(paxosExplorations).sort()).toEqual([...searched].sort());
  expect(Object.keys(paxosStories).sort()).toEqual([...searched].sort());
});

/** Rules whose story is found among few states; `npm run stories` searches them all. */
const quick = Object.entries(paxosExplorations).filter(
  ([rule]) => (paxosStories[rule]?.distinct ?? 0) < 50_000,
) as [keyof typeof paxosExplorations, RuleExploration][];

test.each(quick)(
  'without %s an order breaks it, in the timed world too',
  async (rule, exploration) => {
    const found = await exploreWithout(rule, paxosRules.get(rule).protects, exploration);
    expect(found.kept).toEqual(paxosStories[rule]);
    if (found.breach === undefined) throw new Error('nothing was found');
    // A message that arrives again after it was consumed has no counterpart in the timed world.
    const isTimed = exploration.bounds?.network !== 'set';
    expect(replay(found.model, found.breach)).toHaveProperty(isTimed ? 'digest' : 'untimed');
  },
);
