/** A sweep on worker processes. */
import type { AnyScenario } from '../lab/scenario.ts';
import { FirstFound } from '../lab/sweep/first-found.ts';
import { indexInList, seedAt, shardLength } from '../lab/sweep/seeds.ts';
import { countLost, emptyTally, mergeTally, type Tally } from '../lab/sweep/tally.ts';
import { type BatchResult, drawnFor, type Job } from '../lab/sweep/work.ts';
import { createPool, type Pool } from './pool.ts';
import { moduleAt } from './source.ts';

export interface SweepPoolOptions {
  /** The module whose `catalogue` has the scenarios. */
  readonly catalogue: URL;
  /** The folder from which the paths of scenarios of the user's own start (default: where the program was started). */
  readonly folder?: string;
  readonly workers: number;
  /** Wall-clock time after which a run is given up. */
  readonly runMsMax: number;
  /** Wall-clock time without an event after which a run counts as hung (default: 60 s). */
  readonly silentMsMax?: number;
  readonly heapMiBMax?: number;
  /** What every worker loads (default: `sweep-worker.ts`): a bundle of it starts sooner. */
  readonly program?: URL;
}

export interface Swept {
  /** Of a hunt that found something: of the places up to that one. */
  readonly tally: Tally;
  /** How many seeds the job has. */
  readonly seeds: number;
  /** Whether all of them were run, or as many as it took to find what was hunted. */
  readonly isComplete: boolean;
  /** Where it was a hunt that found something: the place in the shard. */
  readonly foundAt: number | undefined;
}

/** A run that needs more than a gigabyte is taken for one that would never have enough. */
const heapMiBMax = 1_024;

export function createSweepPool(options: SweepPoolOptions): Pool {
  const { catalogue, workers, runMsMax, silentMsMax } = options;
  return createPool({
    workers,
    program: options.program ?? moduleAt('src/host/sweep-worker'),
    data: { catalogue: catalogue.href, folder: options.folder ?? process.cwd() },
    placeMsMax: runMsMax,
    ...(silentMsMax === undefined ? {} : { silentMsMax }),
    heapMiBMax: options.heapMiBMax ?? heapMiBMax,
  });
}

export interface SweepListener {
  /** Is called now and then, with all that was counted so far. */
  readonly onProgress?: (tally: Tally) => void;
  /** Ends the sweep early. */
  readonly signal?: AbortSignal;
}

/** Runs all seeds of a job, and adds up what became of them. */
export async function sweep(
  pool: Pool,
  scenario: AnyScenario,
  job: Job,
  { onProgress, signal }: SweepListener = {},
): Promise<Swept> {
  const tally = emptyTally();
  const first = new FirstFound();
  const isHunt = job.hunt !== undefined;
  const length = shardLength(job.seeds.count, job.shard);
  await pool.perform<BatchResult>({
    length,
    job,
    onResult(result, range) {
      mergeTally(tally, result.tally);
      if (isHunt) first.add({ ...range, ...result });
      onProgress?.(tally);
    },
    onLost(place, outcome, why) {
      const index = indexInList(place, job.shard);
      const seed = seedAt(job.seeds, index);
      const lost = emptyTally();
      countLost(lost, { index, seed, outcome, why, drawn: drawnFor(scenario, job, seed) });
      mergeTally(tally, lost);
      if (isHunt) first.add({ from: place, to: place + 1, tally: lost, foundAt: undefined });
      onProgress?.(tally);
    },
    end: () => first.foundAt ?? length,
    ...(signal === undefined ? {} : { signal }),
  });
  const { foundAt } = first;
  const isComplete = signal?.aborted !== true && (foundAt !== undefined || tally.runs === length);
  const counted = foundAt === undefined ? tally : first.total();
  return { tally: counted, seeds: length, isComplete, foundAt };
}
