/** A sweep on the page: one worker for each core, each with a batch at a time. */
import type { AnyScenario } from '../../lab/scenario.ts';
import { type CellReport, reportCell } from '../../lab/sweep/report.ts';
import { parseSeeds, wholeShard } from '../../lab/sweep/seeds.ts';
import { emptyTally, mergeTally, type Tally } from '../../lab/sweep/tally.ts';
import type { Job } from '../../lab/sweep/work.ts';
import type { Address } from '../address/address.ts';
import { give, newWorker } from '../worker/new-worker.ts';

export interface Sweeping {
  readonly stop: () => void;
}

export interface Progress {
  readonly done: number;
  readonly all: number;
  readonly report: CellReport;
}

const batchLength = 4;
/** A run on the page is stopped after so many events. */
const eventsMax = 10_000_000;

/** Throws InputError for seeds that make no list. `onProgress` is called after every batch. */
export function sweep(
  scenario: AnyScenario,
  { assignments, without, plan }: Address,
  seeds: string,
  listener: {
    readonly onProgress: (progress: Progress) => void;
    readonly onError: (text: string) => void;
  },
): Sweeping {
  const job: Job = {
    ...{ scenario: scenario.id, seeds: parseSeeds(seeds), shard: wholeShard, eventsMax },
    ...{ set: [...assignments], without: [...without], swarm: false, coverage: false },
    planFile: plan === undefined ? undefined : { name: 'plan', plan },
  };
  const tally = emptyTally();
  const all = job.seeds.count;
  let next = 0;
  let done = 0;
  const count = Math.max(
    1,
    Math.min(navigator.hardwareConcurrency, 8, Math.ceil(all / batchLength)),
  );
  const workers = Array.from({ length: count }, () => newWorker());
  const stop = () => {
    for (const worker of workers) worker.terminate();
  };
  const giveNext = (worker: Worker) => {
    const from = next;
    next = Math.min(all, from + batchLength);
    if (from < next) give(worker, { task: 'batch', wanted: { job, from, to: next } });
    else worker.terminate();
  };
  for (const worker of workers) {
    worker.onmessage = ({ data }: MessageEvent<{ tally?: Tally; error?: string }>) => {
      if (data.tally === undefined) {
        stop();
        listener.onError(data.error ?? 'A worker has stopped.');
        return;
      }
      mergeTally(tally, data.tally);
      done = tally.runs;
      listener.onProgress({ done, all, report: reportCell(scenario, [], tally) });
      giveNext(worker);
    };
    worker.onerror = ({ message }) => {
      stop();
      listener.onError(message);
    };
    giveNext(worker);
  }
  return { stop };
}
