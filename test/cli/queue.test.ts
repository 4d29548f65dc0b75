/**
 * Goal: sweeps and hunts by workers of a queue print what they print on one machine, survive being
 * stopped, and never take contradicting results. Method: the queue in memory, with workers and the
 * one that asks in this process; then once for real: Redis, two workers and the sweep, each a process.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeVersion } from '../../src/host/code-version.ts';
import { MemoryQueue } from '../../src/host/queue/memory.ts';
import type { OpenQueue, Queue } from '../../src/host/queue/queue.ts';
import { projectFolder } from '../../src/host/source.ts';
import { cutIntoTasks, queuedWork } from '../../src/lab/sweep/queued.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { bundledPackage } from '../support/bundled.ts';
import { type Ended, lab, labWith } from '../support/lab-process.ts';
import { hasRedis, RedisServer } from '../support/redis-server.ts';

const url = 'redis://ann:secret@memory:6379/0';
const opening =
  (queue: Queue): OpenQueue =>
  async () => ({ queue, close: async () => {} });

/** A worker that runs until it is told to stop. */
function worker(openQueue: OpenQueue, ...words: readonly string[]) {
  const stop = new AbortController();
  const ended = labWith(
    { openQueue, interruptible: (work) => work(stop.signal) },
    ...['work', '--queue', url, '--workers', '1', ...words],
  );
  return {
    stop(): Promise<Ended> {
      stop.abort('SIGTERM');
      return ended;
    },
    ended,
  };
}

/** The command on a queue with two workers. */
async function onQueue(
  words: readonly string[],
  queue: Queue = new MemoryQueue(codeVersion()),
): Promise<Ended> {
  const openQueue = opening(queue);
  const workers = [worker(openQueue), worker(openQueue)];
  const ended = await labWith({ openQueue }, ...words, '--queue', url);
  for (const { stop } of workers) expect((await stop()).status).toBe(143);
  return ended;
}

const sweep = ['sweep', 'raft/leader-crash', '--seeds', '1..8', '--swarm'];
const without = ['--without', 'newest-version-wins'];
const hunt = ['hunt', 'cache/two-writers', ...without, '--seeds', '1..40'];
const explore = ['explore', 'cache/two-writers', '--schedules', '30'];

describe('a queue prints the bytes of one machine', () => {
  test.each([
    ['a sweep', [...sweep, '--vary', 'nodes=3,5'], ['--shards', '4', '--verify', '20%']],
    ['a sweep as JSON', [...sweep, '--json'], ['--shards', '8']],
    [
      'a sweep that fails',
      ['sweep', 'raft/lost-vote', '--seeds', '6', '--without', 'raft/persist-term-and-vote'],
      ['--shards', '3'],
    ],
    ['a hunt that finds', hunt, ['--shards', '8']],
    [
      'a hunt that finds nothing',
      ['hunt', 'raft/minority-partition', '--seeds', '8'],
      ['--shards', '4'],
    ],
    ['an exploration that finds', [...explore, ...without], ['--shards', '30']],
    [
      'an exploration of one invariant',
      [...explore, ...without, '--property', 'cache-agrees-at-rest'],
      [],
    ],
    ['an exploration that finds nothing', [...explore, '--json'], ['--shards', '5']],
    ['an exploration whose runs are cut', [...explore, '--events-max', '100'], ['--shards', '9']],
  ])('of %s', async (_, words, more) => {
    const [here, there] = [await lab(...words), await onQueue([...words, ...more])];
    expect([there.status, there.stdout]).toEqual([here.status, here.stdout]);
    // Both workers are in this process, and named after it.
    expect(there.stderr).toMatch(/ runs? in .* on 1 worker\n/);
    expect(there.stderr).toContain('work --queue redis://memory:6379/0');
    expect(there.stderr).not.toContain('secret');
  });
});

