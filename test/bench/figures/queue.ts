/** What a queue on Redis costs a worker, beside the same seeds without one, at tasks of a second. */
import randomFaults from '../../../scenarios/raft/random-faults.ts';
import type { Pool } from '../../../src/host/pool.ts';
import { openBullQueue } from '../../../src/host/queue/bull.ts';
import type { QueueWorker, TaskListener } from '../../../src/host/queue/queue.ts';
import { parseRedisAddress } from '../../../src/host/queue/redis-address.ts';
import { performTask } from '../../../src/host/queue/worker.ts';
import { createSweepPool, sweep } from '../../../src/host/sweep.ts';
import { must } from '../../../src/kernel/must.ts';
import { type QueuedWork, queuedWork, type Task } from '../../../src/lab/sweep/queued.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import type { Job } from '../../../src/lab/sweep/work.ts';
import { RedisServer } from '../../support/redis-server.ts';
import { cpuBelowMs, cpuOfThisMs } from '../cpu-of.ts';
import { type Figure, median } from '../measure.ts';

const tasksPerRound = 3;
const rounds = 6;

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

/** CPU milliseconds. */
interface Cpu {
  /** Of the process that runs the seeds. */
  readonly runsMs: number;
  /** Of this process, which hands them out, and of Redis. */
  readonly handingMs: number;
}

async function cpuOf(action: () => Promise<unknown>): Promise<Cpu> {
  const now = () => ({
    runsMs: cpuBelowMs('node'),
    handingMs: cpuOfThisMs() + cpuBelowMs('redis-server'),
  });
  const start = now();
  await action();
  const end = now();
  return { runsMs: end.runsMs - start.runsMs, handingMs: end.handingMs - start.handingMs };
}

/** A worker of a real queue, with what it waits for between one task and the next. */
class BenchWorker implements QueueWorker {
  readonly name = 'bench';
  /** Wall-clock time between the end of a task and the beginning of the next. */
  readonly gapsMs: number[] = [];
  readonly #pool: Pool;
  #endMs: number | undefined;
  #performed = 0;
  #onPerformed: { readonly count: number; readonly resolve: () => void } | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Resolves when so many tasks are performed. */
  performed(count: number): Promise<void> {
    this.#performed = 0;
    this.#endMs = undefined;
    return new Promise((resolve) => {
      this.#onPerformed = { count, resolve };
    });
  }

  async perform(work: QueuedWork, task: Task, on: TaskListener): Promise<string> {
    if (this.#endMs !== undefined) this.gapsMs.push(performance.now() - this.#endMs);
    const text = await performTask(this.#pool, async () => randomFaults, work, task, on);
    this.#endMs = performance.now();
    this.#performed += 1;
    if (this.#performed === this.#onPerformed?.count) this.#onPerformed.resolve();
    return text;
  }

  refuse(): void {}
  alarm(): void {}
}

/** Seeds that take about a second of CPU time, once everything is loaded. */
async function seedsPerSecond(pool: Pool): Promise<number> {
  const seeds = 200;
  const warm = () => sweep(pool, randomFaults, jobOf(seeds));
  await warm();
  return Math.ceil(seeds / ((await cpuOf(warm)).runsMs / 1_000));
}

/**
 * The ratio is 1 + (what handing out costs more CPU time with a queue + waits between tasks) / CPU time
 * without a queue. The process that runs the seeds does the same in both ways: on a busy machine its
 * CPU time differs by a tenth from round to round, so it counts below the line only. Waits are on the
 * clock, and the CPU time in them counts twice: a busy machine moves the ratio upwards.
 */
async function overhead(): Promise<Figure> {
  if (process.platform !== 'linux') throw new Error('the CPU time of others is told by Linux only');
  const catalogue = new URL('../../../scenarios/index.ts', import.meta.url);
  const pool = createSweepPool({ catalogue, workers: 1, runMsMax: 60_000 });
  const server = await RedisServer.start('--appendonly', 'yes');
  const options = { version: 'bench', waitMs: 0, leaseMs: 10_000 };
  const { queue, close } = await openBullQueue(parseRedisAddress(server.url()), options);
  const worker = new BenchWorker(pool);
  const stop = new AbortController();
  const serving = queue.serve(worker, stop.signal, false);
  const job = jobOf((await seedsPerSecond(pool)) * tasksPerRound);
  const work = queuedWork({ version: 'bench', says: 'bench', shards: tasksPerRound, jobs: [job] });
  const tasks = Array.from({ length: tasksPerRound }, (_, place): Task => {
    const at = (part: number) => (job.seeds.count * part) / tasksPerRound;
    return { from: at(place), to: at(place + 1), isCheck: false };
  });
  const byQueue = async (): Promise<void> => {
    const performed = worker.performed(tasks.length);
    await queue.put(work, tasks);
    await performed;
    while ((await queue.look(work.id, new Set())).results.length < tasks.length) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await queue.drop(work.id, 0);
  };
  const [plain, queued] = [[], []] as [Cpu[], Cpu[]];
  for (let round = 0; round < rounds; round++) {
    // Each way goes first in turn: a machine that slows down is fair to both.
    const ways = [
      async () => plain.push(await cpuOf(() => sweep(pool, randomFaults, job))),
      async () => queued.push(await cpuOf(byQueue)),
    ];
    for (const way of round % 2 === 0 ? ways : ways.reverse()) await way();
  }
  stop.abort();
  await serving;
  await close();
  await server.remove();
  await pool.close();
  const gapMs = median(worker.gapsMs);
  const plainMs = median(plain.map(({ runsMs, handingMs }) => runsMs + handingMs));
  const moreMs = median(
    queued.map(({ handingMs }, round) => {
      return handingMs - must(plain[round], 'round without the queue').handingMs;
    }),
  );
  return {
    ratio: 1 + (moreMs + tasksPerRound * gapMs) / plainMs,
    reference: 'the CPU time of the same seeds without a queue',
    meaning: 'times the CPU time, with the waits, on a queue on Redis',
    detail: `raft/random-faults, ${tasksPerRound} tasks of ${(plainMs / 1_000 / tasksPerRound).toFixed(2)} CPU s each on one worker process; ${(moreMs / tasksPerRound).toFixed(1)} ms more CPU time a task, and ${gapMs.toFixed(1)} ms between tasks`,
    atMost: 1.03,
  };
}

export const queueFigures = { 'queue-overhead': overhead };
