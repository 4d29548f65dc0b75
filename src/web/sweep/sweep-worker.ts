/** Runs the seeds of a sweep, batch by batch, away from the page. */

import { type Job, performBatch } from '../../lab/sweep/work.ts';
import { messageOf } from '../trouble.ts';
import { scenarioNamed } from '../wings.ts';

export interface BatchWanted {
  readonly job: Job;
  readonly from: number;
  readonly to: number;
}

addEventListener('message', async ({ data }: MessageEvent<BatchWanted>) => {
  const { job, from, to } = data;
  try {
    const scenario = await scenarioNamed(job.scenario);
    postMessage({ tally: performBatch(scenario, job, { from, to }).tally });
  } catch (error) {
    postMessage({ error: messageOf(error) });
  }
});