describe('a sweep on a queue', () => {
  test('that is stopped keeps its tasks, goes on with --resume, and leaves nothing', async () => {
    const queue = new MemoryQueue(codeVersion());
    const openQueue = opening(queue);
    const words = [...sweep, '--shards', '10', '--queue', url];
    const stopped = await labWith(
      { openQueue, interruptible: (work) => work(AbortSignal.abort('SIGINT')) },
      ...words,
    );
    expect([stopped.status, stopped.stderr.includes('--resume goes on here')]).toEqual([130, true]);

    const refused = await labWith({ openQueue }, ...words);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('with 0 of 8 tasks done: go on with --resume');

    // Workers go on meanwhile; one is stopped in the middle of it.
    const first = worker(openQueue);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await first.stop()).stderr).toContain('the task at hand is finished first');
    const second = worker(openQueue);
    const resumed = await labWith({ openQueue }, ...words, '--resume');
    await second.stop();
    expect(resumed.stdout).toBe((await lab(...sweep)).stdout);
    const third = await labWith(
      { openQueue, interruptible: (work) => work(AbortSignal.abort('SIGINT')) },
      ...words,
    );
    expect(third.status).toBe(130);
  });

  test('that was asked for twice at once is begun by one command', async () => {
    const queue = new MemoryQueue(codeVersion());
    const openQueue = opening(queue);
    const helper = worker(openQueue);
    const words = [...sweep, '--shards', '4', '--queue', url];
    const both = await Promise.all([1, 2].map(() => labWith({ openQueue }, ...words)));
    await helper.stop();
    const [begun, refused] = both.sort((a, b) => a.status - b.status);
    expect([begun?.status, begun?.stdout]).toEqual([0, (await lab(...sweep)).stdout]);
    expect([refused?.status, refused?.stdout]).toEqual([2, '']);
    expect(refused?.stderr).toContain('go on with --resume');
  });

  test('says that there is nothing to go on with, and goes on when it is taken away', async () => {
    const queue = new MemoryQueue(codeVersion());
    let looks = 0;
    // Another command ends the same work after the third look.
    const taken: Queue = {
      put: (...given) => queue.put(...given),
      serve: (...given) => queue.serve(...given),
      drop: (...given) => queue.drop(...given),
      async look(id, seen) {
        looks += 1;
        if (looks === 3) await queue.drop(id, 0);
        return queue.look(id, seen);
      },
    };
    const there = await onQueue([...sweep, '--shards', '8', '--resume'], taken);
    expect(there.stdout).toBe((await lab(...sweep)).stdout);
    expect(there.stderr).toContain('The queue has nothing of this sweep of raft/leader-crash');
    expect(there.stderr).toContain('The work is gone from the queue');
  });

  test('begins again with --restart', async () => {
    const queue = new MemoryQueue(codeVersion());
    const openQueue = opening(queue);
    const words = [...sweep, '--shards', '10'];
    const interruptible = (work: (signal: AbortSignal) => Promise<never>) =>
      work(AbortSignal.abort('SIGINT'));
    await labWith({ openQueue, interruptible: interruptible as never }, ...words, '--queue', url);
    const again = await onQueue([...words, '--restart'], queue);
    expect(again.stdout).toBe((await lab(...sweep)).stdout);
  });

  test('ends with 70 when two machines contradict each other, and names both', async () => {
    const queue = new MemoryQueue(codeVersion());
    // A machine whose results depend on it: the digest of its runs is another.
    const lying: Queue = {
      put: (...given) => queue.put(...given),
      look: (...given) => queue.look(...given),
      drop: (...given) => queue.drop(...given),
      serve: (given, ...more) =>
        queue.serve(
          {
            ...given,
            name: 'liar (process 1)',
            perform: async (work, task, on) => {
              const [job] = work.jobs;
              if (job === undefined) throw new Error('no job');
              const other = { ...work, jobs: [{ ...job, set: ['nodes=3'] }] };
              return given.perform(task.isCheck ? other : work, task, on);
            },
          },
          ...more,
        ),
    };
    const { status, stdout, stderr } = await onQueue([...sweep, '--verify', '1%'], lying);
    expect([status, stdout.includes('PASS')]).toEqual([70, false]);
    expect(stderr).toMatch(
      /Determinism broken: the task 0-\d+ gives one result on .*, and another on liar \(process 1\)\./,
    );
  });

  test('ends with 3 and the reason when its tasks are given up', async () => {
    const openQueue = opening(new MemoryQueue(codeVersion()));
    const createPool = () => ({
      perform: async () => {
        throw new Error('A worker has not started: no memory');
      },
      close: async () => {},
    });
    const stop = new AbortController();
    const working = labWith(
      { openQueue, createPool, interruptible: (work) => work(stop.signal) },
      ...['work', '--queue', url],
    );
    const { status, stderr } = await labWith(
      { openQueue },
      ...sweep,
      '--shards',
      '2',
      '--queue',
      url,
    );
    stop.abort('SIGTERM');
    await working;
    expect(status).toBe(3);
    expect(stderr).toContain('was given up: A worker has not started: no memory, on ');
  });
});

