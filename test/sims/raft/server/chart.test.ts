/** Goal: the chart of roles is the machine of Figure 4, compiled; every edge of it is walked. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { raftChart, raftMachine } from '../../../../sims/raft/server/chart.ts';
import { expectEveryEdgeWalked, walks, walkTogether } from '../../../support/chart-laws.ts';

test.prop([walks(raftChart as never)])('agrees with XState on every walk', (walk) => {
  walkTogether(raftMachine, raftChart as never, walk);
});

test('has every edge of Figure 4, those of pre-vote and of a transfer, and no other', () => {
  expectEveryEdgeWalked(raftMachine, raftChart as never);
  const edges = raftChart.moves.map(({ from, event, to }) => `${from} --${event}-> ${to}`);
  const figure4 = [
    'candidate --electionTimeout-> candidate',
    'candidate --steppedDown-> follower',
    'candidate --wonElection-> leader',
    'follower --electionTimeout-> candidate',
    'follower --grantedVote-> follower',
    'follower --heardFromLeader-> follower',
    'leader --heartbeatTimeout-> leader',
    'leader --steppedDown-> follower',
  ];
  const preVote = [
    'candidate --askedFirst-> preCandidate',
    'follower --askedFirst-> preCandidate',
    'preCandidate --askedFirst-> preCandidate',
    'preCandidate --electionTimeout-> candidate',
    'preCandidate --steppedDown-> follower',
    'preCandidate --stood-> candidate',
  ];
  const transfer = ['candidate --stood-> candidate', 'follower --stood-> candidate'];
  expect(edges.sort()).toEqual([...figure4, ...preVote, ...transfer].sort());
});

test('a candidate that steps down keeps the time that it has waited', () => {
  expect(raftChart.move('candidate', 'steppedDown').effects).toEqual([]);
  expect(raftChart.move('leader', 'steppedDown').effects).toContainEqual({
    kind: 'start-timer',
    timer: 'electionTimeout',
  });
});
