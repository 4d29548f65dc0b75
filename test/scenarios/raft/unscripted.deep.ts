/**
 * Goal: the random scenarios reach the orders in which real Raft clusters broke, with nobody's script:
 * with one of the rules taken out that mend them, a sweep of so many seeds finds it.
 * Method: a scenario, its seeds and the rule that is off. Found per seeds tried, with the rates that were
 * measured when the scenarios came to draw these faults:
 *
 *     lead-on-durable-ballot     raft/storm          9 of 100   the rare draw: a disk that is hung or slow
 *                                                               on the server that is elected, for
 *                                                               longer than its election takes
 *     joint-majorities           raft/churn          68 of 150  the rare draw: several servers replaced at
 *                                                               once while links are cut
 *     count-distinct-voters      raft/random-faults  26 of 120  election-safety itself: 6 of 120
 *     answers-to-this-leadership raft/late-messages  8 of 300   the rare draw: the lead goes there and back
 *                                                               while one link is held, and then the
 *                                                               leader is cut off together with a client
 *     count-grants-for-this-candidacy
 *                                raft/late-messages  27 of 300  with late=votes; the rare draw: a crash
 *                                                               between a request and its grants, on a
 *                                                               server with an entry that is not durable
 *
 * The last two faults are of four or more steps in one order: raft/storm, which draws its faults one by
 * one, found neither in 1,500 and 2,000 seeds.
 * The number of seeds is what it takes to miss a defect of half that rate with less than 1 in 1,000.
 */
import { expect, test } from 'vitest';
import { catalogue } from '../../../scenarios/index.ts';
import { brokenIn } from '../../../src/lab/broken.ts';
import { run } from '../../../src/lab/run.ts';

const found: readonly { rule: string; id: string; rate: number; params?: object }[] = [
  { rule: 'lead-on-durable-ballot', id: 'raft/storm', rate: 0.09 },
  { rule: 'joint-majorities', id: 'raft/churn', rate: 68 / 150 },
  { rule: 'count-distinct-voters', id: 'raft/random-faults', rate: 26 / 120 },
  { rule: 'answers-to-this-leadership', id: 'raft/late-messages', rate: 8 / 300 },
  {
    rule: 'count-grants-for-this-candidacy',
    id: 'raft/late-messages',
    rate: 27 / 300,
    params: { late: 'votes' },
  },
];

/** Seeds until a defect that half of that rate shows is missed with less than 1 in 1,000. */
const seedsFor = (rate: number) => Math.ceil(Math.log(0.001) / Math.log(1 - rate / 2));

test.each(found)('$id finds a cluster without $rule', async ({ rule, id, rate, params = {} }) => {
  const scenario = await catalogue.scenario(id);
  const seeds = Array.from({ length: seedsFor(rate) }, (_, seed) => String(seed));
  const finds = seeds.find(
    (seed) => brokenIn(run(scenario, { seed, params, without: [rule] })).length > 0,
  );
  expect(finds).toBeDefined();
});

const settings = new Map(
  found.map(({ id, params = {} }) => [`${id} ${JSON.stringify(params)}`, { id, params }]),
);

test.each([...settings])('%s finds nothing with every rule', async (_name, { id, params }) => {
  const scenario = await catalogue.scenario(id);
  for (let seed = 0; seed < 1_000; seed++) {
    expect([seed, brokenIn(run(scenario, { seed: String(seed), params }))]).toEqual([seed, []]);
  }
});
