/** Runs one batch of a job of whatever kind in this thread. */
import type { AnyScenario } from '../lab/scenario.ts';
import {
  type BatchListener,
  type BatchResult,
  type Job,
  noListener,
  performBatch,
} from '../lab/sweep/work.ts';

export async function performAnyBatch(
  scenario: AnyScenario,
  job: Job,
  range: { readonly from: number; readonly to: number },
  listener: BatchListener = noListener,
): Promise<BatchResult> {
  const { schedules } = job;
  if (schedules === undefined) return performBatch(scenario, job, range, listener);
  // Only for those who want it: a sweep's workers start sooner without.
  const { tryScheduleBatch } = await import('../explore/schedule-batch.ts');
  return tryScheduleBatch(scenario, { ...job, schedules }, range, listener);
}
