/**
 * A queue on Redis, by BullMQ. Work and results are keys of our own beside BullMQ's: a result is
 * stored once, whatever delivers its task twice (BullMQ delivers at least once).
 */
import { setTimeout as passed } from 'node:timers/promises';
import type { Job as BullJob, Queue as BullQueues, Worker as BullWorker } from 'bullmq';
import { InputError } from '../../lab/input-error.ts';
import {
  contradict,
  nameOf,
  originalOf,
  type QueuedWork,
  readWork,
  type Task,
  writeWork,
} from '../../lab/sweep/queued.ts';
import type {
  Alarm,
  Counts,
  OpenedQueue,
  Queue,
  QueueOptions,
  QueueWorker,
  View,
} from './queue.ts';
import type { RedisAddress } from './redis-address.ts';
import { connectToRedis, missing, type RedisConnection } from './redis-connection.ts';

interface TaskData extends Task {
  readonly work: string;
}

const prefix = 'seedlab';
/** So often may the workers of a task die before it is given up: then it is the task that kills. */
const deathsMax = 20;
const attempts = 3;
const retryMs = 500;
/** Redis is asked so seldom because each time costs a worker about a millisecond of CPU time. */
const progressEveryMs = 500;
/** How often a worker looks for work of other versions. */
const lookEveryMs = 2_000;
/** How often it looks whether the queue is empty, if it is to end then. */
const emptyLookEveryMs = 100;

const keysOf = (id: string) => {
  const key = (name: string) => `${prefix}:work:${id}:${name}`;
  return {
    work: key('work'),
    results: key('results'),
    checked: key('checked'),
    running: key('running'),
    workers: key('workers'),
    alarms: key('alarms'),
    end: key('end'),
  };
};
/** What work there is, of every version: id to `{ says, version }`. */
const registry = `${prefix}:works`;

