/** Goal: the seeds that once broke an expectation or an invariant that was wrong itself. */
import { expect, test } from 'vitest';
import { catalogue } from '../../../scenarios/index.ts';
import { run } from '../../../src/lab/run.ts';

test('busy-ramp: error rates that rise let the threshold be reached by chance more often', async () => {
  const busyRamp = await catalogue.scenario('canary/busy-ramp');
  const { verdict, expectations } = run(busyRamp, { seed: '10' });
  // 2.2% of 200 are expected by the rates of the busy hours, and 0.1% by the day's mean.
  expect(expectations).toMatchObject([{ id: 'false-alarms', measured: 10 }]);
  expect(verdict).toBe('pass');
});

test('unrecorded-errors: a loss that is too small for the check may be missed', async () => {
  const scenario = await catalogue.scenario('canary/unrecorded-errors');
  const { invariants } = run(scenario, {
    seed: '48',
    params: { errorRate: 0.0103, errorRateAdded: 0.1 },
  });
  expect(invariants.filter(({ violations }) => violations.length > 0)).toEqual([]);
});
