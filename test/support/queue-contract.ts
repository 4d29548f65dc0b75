/** What every queue keeps to: the one on Redis, and its twin in memory. */
import { describe, expect, test } from 'vitest';
import type { Alarm, OpenedQueue, QueueWorker, TaskListener } from '../../src/host/queue/queue.ts';
import {
  cutIntoTasks,
  nameOf,
  type QueuedWork,
  queuedWork,
  type Task,
  writePart,
} from '../../src/lab/sweep/queued.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { emptyTally } from '../../src/lab/sweep/tally.ts';
import type { Job } from '../../src/lab/sweep/work.ts';

/** Opens a queue; those of one place see the same tasks. */
export type OpenAt = (place: string, version: string) => Promise<OpenedQueue>;

let made = 0;

function workOf(seeds: number, version = '1'): QueuedWork {
  const job: Job = {
    scenario: `contract/${made++}`,
    seeds: parseSeeds(String(seeds)),
    shard: wholeShard,
    set: [],
    without: [],
    swarm: false,
    eventsMax: 9,
    coverage: false,
  };
  return queuedWork({ version, says: 'sweep of contract', shards: 4, jobs: [job] });
}

/** The text of a result with so many runs. */
const textOf = (runs: number) =>
  writePart({ tallies: [{ ...emptyTally(), runs }], foundAt: undefined });

const never = new AbortController().signal;
const none: ReadonlySet<string> = new Set();

interface Recorder extends QueueWorker {
  readonly performed: string[];
  readonly refused: string[];
  readonly alarms: Alarm[];
}

function recorder(
  name: string,
  perform: (task: Task, on: TaskListener) => Promise<string> = async ({ from, to }) =>
    textOf(to - from),
): Recorder {
  const [performed, refused, alarms] = [[], [], []] as [string[], string[], Alarm[]];
  return {
    name,
    performed,
    refused,
    alarms,
    async perform(_, task, on) {
      performed.push(nameOf(task));
      return perform(task, on);
    },
    refuse: ({ version }) => refused.push(version),
    alarm: (alarm) => alarms.push(alarm),
  };
}

