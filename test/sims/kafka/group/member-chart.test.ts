/** Goal: the chart of a member is XState’s machine in a table; every edge of it is walked. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { memberChart, memberMachine } from '../../../../sims/kafka/group/member-chart.ts';
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
    'left --join-> joining',
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
    'unjoined --leave-> left',
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
