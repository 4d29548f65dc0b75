/**
 * The stories that `describe` tells of Raft's rules are those that a search finds, and the timed world shows
 * each of them; a search that found nothing went as far as the guide says. Here the searches that a thousand
 * states suffice for; the others are in `stories.deep.ts`.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  raftConsequenceStories,
  raftEnds,
  raftStories,
} from '../../scenarios/raft/exploration-stories.ts';
import { raftConsequences, raftExplorations } from '../../scenarios/raft/explorations.ts';
import { raftExplorable } from '../../sims/raft/exploration/exploration.ts';
import { raftRules } from '../../sims/raft/rules.ts';
import type { KeptEnd, KeptStory } from '../../src/check/exploration.ts';
import { replay } from '../../src/explore/replay.ts';
import { exploreWithout } from '../support/exploration-stories.ts';
import { safetyRules, withTables } from '../support/rules-in-every-order.ts';

test('every safety rule is searched, or depends on the clock', () => {
  const ofClock = raftExplorable.clockRules;
  const searched = safetyRules().filter((rule) => !ofClock.includes(rule));
  expect(Object.keys(raftExplorations).sort()).toEqual(searched.sort());
});

test('every search has its story, or its end', () => {
  const kept = [...Object.keys(raftStories), ...Object.keys(raftEnds)];
  expect(kept.sort()).toEqual(Object.keys(raftExplorations).sort());
  expect(Object.keys(raftConsequenceStories)).toEqual(Object.keys(raftConsequences));
});

test('the guide of Raft shows what was found of each safety rule', () => {
  const guide = readFileSync(new URL('../../sims/raft/README.md', import.meta.url), 'utf8');
  expect(withTables(guide)).toBe(guide);
});

const few = 1_000;
const isDeep = process.env['SEEDLAB_DEEP'] === 'yes';
const searches = [
  ['', raftExplorations, { ...raftStories, ...raftEnds }],
  [': what comes of it', raftConsequences, raftConsequenceStories],
] as const;
const explored = searches.flatMap(([suffix, explorations, results]) =>
  raftRules.ids.flatMap((rule) => {
    const exploration = explorations[rule];
    const kept = (results as Record<string, KeptStory | KeptEnd>)[rule];
    const isHere = kept !== undefined && kept.distinct > few === isDeep;
    return exploration === undefined || !isHere
      ? []
      : [[rule + suffix, rule, exploration, kept] as const];
  }),
);

test.each(explored)('%s', async (_, rule, exploration, kept) => {
  const found = await exploreWithout(rule, raftRules.get(rule).protects, exploration);
  expect(found.kept).toEqual(kept);
  if (found.breach === undefined) return;
  expect(replay(found.model, found.breach)).toMatchObject({ digest: expect.any(String) });
});