export function describeQueue(kind: string, openAt: OpenAt): void {
  const withQueue = async (
    use: (queue: OpenedQueue['queue'], place: string) => Promise<void>,
  ): Promise<void> => {
    const place = String(made++);
    const { queue, close } = await openAt(place, '1');
    try {
      await use(queue, place);
    } finally {
      await close();
    }
  };

  describe(`the queue ${kind}`, () => {
    test('gives each task once, however often it is put there', () =>
      withQueue(async (queue) => {
        const work = workOf(40);
        const tasks = cutIntoTasks(40, 4, 0);
        const isNew = await Promise.all([queue.put(work, tasks), queue.put(work, tasks)]);
        expect(isNew.sort()).toEqual([false, true]);
        const worker = recorder('a');
        await queue.serve(worker, never, true);
        expect(worker.performed.sort()).toEqual(tasks.map(nameOf).sort());
        await queue.put(work, tasks);
        await queue.serve(worker, never, true);
        expect(worker.performed.length).toBe(tasks.length);
        const { results, workers, isKnown, givenUp, alarms, running } = await queue.look(
          work.id,
          none,
        );
        expect(results.map(({ name }) => name).sort()).toEqual(tasks.map(nameOf).sort());
        expect(results.find(({ name }) => name === '0-10')?.text).toBe(textOf(10));
        expect({ workers, isKnown, givenUp, alarms, running: running.size }).toEqual({
          workers: ['a'],
          isKnown: true,
          givenUp: [],
          alarms: [],
          running: 0,
        });
        const seen = new Set(tasks.slice(1).map(nameOf));
        expect((await queue.look(work.id, seen)).results.map(({ name }) => name)).toEqual(['0-10']);
      }));

    test('shares tasks among workers, and loses none', () =>
      withQueue(async (queue) => {
        const work = workOf(80);
        const tasks = cutIntoTasks(80, 8, 0);
        await queue.put(work, tasks);
        const slow = async ({ from, to }: Task) => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          return textOf(to - from);
        };
        const workers = [recorder('a', slow), recorder('b', slow)];
        await Promise.all(workers.map((worker) => queue.serve(worker, never, true)));
        expect(workers.flatMap(({ performed }) => performed).sort()).toEqual(
          tasks.map(nameOf).sort(),
        );
        for (const { performed } of workers) expect(performed.length).toBeGreaterThan(0);
      }));

    test('compares the results of a task that is run twice, and names both machines', () =>
      withQueue(async (queue) => {
        const work = workOf(40);
        await queue.put(work, cutIntoTasks(40, 4, 1));
        const honest = recorder('a');
        await queue.serve(honest, never, true);
        const once = await queue.look(work.id, none);
        expect([once.alarms, once.results.length]).toEqual([[], 2 * (3 + 4)]);

        const other = workOf(40);
        await queue.put(other, cutIntoTasks(40, 4, 0));
        await queue.serve(recorder('a'), never, true);
        await queue.put(other, [{ from: 0, to: 10, isCheck: true }]);
        const liar = recorder('b', async () => textOf(11));
        await queue.serve(liar, never, true);
        const alarm = { task: '0-10', machines: ['a', 'b'] };
        expect([(await queue.look(other.id, none)).alarms, liar.alarms]).toEqual([
          [alarm],
          [alarm],
        ]);
        // The first result stays.
        const { results } = await queue.look(other.id, none);
        expect(results.find(({ name }) => name === '0-10')?.text).toBe(textOf(10));
      }));

    test('leaves work of another version to others, and says so once', () =>
      withQueue(async (queue, place) => {
        const work = workOf(10, '2');
        const newer = await openAt(place, '2');
        await newer.queue.put(work, cutIntoTasks(10, 2, 0));
        const old = recorder('a');
        await queue.serve(old, never, true);
        await queue.serve(old, never, true);
        expect([old.performed, new Set(old.refused)]).toEqual([[], new Set(['2'])]);
        const now = recorder('b');
        await newer.queue.serve(now, never, true);
        expect([now.performed.length, now.refused]).toEqual([cutIntoTasks(10, 2, 0).length, []]);
        await newer.close();
      }));

    test('tries a task three times, then gives it up with the reason, until it is put again', () =>
      withQueue(async (queue) => {
        const work = workOf(4);
        const tasks = cutIntoTasks(4, 1, 0);
        await queue.put(work, tasks);
        const broken = recorder('a', async () => {
          throw new Error('no such scenario here');
        });
        await queue.serve(broken, never, true);
        expect(broken.performed).toEqual(['0-4', '0-4', '0-4']);
        const { givenUp, results } = await queue.look(work.id, none);
        expect([givenUp, results]).toEqual([[{ name: '0-4', why: 'no such scenario here' }], []]);
        await queue.put(work, tasks);
        await queue.serve(recorder('b'), never, true);
        const view = await queue.look(work.id, none);
        expect([view.givenUp, view.results.length]).toEqual([[], 1]);
      }));

    test('drops what is behind a place, also what runs there, and at the end everything', () =>
      withQueue(async (queue) => {
        const work = workOf(40);
        await queue.put(work, cutIntoTasks(40, 4, 0));
        const aborted: string[] = [];
        const worker = recorder('a', async (task, { onProgress, signal }) => {
          if (task.from === 10) {
            await queue.drop(work.id, 5);
            while (!signal.aborted) {
              onProgress({ runs: 1, failed: 0 });
              await new Promise((resolve) => setTimeout(resolve, 10));
            }
            aborted.push(nameOf(task));
          }
          return textOf(task.to - task.from);
        });
        await queue.serve(worker, never, true);
        expect([worker.performed, aborted]).toEqual([['0-10', '10-20'], ['10-20']]);
        const { results } = await queue.look(work.id, none);
        expect(results.map(({ name }) => name)).toEqual(['0-10']);
        // Only from the very first place on it is everything.
        await queue.drop(work.id, 1);
        expect(await queue.look(work.id, none)).toMatchObject({ isKnown: true, results });
        await queue.drop(work.id, 0);
        expect(await queue.look(work.id, none)).toMatchObject({ isKnown: false, results: [] });
      }));

    test('finishes the task at hand when it is stopped, and takes no other', () =>
      withQueue(async (queue) => {
        const work = workOf(40);
        await queue.put(work, cutIntoTasks(40, 4, 0));
        const stop = new AbortController();
        const worker = recorder('a', async ({ from, to }) => {
          stop.abort();
          await new Promise((resolve) => setTimeout(resolve, 50));
          return textOf(to - from);
        });
        await queue.serve(worker, stop.signal, false);
        const { results } = await queue.look(work.id, none);
        expect([worker.performed, results.length]).toEqual([['0-10'], 1]);
      }));
  });
}