/** Throws InputError if Redis cannot be reached, or the packages are not installed. */
export async function openBullQueue(
  address: RedisAddress,
  options: QueueOptions,
): Promise<OpenedQueue> {
  const connection = await connectToRedis(address, options.waitMs);
  try {
    const bull = await import('bullmq').catch((error) => {
      throw missing(error);
    });
    const tasks = new bull.Queue<TaskData>(queueName(options), {
      connection: connection.redis,
      prefix,
    });
    // Why Redis is lost is said by the connection.
    tasks.on('error', () => {});
    return {
      queue: new BullQueue(connection, tasks, bull.Worker, options),
      async close() {
        await connection.attempt(() => tasks.close()).catch(() => {});
        connection.close();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Another version is another queue: a worker cannot even take what it must not run. */
const queueName = ({ version }: QueueOptions) => `tasks-${version}`;

class BullQueue implements Queue {
  readonly #connection: RedisConnection;
  readonly #tasks: BullQueues<TaskData>;
  readonly #Worker: typeof BullWorker;
  readonly #options: QueueOptions;
  readonly #works = new Map<string, QueuedWork>();

  constructor(
    connection: RedisConnection,
    tasks: BullQueues<TaskData>,
    Worker: typeof BullWorker,
    options: QueueOptions,
  ) {
    this.#connection = connection;
    this.#tasks = tasks;
    this.#Worker = Worker;
    this.#options = options;
  }

  put(work: QueuedWork, tasks: readonly Task[]): Promise<boolean> {
    const { redis, attempt } = this.#connection;
    const keys = keysOf(work.id);
    const { says, version } = work;
    return attempt(async () => {
      const isNew = (await redis.setnx(keys.work, writeWork(work))) === 1;
      await redis.hset(registry, work.id, JSON.stringify({ says, version }));
      await redis.del(keys.end);
      const done = new Set([
        ...(await redis.hkeys(keys.results)),
        ...(await redis.hkeys(keys.checked)),
      ]);
      const open = tasks.filter((task) => !done.has(nameOf(task)));
      for (const failed of await this.#failedOf(work.id)) await failed.remove();
      await this.#tasks.addBulk(
        open.map((task) => ({
          name: says,
          data: { work: work.id, ...task },
          // The id makes it unique: a task that waits or runs is not added again.
          opts: {
            jobId: `${work.id}-${nameOf(task)}`,
            // At once: a time to wait until would be that of the worker's clock, which may be wrong.
            attempts,
            removeOnComplete: true,
          },
        })),
      );
      return isNew;
    });
  }

  async serve(worker: QueueWorker, signal: AbortSignal, untilEmpty: boolean): Promise<void> {
    const { leaseMs } = this.#options;
    const { redis, attempt } = this.#connection;
    const bull = new this.#Worker<TaskData>(
      queueName(this.#options),
      (task) => this.#perform(worker, task),
      {
        connection: redis,
        prefix,
        autorun: false,
        concurrency: 1,
        lockDuration: leaseMs,
        stalledInterval: leaseMs / 2,
        maxStalledCount: deathsMax,
        drainDelay: 1,
      },
    );
    bull.on('error', () => {});
    const running = bull.run();
    running.catch(() => {});
    const refused = new Set<string>();
    // Told at once to take no more; it waits for the task at hand.
    const wake = new AbortController();
    const stop = () => {
      bull.close().catch(() => {});
      wake.abort();
    };
    signal.addEventListener('abort', stop);
    const waitMs = untilEmpty ? emptyLookEveryMs : lookEveryMs;
    try {
      while (!signal.aborted) {
        await attempt(() => this.#refuseOthers(worker, refused));
        if (untilEmpty && (await attempt(() => this.#isEmpty()))) break;
        await attempt(() => passed(waitMs, undefined, { signal: wake.signal }).catch(() => {}));
      }
      await attempt(() => bull.close());
    } catch (error) {
      bull.close(true).catch(() => {});
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async #isEmpty(): Promise<boolean> {
    const counts = await this.#tasks.getJobCounts('wait', 'active', 'delayed');
    return Object.values(counts).every((count) => count === 0);
  }

  async #refuseOthers(worker: QueueWorker, refused: Set<string>): Promise<void> {
    for (const [id, text] of Object.entries(await this.#connection.redis.hgetall(registry))) {
      const work = JSON.parse(text) as Pick<QueuedWork, 'says' | 'version'>;
      if (work.version === this.#options.version || refused.has(id)) continue;
      refused.add(id);
      worker.refuse(work);
    }
  }

  async #perform(worker: QueueWorker, { data }: BullJob<TaskData>): Promise<void> {
    const { redis } = this.#connection;
    const { work: id, ...task } = data;
    const keys = keysOf(id);
    const name = nameOf(task);
    const work = await this.#workOf(id);
    // It was dropped meanwhile.
    if (work === undefined) return;
    if (work.version !== this.#options.version) {
      throw new InputError(`it is of version ${work.version} of the lab`);
    }
    const [end, isDone] = await Promise.all([
      redis.get(keys.end),
      task.isCheck ? 0 : redis.hexists(keys.results, name),
    ]);
    if (isDone === 1 || task.from >= Number(end ?? Infinity)) return;
    await redis.sadd(keys.workers, worker.name);
    const unwanted = new AbortController();
    let [counts, isTelling] = [{ runs: 0, failed: 0 } as Counts, false];
    const tell = async () => {
      if (isTelling) return;
      isTelling = true;
      await redis.hset(keys.running, name, JSON.stringify(counts));
      const end = await redis.get(keys.end);
      if (task.from >= Number(end ?? Infinity)) unwanted.abort();
      isTelling = false;
    };
    const timer = setInterval(() => tell().catch(() => {}), progressEveryMs);
    try {
      const text = await worker.perform(work, task, {
        onProgress: (now) => {
          counts = now;
        },
        signal: unwanted.signal,
      });
      if (!unwanted.signal.aborted) await this.#store(worker, id, task, text);
    } catch (error) {
      // A worker that fails all tasks at once would take those of the others.
      await passed(retryMs);
      throw error;
    } finally {
      clearInterval(timer);
      await redis.hdel(keys.running, name);
    }
  }

  async #workOf(id: string): Promise<QueuedWork | undefined> {
    const text = await this.#connection.redis.get(keysOf(id).work);
    if (text === null) return undefined;
    const work = this.#works.get(id) ?? readWork(id, text);
    this.#works.set(id, work);
    return work;
  }

  async #store(worker: QueueWorker, id: string, task: Task, text: string): Promise<void> {
    const { redis } = this.#connection;
    const keys = keysOf(id);
    const name = nameOf(originalOf(task));
    // It was dropped meanwhile.
    if ((await redis.exists(keys.work)) === 0) return;
    const isFirst = await redis.hsetnx(keys.results, name, `${worker.name}\n${text}`);
    if (isFirst === 0) {
      const [machine, stored] = partsOf((await redis.hget(keys.results, name)) ?? `\n${text}`);
      if (contradict(stored, text)) {
        const alarm: Alarm = { task: name, machines: [machine, worker.name] };
        await redis.rpush(keys.alarms, JSON.stringify(alarm));
        worker.alarm(alarm);
      }
    }
    if (task.isCheck) await redis.hset(keys.checked, nameOf(task), '');
  }

  look(id: string, seen: ReadonlySet<string>): Promise<View> {
    const { redis, attempt } = this.#connection;
    const keys = keysOf(id);
    return attempt(async () => {
      const [isKnown, finished, checked, running, workers, alarms, failures] = await Promise.all([
        redis.exists(keys.work),
        redis.hkeys(keys.results),
        redis.hkeys(keys.checked),
        redis.hgetall(keys.running),
        redis.smembers(keys.workers),
        redis.lrange(keys.alarms, 0, -1),
        this.#failedOf(id),
      ]);
      const fresh = finished.filter((name) => !seen.has(name));
      const texts = fresh.length === 0 ? [] : await redis.hmget(keys.results, ...fresh);
      const results = fresh.flatMap((name, place) => {
        const stored = texts[place];
        return stored === null || stored === undefined ? [] : [{ name, text: partsOf(stored)[1] }];
      });
      const done = new Set(finished);
      return {
        isKnown: isKnown === 1,
        results: [
          ...results,
          ...checked.filter((name) => !seen.has(name)).map((name) => ({ name, text: '' })),
        ],
        running: new Map(
          Object.entries(running)
            .filter(([name]) => !done.has(name))
            .map(([name, text]) => [name, JSON.parse(text) as Counts]),
        ),
        workers,
        alarms: alarms.map((text) => JSON.parse(text) as Alarm),
        givenUp: failures.map(({ data, failedReason }) => ({
          name: nameOf(data),
          why: failedReason ?? '',
        })),
      };
    });
  }

  async #failedOf(id: string): Promise<BullJob<TaskData>[]> {
    if ((await this.#tasks.getFailedCount()) === 0) return [];
    return (await this.#tasks.getFailed()).filter(({ data }) => data.work === id);
  }

  drop(id: string, from: number): Promise<void> {
    const { redis, attempt } = this.#connection;
    const keys = keysOf(id);
    return attempt(async () => {
      await redis.set(keys.end, from);
      for (const task of await this.#tasks.getJobs(['wait', 'delayed', 'failed'])) {
        if (task === undefined || task.data.work !== id || task.data.from < from) continue;
        // A worker may have taken it meanwhile: then it sees the end.
        await task.remove().catch(() => {});
      }
      if (from > 0) return;
      await redis.del(...Object.values(keys));
      await redis.hdel(registry, id);
    });
  }
}

function partsOf(stored: string): [machine: string, text: string] {
  const at = stored.indexOf('\n');
  return [stored.slice(0, at), stored.slice(at + 1)];
}
