/** Goal: what random runs once found wrong in the lab itself stays mended: their seeds. */
import { expect, test } from 'vitest';
import churn from '../../../scenarios/raft/churn.ts';
import { brokenIn } from '../../../src/lab/broken.ts';
import { run } from '../../../src/lab/run.ts';

test('an entry is committed by the configuration of that moment, not by the next one', () => {
  // The leader commits the entry that made learners, and appends C_old,new in the same event: the disks
  // of the new voters were asked for an entry that the old ones had committed.
  const result = run(churn, { seed: '188', params: { faults: 40 } });
  expect(brokenIn(result)).toEqual([]);
});
