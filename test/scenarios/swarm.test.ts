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
])('%j is refused before anything is built', async (assignments, sentence) => {
  const { params } = await catalogue.scenario('crdt/random-edits');
  expect(() => parseAssignments(params, assignments)).toThrow(new InputError(sentence));
});
