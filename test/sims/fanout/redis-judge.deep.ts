/**
 * Goal: what the lab says of pushing to slow subscribers is what Redis does. Method: a subscriber that does not read, of
 * a real redis-server with a small output buffer: Redis closes its connection and its messages are lost, while a stream
 * that is read by id still has them all. Without a redis-server on this machine it is *not judged*.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasRedis, RedisServer } from '../../support/redis-server.ts';

let server: RedisServer | undefined;

async function opened(): Promise<Socket> {
  const socket = connect(server?.socketPath ?? '');
  await once(socket, 'connect');
  return socket;
}

beforeAll(async () => {
  if (!hasRedis) return;
  server = await RedisServer.start('--client-output-buffer-limit', 'pubsub 1mb 0 0');
});

afterAll(() => server?.remove());

/** As Redis reads a command: the number of its words, and each with its length. */
const command = (...words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

/** Sends commands one by one, each after the first line of the reply to the one before. */
async function asked(socket: Socket, ...words: string[]): Promise<string> {
  const reply = once(socket, 'data');
  socket.write(command(...words));
  return String((await reply)[0]);
}

test.skipIf(!hasRedis)(
  'Redis disconnects a subscriber that does not read, and a stream keeps every message',
  { timeout: 60_000 },
  async () => {
    const [subscriber, quick, publisher] = [await opened(), await opened(), await opened()];
    await asked(subscriber, 'SUBSCRIBE', 'channel');
    await asked(quick, 'SUBSCRIBE', 'channel');
    // Nothing is read any more: the operating system takes some, Redis holds the rest.
    subscriber.pause();
    let heard = 0;
    quick.on('data', (data) => {
      heard += data.length;
    });
    const [messages, payload] = [200, 'x'.repeat(20_000)];
    const receivers: string[] = [];
    for (let message = 0; message < messages; message++) {
      receivers.push(await asked(publisher, 'PUBLISH', 'channel', payload));
      await asked(publisher, 'XADD', 'stream', '*', 'value', payload);
    }
    // Both got the first, and only the quick one the last.
    expect([receivers[0], receivers.at(-1)]).toEqual([':2\r\n', ':1\r\n']);
    while (heard < messages * payload.length) await passed(10);
    expect(await asked(publisher, 'XLEN', 'stream')).toBe(`:${messages}\r\n`);
    let taken = 0;
    subscriber.on('data', (data) => {
      taken += data.length;
    });
    const closed = once(subscriber, 'close');
    subscriber.resume();
    await closed;
    expect(taken).toBeLessThan(messages * payload.length);
    for (const socket of [quick, publisher]) socket.destroy();
  },
);
