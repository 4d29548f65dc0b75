/** Goal: every rollout's chart is its machine, compiled, and every edge of it is walked. */
import { test } from '@fast-check/vitest';
import { describe } from 'vitest';
import { canaryChart, canaryMachine } from '../../../sims/canary/rollout/canary-chart.ts';
import {
  blueGreenChart,
  flagChart,
  recreateChart,
  rollingChart,
  shadowChart,
  strategyMachines,
} from '../../../sims/canary/strategies/charts.ts';
import { countOf } from '../../support/campaign.ts';
import { expectEveryEdgeWalked, walks, walkTogether } from '../../support/chart-laws.ts';

const charts = [
  ['canary', canaryMachine, canaryChart],
  ['recreate', strategyMachines.recreate, recreateChart],
  ['rolling', strategyMachines.rolling, rollingChart],
  ['blue-green', strategyMachines.blueGreen, blueGreenChart],
  ['shadow', strategyMachines.shadow, shadowChart],
  ['feature flag', strategyMachines.flag, flagChart],
] as const;

describe.each(charts)('%s', (_name, machine, chart) => {
  // The next test takes every edge; walks are for what several edges do together.
  test.prop([walks(chart as never)], {
    numRuns: countOf({ unit: 20, deep: 1_000 }),
  })('agrees with XState on every walk', (walk) => {
    walkTogether(machine as never, chart as never, walk);
  });

  test('has every edge of its machine, and no other', () => {
    expectEveryEdgeWalked(machine as never, chart as never);
  });
});
