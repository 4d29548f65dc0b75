/** What a worker of a queue does with a task: it runs the seeds on worker processes of its own. */
import { hostname } from 'node:os';
import { InputError } from '../../lab/input-error.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { jobOfTask, type QueuedWork, type Task, writePart } from '../../lab/sweep/queued.ts';
import type { Tally } from '../../lab/sweep/tally.ts';
import type { Pool } from '../pool.ts';
import { sweep } from '../sweep.ts';
import type { Counts, TaskListener } from './queue.ts';

/** What names this machine and process to people. */
export function workerName(): string {
  return `${hostname()} (process ${process.pid}, Node ${process.versions.node})`;
}

/**
 * The text of a task's result. The runs are in processes of the pool, so that this thread keeps the
 * lease of the task alive. Throws InputError if the scenario is not known here.
 */
export async function performTask(
  pool: Pool,
  scenarioOf: (id: string) => Promise<AnyScenario>,
  work: QueuedWork,
  task: Task,
  { onProgress, signal }: TaskListener,
): Promise<string> {
  const tallies: Tally[] = [];
  let foundAt: number | undefined;
  let before: Counts = { runs: 0, failed: 0 };
  for (const job of work.jobs) {
    const scenario = await scenarioOf(job.scenario);
    if (scenario.file?.digest !== job.scenarioText) {
      throw new InputError(`the file ${job.scenario} reads differently here`);
    }
    const swept = await sweep(pool, scenario, jobOfTask(job, task), {
      onProgress: (tally) => onProgress(sum(before, countsOf(tally))),
      signal,
    });
    before = sum(before, countsOf(swept.tally));
    tallies.push(swept.tally);
    if (swept.foundAt !== undefined) foundAt = task.from + swept.foundAt;
    if (!swept.isComplete && !signal.aborted)
      throw new InputError('some of its seeds were not run');
  }
  return writePart({ tallies, foundAt });
}

export function countsOf({ runs, outcomes }: Tally): Counts {
  return { runs, failed: outcomes.fail + outcomes.error };
}

function sum(one: Counts, other: Counts): Counts {
  return { runs: one.runs + other.runs, failed: one.failed + other.failed };
}
