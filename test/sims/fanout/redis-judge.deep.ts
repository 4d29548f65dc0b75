/**
 * Goal: what the lab says of pushing to slow subscribers is what Redis does. Method: a subscriber that does not read, of
 * a real redis-server with a small output buffer: Redis closes its connection and its messages are lost, while a stream
 * that is read by id still has them all. Without a redis-server on this machine it is *not judged*.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const isThere = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const folder = mkdtempSync(join(tmpdir(), 'seedlab-pubsub-'));
const path = join(folder, 'socket');
let server: ChildProcess | undefined;

const passed = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function opened(): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}

beforeAll(async () => {
  if (!isThere) return;
  const limit = ['--client-output-buffer-limit', 'pubsub 1mb 0 0'];
  const options = ['--port', '0', '--unixsocket', path, '--save', '', '--appendonly', 'no'];
  server = spawn('redis-server', [...options, ...limit], { cwd: folder, stdio: 'ignore' });
  for (let tried = 0; ; tried++) {
    try {
      (await opened()).destroy();
      return;
    } catch (error) {
      if (tried === 100) throw error;
      await passed(50);
    }
  }
});

afterAll(() => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** As Redis reads a command: the number of its words, and each with its length. */
const command = (...words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

/** Sends commands one by one, each after the first line of the reply to the one before. */
async function asked(socket: Socket, ...words: string[]): Promise<string> {
  const reply = once(socket, 'data');
  socket.write(command(...words));
  return String((await reply)[0]);
}

test.skipIf(!isThere && process.env['CI'] === undefined)(
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
