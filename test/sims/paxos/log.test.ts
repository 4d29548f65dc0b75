/**
 * Goal: acceptors of a log keep, slot by slot, the rules of the choice of one value, and its leaders too: without one of
 * them the storm breaks the log, with all of them it does not (`scenarios/paxos.test.ts`).
 */
import { expect, test } from 'vitest';
import log from '../../../scenarios/paxos/log.ts';
import newLeader from '../../../scenarios/paxos/new-leader.ts';
import { commandCost } from '../../../sims/paxos/multi/formulas.ts';
import { propertyBroken, run } from '../../../src/lab/run.ts';

test.each([
  ['acceptance-persists', '0'],
  ['learn-from-majority', '0'],
  ['accept-only-promised', '0'],
  ['choose-highest-accepted', '12'],
] as const)('without %s a slot holds two commands', (rule, seed) => {
  const result = run(log, { seed, without: [rule] }, { stopAtViolation: 'one-command-per-slot' });
  expect(propertyBroken(result, 'one-command-per-slot')).toBeDefined();
});

test.each([
  { before: 0, gap: 0, behind: 1 },
  { before: 5, gap: 1, behind: 7 },
])('a new leader fills the gap, and no more: %j', (params) => {
  const { verdict, metrics } = run(newLeader, { seed: '3', params });
  expect({ verdict, metrics }).toMatchObject({
    verdict: 'pass',
    metrics: { noOps: params.gap, recovered: params.gap + params.behind },
  });
});

/** Counted by hand on a sketch of three servers: request, Accept, write, Accepted, reply. */
test('a command costs a round trip, and with a ballot of its own two', () => {
  const costs = { servers: 3, latencyMs: 1, diskMs: 0 };
  expect(commandCost(costs, 'kept')).toEqual({ ms: 4, messages: 6 });
  expect(commandCost(costs, 'begun')).toEqual({ ms: 6, messages: 10 });
});
