/**
 * Goal: acceptors and leaders of a log obey the rules of choosing one value slot by slot: without
 * one of them the storm breaks the log, with all of them it does not (`scenarios/paxos.test.ts`).
 */
import { expect, test } from 'vitest';
import log from '../../../scenarios/paxos/log.ts';
import { client } from '../../../scenarios/paxos/log-common.ts';
import newLeader from '../../../scenarios/paxos/new-leader.ts';
import { multiCluster } from '../../../sims/paxos/multi/cluster.ts';
import { commandCost } from '../../../sims/paxos/multi/formulas.ts';
import { paxosRules } from '../../../sims/paxos/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import { propertyBroken } from '../../../src/lab/broken.ts';
import { run } from '../../../src/lab/run.ts';
import { World } from '../../../src/world/world.ts';

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

test('without loss a leader sends one Accept for a slot to each acceptor', () => {
  const world = new World('1', { latencyMs: constant(10) });
  const accepts: string[] = [];
  world.trace.on('send', ({ peer, detail }) => {
    const { type } = detail as { readonly type: string };
    if (type === 'Accept') accepts.push(`${peer}: ${JSON.stringify(detail)}`);
  });
  const asking = { ...client, untilMs: 950, timeoutMs: 2_000 };
  const { logs } = multiCluster(world, paxosRules.without(), [
    {
      ...{ servers: 3, diskMs: constant(2), firstLeads: true, keepsBallot: true },
      ...{ election: { leastMs: 200, mostMs: 400 }, heartbeatMs: 30 },
      clients: [1, 2, 3].map((first) => ({ ...asking, first })),
    },
  ]);
  world.kernel.runUntil(2_000);
  const { slots } = must(logs[0], 'log').judge;
  expect(slots).toBeGreaterThan(30);
  expect(accepts).toHaveLength(3 * slots);
  expect(new Set(accepts).size).toBe(accepts.length);
});
