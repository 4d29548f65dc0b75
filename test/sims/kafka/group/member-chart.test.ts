/** Goal: the chart of a member is XState’s machine in a table; every edge of it is walked. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import coordinatorCut from '../../../../scenarios/kafka/coordinator-cut.ts';
import staticTwins from '../../../../scenarios/kafka/static-twins.ts';
import { memberChart, memberMachine } from '../../../../sims/kafka/group/member-chart.ts';
import { Run } from '../../../../src/lab/run.ts';
import type { AnyScenario } from '../../../../src/lab/scenario.ts';
import { expectEveryEdgeWalked, walks, walkTogether } from '../../../support/chart-laws.ts';

test.prop([walks(memberChart as never)])('agrees with XState on every walk', (walk) => {
  walkTogether(memberMachine, memberChart as never, walk);
});

test('has every edge of the classic protocol, and no other', () => {
  expectEveryEdgeWalked(memberMachine, memberChart as never);
  const edges = memberChart.moves.map(({ from, event, to }) => `${from} --${event}-> ${to}`);
  expect(edges.sort()).toEqual([
    'joining --fenced-> unjoined',
    'joining --joined-> syncing',
    'joining --leave-> left',
    'stable --fenced-> unjoined',
    'stable --heartbeatInterval-> stable',
    'stable --leave-> left',
    'stable --pollTimeout-> unjoined',
    'stable --rebalance-> joining',
    'syncing --assigned-> stable',
    'syncing --fenced-> unjoined',
    'syncing --leave-> left',
    'syncing --rebalance-> joining',
    'unjoined --join-> joining',
  ]);
});

test('who drops out of a group loses its partitions, and a heartbeat goes out only while it is stable', () => {
  const losing = memberChart.moves.filter(({ effects }) =>
    effects.some((effect) => effect.kind === 'act' && effect.action === 'losePartitions'),
  );
  expect(losing.map(({ event }) => event).sort()).toEqual(['fenced', 'pollTimeout']);
  const beating = memberChart.moves.filter(({ effects }) =>
    effects.some((effect) => effect.kind === 'start-timer'),
  );
  expect(new Set(beating.map(({ to }) => to))).toEqual(new Set(['stable']));
});

/** The moves of the members in the ten seconds in which c1 joins and is stopped. */
function movesWhenStopped(scenario: AnyScenario): string[] {
  const moves: string[] = [];
  memberChart.observer = ({ from, event, to }) => moves.push(`${from} -${event}-> ${to}`);
  try {
    const operation = { kind: 'stop-consumer', consumer: 'billing/c1' };
    const run = new Run(scenario, { seed: '1', plan: [{ atMs: 6_000, operation }] });
    while (run.world.kernel.nextTimeMs < 10_000) run.step();
  } finally {
    memberChart.observer = undefined;
  }
  return moves;
}

test('a consumer that is stopped leaves its group by a move of the chart, unless it is static', () => {
  const moves = movesWhenStopped(coordinatorCut);
  expect(moves.filter((move) => move.endsWith('left'))).toEqual(['stable -leave-> left']);
  expect(moves).toContain('stable -rebalance-> joining');
  const ofStatic = movesWhenStopped(staticTwins);
  expect(ofStatic).toContain('syncing -assigned-> stable');
  expect(ofStatic.filter((move) => move.endsWith('left'))).toEqual([]);
});