test('a worker of another version takes nothing, says why, and ends with 3', async () => {
  const queue = new MemoryQueue('99.0.0');
  const seeds = parseSeeds('1..4');
  const job = { scenario: 'raft/storm', seeds, shard: wholeShard, set: [], without: [] };
  const jobs = [{ ...job, swarm: false, eventsMax: 9, coverage: false }];
  const work = queuedWork({ version: '99.0.0', says: 'sweep of raft/storm', shards: 2, jobs });
  await queue.put(work, cutIntoTasks(4, 2, 0));
  const openQueue = opening(queue.forVersion(codeVersion()));
  const { status, stderr } = await worker(openQueue, '--until-empty').ended;
  expect(status).toBe(3);
  expect(stderr).toContain(
    `The sweep of raft/storm in the queue is of version 99.0.0 of the lab, and this worker of ${codeVersion()}: it is left to others.`,
  );
  expect(stderr).toContain('0 tasks done');
});

describe('a scenario in a file of one’s own', () => {
  const [here, there] = ['here', 'there'].map((name) => {
    const folder = mkdtempSync(join(tmpdir(), `seedlab-own-${name}-`));
    afterAll(() => rmSync(folder, { recursive: true }));
    return folder;
  }) as [string, string];
  const source = join(projectFolder, 'scenarios/raft/first-election.ts');
  const text = `export { default } from ${JSON.stringify(source)};\n`;
  const words = ['sweep', './mine.mjs', '--seeds', '4', '--shards', '1'];

  test('is run only by workers that have the same file, also when it has changed', async () => {
    const openQueue = opening(new MemoryQueue(codeVersion()));
    const stop = new AbortController();
    const working = labWith(
      { openQueue, folder: there, interruptible: (work) => work(stop.signal) },
      ...['work', '--queue', url],
    );
    const asked = (...more: readonly string[]) =>
      labWith({ openQueue, folder: here }, ...words, '--queue', url, ...more);
    writeFileSync(join(here, 'mine.mjs'), text);
    const missing = await asked();
    writeFileSync(join(there, 'mine.mjs'), `${text}// another text\n`);
    const other = await asked('--resume');
    writeFileSync(join(there, 'mine.mjs'), text);
    const same = await asked('--resume');
    stop.abort('SIGTERM');
    const { stderr } = await working;
    expect([missing.status, other.status, same.status]).toEqual([3, 3, 0]);
    expect(missing.stderr).toMatch(/was given up: There is no file ".*mine.mjs", on .*process/);
    expect(other.stderr).toContain('was given up: the file ./mine.mjs reads differently here, on ');
    expect(stderr).toContain(
      'The task 0-4 of the sweep of ./mine.mjs failed: the file ./mine.mjs reads differently here.',
    );
    expect(same.stdout).toBe((await labWith({ folder: here }, ...words.slice(0, 4))).stdout);
  });
});

