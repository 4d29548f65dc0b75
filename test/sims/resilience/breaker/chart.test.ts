/** Goal: the breaker’s chart is the machine of Release It!, compiled; every edge of it is walked. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { breakerChart, breakerMachine } from '../../../../sims/resilience/breaker/breaker-chart.ts';
import { expectEveryEdgeWalked, walks, walkTogether } from '../../../support/chart-laws.ts';

test.prop([walks(breakerChart as never)])('agrees with XState on every walk', (walk) => {
  walkTogether(breakerMachine, breakerChart as never, walk);
});

test('has every edge of the book’s figure, the limit of half-open, and no other', () => {
  expectEveryEdgeWalked(breakerMachine, breakerChart as never);
  const edges = breakerChart.moves.map(({ from, event, to }) => `${from} --${event}-> ${to}`);
  expect(edges.sort()).toEqual([
    'closed --tripped-> open',
    'halfOpen --maxWaitDurationInHalfOpenState-> open',
    'halfOpen --probesFailed-> open',
    'halfOpen --probesSucceeded-> closed',
    'open --waitDurationInOpenState-> halfOpen',
  ]);
});
