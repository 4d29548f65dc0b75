/** The laws of caches under many more random plans: see laws.test.ts. */
import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  cachePlans,
  cacheSetups,
  lawsOfAnySetup,
  runPlan,
} from '../../support/caches-under-plans.ts';

test.prop([cacheSetups, cachePlans], { numRuns: 15_000 })('the laws hold', (setup, plan) => {
  const { breaches } = runPlan(setup, plan);
  for (const law of lawsOfAnySetup) expect([law, breaches.of(law)]).toEqual([law, undefined]);
});
