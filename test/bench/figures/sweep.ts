/** Sweeps: what a second worker brings, what the pool costs, and whether memory stays flat. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import { createSweepPool, sweep } from '../../../src/host/sweep.ts';
import { Run } from '../../../src/lab/run.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import { type Job, performBatch } from '../../../src/lab/sweep/work.ts';
import { catalogue as faulty, faultyCatalogue } from '../../support/faulty-catalogue.ts';
import { type Figure, median } from '../measure.ts';

const lab = new URL('../../../scenarios/index.ts', import.meta.url);

const jobOf = (scenario: string, seeds: number): Job => ({
  scenario,
  seeds: parseSeeds(String(seeds)),
  shard: wholeShard,
  set: [],
  without: [],
  swarm: false,
  eventsMax: 10_000_000,
  coverage: false,
});

async function timeMs(action: () => unknown): Promise<number> {
  const startMs = performance.now();
  await action();
  return performance.now() - startMs;
}

/** Times two ways in turn; the first two rounds warm up and do not count. */
async function inTurn(subject: () => unknown, reference: () => unknown, rounds: number) {
  const [subjects, references, ratios] = [[], [], []] as [number[], number[], number[]];
  for (let round = -2; round < rounds; round++) {
    const [subjectMs, referenceMs] = [await timeMs(subject), await timeMs(reference)];
    if (round < 0) continue;
    subjects.push(subjectMs);
    references.push(referenceMs);
    ratios.push(referenceMs / subjectMs);
  }
  return {
    ratio: median(ratios),
    subjectMs: median(subjects),
    referenceMs: median(references),
  };
}

function poolOf(catalogue: URL, workers: number) {
  return createSweepPool({ catalogue, workers, runMsMax: 60_000 });
}

async function secondWorker(): Promise<Figure> {
  const seeds = 1_500;
  const job = jobOf('raft/random-faults', seeds);
  const [two, one] = [poolOf(lab, 2), poolOf(lab, 1)];
  const { ratio, subjectMs, referenceMs } = await inTurn(
    () => sweep(two, randomFaults, job),
    () => sweep(one, randomFaults, job),
    7,
  );
  await Promise.all([two.close(), one.close()]);
  const perSecond = (ms: number) => ((seeds * 1000) / ms).toFixed(0);
  return {
    ratio,
    reference: 'one worker',
    meaning: 'times as fast on two workers',
    detail: `raft/random-faults: ${perSecond(subjectMs)} seeds a second on two, ${perSecond(referenceMs)} on one`,
    atLeast: 1.7,
  };
}

/** Ten virtual seconds of a cluster under faults, ten thousand times, workers started and all. */
async function tenThousandSeeds(): Promise<Figure> {
  const job = { ...jobOf('raft/random-faults', 10_000), set: ['stormMs=6400'] };
  let virtualMs = 0;
  const tookMs = await timeMs(async () => {
    const pool = poolOf(lab, 2);
    const { tally } = await sweep(pool, randomFaults, job);
    await pool.close();
    if (tally.outcomes.pass !== 10_000) throw new Error('a run did not pass');
    virtualMs = new Run(randomFaults, { seed: '1', params: { stormMs: 6_400 } }).durationMs;
  });
  return {
    ratio: tookMs / 45_000,
    reference: '45 s',
    meaning: 'share of the time allowed',
    detail: `10,000 seeds of ${virtualMs / 1000} virtual seconds with faults in ${(tookMs / 1000).toFixed(1)} s on two workers`,
    atMost: 1,
  };
}

/** The pool with one worker beside a loop in this thread, both warm. */
async function poolOverhead(): Promise<Figure> {
  const seeds = 1_000;
  const scenario = await faulty.scenario('faulty/trivial');
  const job = jobOf(scenario.id, seeds);
  const pool = poolOf(faultyCatalogue, 1);
  const { ratio, subjectMs, referenceMs } = await inTurn(
    () => sweep(pool, scenario, job),
    () => performBatch(scenario, job, { from: 0, to: seeds }),
    15,
  );
  await pool.close();
  return {
    ratio,
    reference: 'a loop in the same thread',
    meaning: 'share of the speed of the reference',
    detail: `${seeds} seeds of a trivial scenario: ${subjectMs.toFixed(1)} ms on one worker, ${referenceMs.toFixed(1)} ms in a loop`,
    atLeast: 0.9,
  };
}

/** The heap of a thread that has swept, once all that can be collected is. */
async function heapAfter(scenario: AnyScenario, seeds: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { tally } = performBatch(scenario, jobOf(scenario.id, seeds), { from: 0, to: seeds });
  collect();
  const { heapUsed } = process.memoryUsage();
  if (tally.runs !== seeds) throw new Error('a run is missing');
  return heapUsed;
}

async function memory(): Promise<Figure> {
  const scenario = await faulty.scenario('faulty/trivial');
  await heapAfter(scenario, 100);
  const few = await heapAfter(scenario, 1_000);
  const many = await heapAfter(scenario, 100_000);
  const inMiB = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return {
    ratio: many / few,
    reference: '1,000 seeds',
    meaning: 'times the heap for 100,000 seeds',
    detail: `${inMiB(many)}, 1,000 seeds ${inMiB(few)}, the whole program included`,
    atMost: 1.1,
  };
}

export const sweepFigures = {
  'sweep-second-worker': secondWorker,
  'sweep-ten-thousand': tenThousandSeeds,
  'sweep-pool-overhead': poolOverhead,
  'sweep-memory': memory,
};
