/** Runs the seeds of a sweep, batch by batch, in the page's worker. */

import type { Tally } from '../../lab/sweep/tally.ts';
import { type Job, performBatch } from '../../lab/sweep/work.ts';
import { messageOf } from '../trouble.ts';
import { scenarioNamed } from '../wings.ts';

export interface BatchWanted {
  readonly job: Job;
  readonly from: number;
  readonly to: number;
}

export type BatchNews = { readonly tally: Tally } | { readonly error: string };

export async function runBatch(
  { job, from, to }: BatchWanted,
  tell: (news: BatchNews) => void,
): Promise<void> {
  try {
    const scenario = await scenarioNamed(job.scenario);
    tell({ tally: performBatch(scenario, job, { from, to }).tally });
  } catch (error) {
    tell({ error: messageOf(error) });
  }
}
