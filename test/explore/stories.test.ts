/**
 * The stories that `describe` tells of Raft's rules are those that a search finds, and the timed world shows
 * each of them. Here those that a thousand states suffice for; the others are in `stories.deep.ts`.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { raftStories } from '../../scenarios/raft/exploration-stories.ts';
import { raftExplorations, raftSearched } from '../../scenarios/raft/explorations.ts';
import { raftExplorable } from '../../sims/raft/exploration/exploration.ts';
import { raftRules } from '../../sims/raft/rules.ts';
import type { KeptStory } from '../../src/check/exploration.ts';
import { replay } from '../../src/explore/replay.ts';
import { exploreWithout } from '../support/exploration-stories.ts';
import { withTable } from '../support/rules-in-every-order.ts';

test('every rule that is explored has its story', () => {
  expect(Object.keys(raftStories)).toEqual(Object.keys(raftExplorations));
});

test('the guide of Raft shows what was found of each safety rule', () => {
  const guide = readFileSync(new URL('../../sims/raft/README.md', import.meta.url), 'utf8');
  expect(withTable(guide)).toBe(guide);
});

test('no rule is found, not judged and searched in vain at once', () => {
  const kinds = [Object.keys(raftStories), raftExplorable.clockRules, Object.keys(raftSearched)];
  const all = kinds.flat();
  expect([...new Set(all)]).toEqual(all);
});

const few = 1_000;
const explored = raftRules.ids.flatMap((rule) => {
  const exploration = raftExplorations[rule];
  const { distinct } = (raftStories[rule] as KeptStory | undefined) ?? { distinct: Infinity };
  const isHere = process.env['SEEDLAB_DEEP'] === 'yes' ? distinct > few : distinct <= few;
  return exploration === undefined || !isHere ? [] : [[rule, exploration] as const];
});

test.each(explored)('%s', async (rule, exploration) => {
  const { protects } = raftRules.get(rule);
  const { model, breach, kept } = await exploreWithout(rule, protects, exploration);
  expect(kept).toEqual(raftStories[rule]);
  expect(replay(model, breach)).toMatchObject({ digest: expect.any(String) });
});