describe('bad input', () => {
  test.each([
    ['sweep raft/storm --queue', '--queue needs a value'],
    ['sweep raft/storm --seeds 2 --queue http://h', 'takes redis://host:6379/0'],
    ['sweep raft/storm --seeds 2 --queue redis://h --workers 2', 'give it to the command work'],
    ['sweep raft/storm --seeds 2 --queue redis://h --shard 1/2', 'leave --shard out'],
    [
      'sweep raft/storm --seeds 2 --queue redis://h --verify 2',
      'takes a share above 0% and up to 100%',
    ],
    ['sweep raft/storm --seeds 2 --queue redis://h --verify 101%', 'not "101%"'],
    ['sweep raft/storm --seeds 2 --queue redis://h --resume --restart', 'give one of them'],
    ['sweep raft/storm --seeds 2 --queue redis://h --shards 10001', '--shards takes at most 10000'],
    ['sweep raft/storm --seeds 2 --queue redis://h --print slurm', 'give one of them'],
    ['sweep raft/storm --seeds 2 --resume', '--resume goes with --queue'],
    ['sweep raft/storm --seeds 2 --wait 3', '--wait goes with --queue'],
    ['hunt raft/storm --seeds 2 --verify 1%', '--verify goes with --queue'],
    ['hunt raft/storm --seeds 2 --shards 3', '--shards goes with --queue'],
    ['hunt raft/storm --seeds 2 --queue redis://h --verify 1%', '--verify is for sweeps'],
    ['explore raft/storm --queue redis://h', '--queue is for random schedules: add --schedules'],
    ['explore raft/storm --shards 2', '--shards goes with --queue'],
    ['explore raft/storm --schedules 2 --resume', '--resume goes with --queue'],
    ['explore raft/storm --schedules 2 --queue redis://h --verify 1%', '--verify is for sweeps'],
    ['work', 'Which queue?'],
    ['work --queue redis://h --lease-seconds 0', '--lease-seconds takes a whole number from 1'],
    ['work --queue redis://h --wait 999999', '--wait takes at most 86400 seconds'],
    [
      'work --queue redis://127.0.0.1:1',
      'The Redis at redis://127.0.0.1:1/0 cannot be reached: nothing listens there.',
    ],
  ])('%s is refused', async (line, message) => {
    const ended = await lab(...line.split(' '));
    expect(ended).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

describe.skipIf(!hasRedis)(
  'two worker processes and Redis give the bytes of one machine',
  async () => {
    let [server, queue]: [RedisServer | undefined, readonly string[]] = [undefined, []];
    let workers: readonly ChildProcess[] = [];
    const program = hasRedis ? await bundledPackage() : '';
    beforeAll(async () => {
      server = await RedisServer.start('--appendonly', 'no', '--requirepass', 'a:b');
      queue = ['--queue', `redis://:a%3Ab@127.0.0.1:${server.port}/1`];
      const words = [program, 'work', ...queue, '--workers', '1'];
      workers = [1, 2].map(() =>
        spawn(process.execPath, words, { cwd: projectFolder, stdio: 'ignore' }),
      );
    });
    afterAll(() => server?.remove());

    test.each([
      ['of a sweep', sweep, ['--shards', '4', '--verify', '50%']],
      ['of a hunt', hunt, ['--shards', '8']],
      ['of an exploration', [...explore, ...without], ['--shards', '30']],
    ])('%s', async (_, words, more) => {
      const [there, here] = [await lab(...words, ...queue, ...more), await lab(...words)];
      expect([there.status, there.stdout]).toEqual([here.status, here.stdout]);
      expect(there.stderr).toMatch(/ runs? in .* on [12] workers?\n/);
    });

    test('and the workers end with the status of their signal', async () => {
      const ended = workers.map((child) => once(child, 'exit'));
      for (const child of workers) child.kill('SIGTERM');
      expect((await Promise.all(ended)).map(([status]) => status)).toEqual([143, 143]);
    });
  },
);
