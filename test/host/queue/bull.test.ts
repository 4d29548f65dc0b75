/**
 * Goal: the queue on a real Redis keeps to what every queue does, and says in a sentence why Redis
 * cannot be had. Without a redis-server on this machine it is *not judged*, and fails under CI.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openBullQueue } from '../../../src/host/queue/bull.ts';
import { parseRedisAddress } from '../../../src/host/queue/redis-address.ts';
import { cutIntoTasks, queuedWork } from '../../../src/lab/sweep/queued.ts';
import { parseSeeds, wholeShard } from '../../../src/lab/sweep/seeds.ts';
import { describeQueue } from '../../support/queue-contract.ts';
import { hasRedis, RedisServer } from '../../support/redis-server.ts';

describe.skipIf(!hasRedis)('on Redis', () => {
  let server: RedisServer;
  const databases = new Map<string, number>();

  beforeAll(async () => {
    server = await RedisServer.start('--appendonly', 'no', '--databases', '64');
  });
  afterAll(() => server.remove());

  const job = {
    ...{ scenario: 'raft/storm', seeds: parseSeeds('1..4'), shard: wholeShard, set: [] },
    ...{ without: [], swarm: false, eventsMax: 9, coverage: false },
  };
  const work = queuedWork({ version: '1', says: 'sweep', shards: 1, jobs: [job] });
  const tasks = cutIntoTasks(4, 1, 0);

  const open = (url: string, { version = '1', waitMs = 0 } = {}) =>
    openBullQueue(parseRedisAddress(url), { version, waitMs, leaseMs: 2_000 });

  describeQueue('of BullMQ', (place, version) => {
    const database = databases.get(place) ?? databases.size;
    databases.set(place, database);
    return open(server.url(database), { version });
  });

  test('a password is asked for, refused, and taken percent-encoded', async () => {
    const locked = await RedisServer.start('--requirepass', 'p@ss:/%word');
    const at = (login: string) => `redis://${login}127.0.0.1:${locked.port}/2`;
    await expect(open(at(''))).rejects.toThrow('asks for a password');
    await expect(open(at(':wrong@'), { waitMs: 60_000 })).rejects.toThrow(
      `The Redis at redis://127.0.0.1:${locked.port}/2 refuses the user or the password.`,
    );
    const { queue, close } = await open(at(`default:${encodeURIComponent('p@ss:/%word')}@`));
    expect((await queue.look('x', new Set())).isKnown).toBe(false);
    await close();
    await locked.remove();
  });

  test('a user needs the keys of the lab, and is told so', async () => {
    const guarded = await RedisServer.start(
      ...['--user', 'weak', 'on', '>s3cret', '~other:*', '&*', '+@all'],
      ...['--user', 'lab', 'on', '>s3cret', '~seedlab:*', '&*', '+@all'],
    );
    const at = (user: string) => `redis://${user}:s3cret@127.0.0.1:${guarded.port}/0`;
    const weak = await open(at('weak'));
    await expect(weak.queue.put(work, tasks)).rejects.toThrow(
      'Its user needs the keys seedlab:* and all commands: ~seedlab:* &* +@all.',
    );
    const lab = await open(at('lab'));
    expect(await lab.queue.put(work, tasks)).toBe(true);
    expect((await lab.queue.look(work.id, new Set())).isKnown).toBe(true);
    await Promise.all([weak.close(), lab.close()]);
    await guarded.remove();
  });

  test('a worker that fails, and whose clock is an hour ahead, holds up no other', async () => {
    const { queue, close } = await open(server.url(63));
    await queue.put(work, tasks);
    const nowMs = performance.timeOrigin + performance.now();
    vi.useFakeTimers({ toFake: ['Date'], now: nowMs + 3_600_000 });
    const stop = new AbortController();
    const ahead = {
      ...{ name: 'ahead', refuse: () => {}, alarm: () => {} },
      async perform() {
        stop.abort();
        throw new Error('no memory');
      },
    };
    await queue.serve(ahead, stop.signal, false);
    vi.useRealTimers();
    const right = { ...ahead, name: 'right', perform: async () => '' };
    await queue.serve(right, new AbortController().signal, true);
    const { results, workers } = await queue.look(work.id, new Set());
    expect([results.length, [...workers].sort()]).toEqual([1, ['ahead', 'right']]);
    await close();
  });

  test('a database that there is not is refused', async () => {
    await expect(open(server.url(64))).rejects.toThrow('refuses: ERR DB index is out of range');
  });

  test('a Redis that is lost is said at once, and waited for if that is wanted', async () => {
    const other = await RedisServer.start('--appendonly', 'no');
    const impatient = await open(other.url());
    const patient = await open(other.url(), { waitMs: 60_000 });
    await other.kill();
    await expect(impatient.queue.look('x', new Set())).rejects.toThrow(
      `The Redis at ${other.url()} cannot be reached: the connection ended. Start it, or wait for it with --wait 60.`,
    );
    const looking = patient.queue.look('x', new Set());
    await other.start();
    expect((await looking).isKnown).toBe(false);
    await Promise.all([impatient.close(), patient.close()]);
    await other.remove();
  });

  test('a worker ends with the sentence when Redis is lost', async () => {
    const other = await RedisServer.start('--appendonly', 'no');
    const { queue, close } = await open(other.url());
    const worker = { name: 'a', perform: async () => '', refuse: () => {}, alarm: () => {} };
    const serving = expect(
      queue.serve(worker, new AbortController().signal, false),
    ).rejects.toThrow('cannot be reached');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await other.kill();
    await serving;
    await close();
    await other.remove();
  });
});
