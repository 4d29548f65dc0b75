/**
 * Goal: over every order of a few commands of a log, each slot has at most one command, and servers
 * apply them in one order.
 */
import { expect, test } from 'vitest';
import logRaces from '../../../scenarios/paxos/log-races.ts';
import { type ExploreOptions, modelOf } from '../../../src/explore/of-scenario.ts';
import { Search } from '../../../src/explore/search.ts';

const put = (server: string, value: string, serial = 1) => ({ kind: 'put', server, value, serial });

function explored(options: ExploreOptions) {
  const search = new Search(modelOf(logRaces, options));
  const { distinct, ended } = search.finish();
  const { breaches } = search;
  return { distinct, ended, breaches, reached: [...search.reached.keys()].sort() };
}

test('two leaders, one slot: the second proposes again what the first has', () => {
  expect(explored({ operations: [put('n1', 'a'), put('n2', 'b')] })).toEqual({
    distinct: 25_586,
    ended: 'complete',
    breaches: [],
    reached: ['slot-is-chosen', 'slot-is-recovered'],
  });
});

test('one leader, two slots: what arrives out of order is applied in order', () => {
  const operations = [put('n1', 'a'), put('n1', 'b', 2)];
  expect(explored({ operations, reach: { slots: 2 } })).toEqual({
    distinct: 7_915,
    ended: 'complete',
    breaches: [],
    reached: ['slot-is-chosen', 'two-slots-applied'],
  });
});
