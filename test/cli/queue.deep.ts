/**
 * Goal: no seed of a sweep on a queue is lost or counted twice, whatever dies. Method: 1, 2 and 4
 * workers, of which a random one is killed (SIGKILL) 20 times in all and replaced; in between Redis
 * itself is killed and comes back with its append-only file; every task is delivered twice. The
 * report has to be that of one machine, byte for byte. Needs redis-server, and fails under CI without.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as passed } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openBullQueue } from '../../src/host/queue/bull.ts';
import { parseRedisAddress } from '../../src/host/queue/redis-address.ts';
import { projectFolder } from '../../src/host/source.ts';
import { pick, RandomStreams, randomInteger } from '../../src/kernel/random.ts';
import { cutIntoTasks, queuedWork } from '../../src/lab/sweep/queued.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { labProcess, programWords } from '../support/lab-process.ts';
import { hasRedis, RedisServer } from '../support/redis-server.ts';

const killsMax = 20;
const seedsPerSweep = 600;

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

function started(...words: readonly string[]): ChildProcess {
  const options = { cwd: projectFolder, stdio: 'ignore' as const };
  const child = spawn(process.execPath, [...programWords, ...words], options);
  children.add(child);
  return child;
}

test.skipIf(!hasRedis).each([1, 2, 4])('%i workers under 20 kills', async (count) => {
  const random = new RandomStreams(`kills-${count}`).stream('kills');
  const server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  const queue = ['--queue', server.url(), '--wait', '300'];
  const hire = () => started('work', ...queue, '--workers', '1', '--lease-seconds', '2');
  const workers = Array.from({ length: count }, hire);
  let kills = 0;
  // A fast machine needs several sweeps for so many kills.
  for (let round = 0; kills < killsMax; round++) {
    const from = 1 + round * seedsPerSweep;
    const sweep = [
      'sweep',
      'raft/leader-crash',
      '--seeds',
      `${from}..${round * seedsPerSweep + seedsPerSweep}`,
    ];
    let isDone = false;
    // Every task is run twice: what is delivered twice must not count twice.
    const asked = labProcess('', ...sweep, ...queue, '--shards', '40', '--verify', '100%').finally(
      () => {
        isDone = true;
      },
    );
    while (!isDone && kills < killsMax) {
      await passed(randomInteger(random, 500, 6_000));
      const victim = pick(random, workers);
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      workers[workers.indexOf(victim)] = hire();
      kills += 1;
      if (kills !== killsMax / 2) continue;
      await server.kill();
      await passed(500);
      await server.start();
    }
    const there = await asked;
    const here = await labProcess('', ...sweep);
    expect([there.status, there.stdout, there.stderr.includes('broken')]).toEqual([
      here.status,
      here.stdout,
      false,
    ]);
  }
  await server.remove();
});

test.skipIf(!hasRedis)(
  'work of another version stays in the queue until its workers come',
  async () => {
    const server = await RedisServer.start('--appendonly', 'no');
    const options = { version: '99.0.0', waitMs: 0, leaseMs: 2_000 };
    const { queue, close } = await openBullQueue(parseRedisAddress(server.url()), options);
    const job = {
      ...{ scenario: 'raft/leader-crash', seeds: parseSeeds('1..40'), shard: wholeShard, set: [] },
      ...{ without: [], swarm: false, eventsMax: 1_000_000, coverage: false },
    };
    const work = queuedWork({ version: '99.0.0', says: 'sweep', shards: 4, jobs: [job] });
    const tasks = cutIntoTasks(40, 4, 0);
    await queue.put(work, tasks);
    const old = await labProcess('', 'work', '--queue', server.url(), '--until-empty');
    expect([old.status, old.stderr.includes('of version 99.0.0 of the lab')]).toEqual([3, true]);
    expect((await queue.look(work.id, new Set())).results).toEqual([]);
    const newer = { name: 'newer', perform: async () => '', refuse: () => {}, alarm: () => {} };
    await queue.serve(newer, new AbortController().signal, true);
    expect((await queue.look(work.id, new Set())).results.length).toBe(tasks.length);
    await close();
    await server.remove();
  },
);
