/**
 * Goal: a swarm draws only what its scenario accepts, and no goal depends on the luck of a draw.
 * Method: seeds that were once refused in the middle of a sweep, or proved nothing.
 */
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { InputError } from '../../src/lab/input-error.ts';
import { parseAssignments } from '../../src/lab/params.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { performBatch } from '../../src/lab/sweep/work.ts';

test.each([
  ['crdt/random-edits', '5000000..5000009', true, []],
  ['crdt/shopping-cart', '1..30', true, []],
  ['crdt/lost-memory', '9000..9003', true, []],
  ['cache/random-traffic', '7007897..7007899', false, []],
  ['cache/random-traffic', '1..30', true, []],
  ['cache/random-traffic', '1..3', false, ['operations=2', 'keys=1', 'databaseMs=0..0']],
  // Parameters whose laws were wrong, or that a scenario cannot have.
  ['crdt/likes', '7..8', true, []],
  ['crdt/random-edits', '11', true, []],
  ['locks/advisory-charge', '4', false, ['pauseMs=12913', 'sessionMs=13418']],
  ['locks/advisory-charge', '38', true, []],
  ['estimation/hot-shard', '40', true, []],
  ['estimation/merged-percentiles', '1', false, ['fast=6398', 'fastMs=1.33']],
  ['traffic/dead-host', '16', true, []],
])('%s, seeds %s, swarm %s, %j: every seed passes', async (id, written, swarm, set) => {
  const seeds = parseSeeds(written);
  const job = { scenario: id, seeds, shard: wholeShard, set, without: [], swarm };
  const limits = { eventsMax: 1_000_000, coverage: false };
  const places = { from: 0, to: seeds.count };
  const scenario = await catalogue.scenario(id);
  const { tally } = performBatch(scenario, { ...job, ...limits }, places);
  expect([tally.outcomes.pass, tally.cases]).toEqual([seeds.count, []]);
});

test.each([
  [['type=rga'], 'policy: rga is shipped as operations only, so set policy=op.'],
  [
    ['type=rga', 'policy=state'],
    'policy: rga is shipped as operations only, so set policy=op; "state" was given.',
  ],
  [
    ['policy=op'],
    'policy: orswot is not shipped as operations, so set policy=state or policy=delta; "op" was given.',
  ],
  [
    ['type=or-set', 'policy=op', 'order=precondition'],
    'order: the operations of an or-set need causal delivery, so set order=causal; "precondition" was given.',
  ],
])('%j is refused before anything is built', async (assignments, sentence) => {
  const { params } = await catalogue.scenario('crdt/random-edits');
  expect(() => parseAssignments(params, assignments)).toThrow(new InputError(sentence));
});
