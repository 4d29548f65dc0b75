/** What a queue on Redis costs a worker, beside the same seeds without one, at tasks of a second. */
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import { openBullQueue } from '../../../src/host/queue/bull.ts';
import type { QueueWorker } from '../../../src/host/queue/queue.ts';
import { parseRedisAddress } from '../../../src/host/queue/redis-address.ts';
import { performTask } from '../../../src/host/queue/worker.ts';
import { createSweepPool, sweep } from '../../../src/host/sweep.ts';
import { queuedWork, type Task } from '../../../src/lab/sweep/queued.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import type { Job } from '../../../src/lab/sweep/work.ts';
import { RedisServer } from '../../support/redis-server.ts';
import { type Figure, median } from '../measure.ts';

const tasksPerRound = 3;
const rounds = 12;

const jobOf = (seeds: number): Job => ({
  scenario: randomFaults.id,
  seeds: parseSeeds(String(seeds)),
  shard: wholeShard,
  set: [],
  without: [],
  swarm: false,
  eventsMax: 10_000_000,
  coverage: false,
});

async function timeMs(action: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await action();
  return performance.now() - startMs;
}

async function overhead(): Promise<Figure> {
  const catalogue = new URL('../../../scenarios/index.ts', import.meta.url);
  const pool = createSweepPool({ catalogue, workers: 1, runMsMax: 60_000 });
  const server = await RedisServer.start('--appendonly', 'yes');
  const options = { version: 'bench', waitMs: 0, leaseMs: 10_000 };
  const { queue, close } = await openBullQueue(parseRedisAddress(server.url()), options);
  // When tasks begin: between two beginnings lies all that a task costs.
  const startsMs: number[] = [];
  let onLast = () => {};
  const worker: QueueWorker = {
    name: 'bench',
    async perform(work, task, on) {
      startsMs.push(performance.now());
      const text = await performTask(pool, async () => randomFaults, work, task, on);
      if (startsMs.length > tasksPerRound) onLast();
      return text;
    },
    refuse: () => {},
    alarm: () => {},
  };
  const stop = new AbortController();
  const serving = queue.serve(worker, stop.signal, false);

  const warmSeeds = 100;
  await sweep(pool, randomFaults, jobOf(warmSeeds));
  const msPerSeed = (await timeMs(() => sweep(pool, randomFaults, jobOf(warmSeeds)))) / warmSeeds;
  const seeds = Math.ceil(1_000 / msPerSeed);
  const job = jobOf(seeds * tasksPerRound);
  // One more, of a single seed: its beginning is the end of the others.
  const tasks: Task[] = Array.from({ length: tasksPerRound + 1 }, (_, place) => ({
    from: place * seeds,
    to: place < tasksPerRound ? (place + 1) * seeds : place * seeds + 1,
    isCheck: false,
  }));
  const work = queuedWork({
    version: 'bench',
    says: 'bench',
    shards: tasksPerRound,
    jobs: [jobOf(seeds * tasksPerRound + 1)],
  });
  const byQueue = async (): Promise<number> => {
    startsMs.length = 0;
    const last = new Promise<void>((resolve) => {
      onLast = resolve;
    });
    await queue.put(work, tasks);
    await last;
    while ((await queue.look(work.id, new Set())).results.length < tasks.length) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await queue.drop(work.id, 0);
    return (startsMs.at(-1) ?? Number.NaN) - (startsMs[0] ?? Number.NaN);
  };
  const [ratios, taskMs] = [[], []] as [number[], number[]];
  for (let round = -1; round < rounds; round++) {
    // Each way goes first in turn: a machine that slows down is fair to both.
    const plain = () => timeMs(() => sweep(pool, randomFaults, job));
    const before = round % 2 === 0 ? await plain() : undefined;
    const queueMs = await byQueue();
    const plainMs = before ?? (await plain());
    if (round < 0) continue;
    ratios.push(queueMs / plainMs);
    taskMs.push(queueMs / tasksPerRound);
  }
  stop.abort();
  await serving;
  await close();
  await server.remove();
  await pool.close();
  return {
    ratio: median(ratios),
    reference: 'the same seeds without a queue',
    meaning: 'times the time with a queue on Redis',
    detail: `raft/random-faults, ${tasksPerRound} tasks of ${(median(taskMs) / 1_000).toFixed(2)} s each on one worker process`,
    atMost: 1.03,
  };
}

export const queueFigures = { 'queue-overhead': overhead };
