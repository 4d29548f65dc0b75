/**
 * Goal: the lab's Redis answers commands and scripts of locks as a real redis-server does. Method:
 * random sequences of commands go to both; TTLs are long or tiny, and time passes between some
 * commands, by the clock for the one and in real time for the other. Without a redis-server on this
 * machine it is *not judged*.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Command, RedisKeys, scripts } from '../../../sims/locks/redis/keys.ts';
import { Refusal } from '../../../src/world/call.ts';
import { hasRedis, RedisServer } from '../../support/redis-server.ts';

let server: RedisServer | undefined;
let socket: Socket;
let pending = '';
const waiting: ((reply: unknown) => void)[] = [];

beforeAll(async () => {
  if (!hasRedis) return;
  server = await RedisServer.start();
  socket = connect(server.socketPath);
  await once(socket, 'connect');
  socket.on('data', (data) => {
    pending += data.toString('latin1');
    for (let reply = parsed(); reply !== undefined; reply = parsed())
      waiting.shift()?.(reply.value);
  });
});

afterAll(async () => {
  socket?.destroy();
  await server?.remove();
});

/** RESP2: `+OK`, `-ERR …`, `:1`, `$3`. Takes one complete reply off the buffer. */
function parsed(): { readonly value: unknown } | undefined {
  const end = pending.indexOf('\r\n');
  if (end < 0) return undefined;
  const [kind, text] = [pending[0], pending.slice(1, end)];
  if (kind === '$' && text !== '-1') {
    const from = end + 2;
    if (pending.length < from + Number(text) + 2) return undefined;
    const value = pending.slice(from, from + Number(text));
    pending = pending.slice(from + Number(text) + 2);
    return { value };
  }
  pending = pending.slice(end + 2);
  if (kind === ':') return { value: Number(text) };
  if (kind === '$') return { value: null };
  return { value: kind === '-' ? `refused: ${text}` : text };
}

function real([name, ...args]: Command): Promise<unknown> {
  const [script, ...more] = args;
  const keys = script === 'acquire' ? 2 : 1;
  const words =
    name === 'EVAL'
      ? ['EVAL', scripts[script as keyof typeof scripts], keys, ...more]
      : [name, ...args];
  const bulk = words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('');
  return new Promise((resolve) => {
    waiting.push(resolve);
    socket.write(`*${words.length}\r\n${bulk}`);
  });
}

function modelled(keys: RedisKeys, command: Command, nowMs: number): unknown {
  try {
    return keys.execute(command, nowMs);
  } catch (failure) {
    if (failure instanceof Refusal) return `refused: ${failure.reason}`;
    throw failure;
  }
}

const owners = fc.constantFrom('a', 'b', '7');
/** Either a TTL that outlasts the run, or one that expires as soon as time passes. */
const ttls = fc.constantFrom(60_000, 30_000, 1);
const key = fc.constantFrom('lock', 'other');

const commands: fc.Arbitrary<Command | 'time goes by'> = fc.oneof(
  fc.tuple(key, owners, ttls).map(([k, o, ms]): Command => ['SET', k, o, 'NX', 'PX', ms]),
  fc.tuple(key, owners).map(([k, o]): Command => ['SET', k, o, 'NX']),
  fc.tuple(key, owners, ttls).map(([k, o, ms]): Command => ['SET', k, o, 'PX', ms]),
  fc.tuple(key, owners).map(([k, o]): Command => ['SET', k, o, 'PX', 0]),
  key.map((k): Command => ['GET', k]),
  key.map((k): Command => ['DEL', k]),
  key.map((k): Command => ['INCR', k]),
  fc.constant<Command>(['INCR', 'lock:token']),
  fc.tuple(key, fc.constantFrom(60_000, 1, 0, -5)).map(([k, ms]): Command => ['PEXPIRE', k, ms]),
  key.map((k): Command => ['PTTL', k]),
  fc
    .tuple(key, owners, ttls)
    .map(([k, o, ms]): Command => ['EVAL', 'acquire', k, 'lock:token', o, ms]),
  fc.tuple(key, owners).map(([k, o]): Command => ['EVAL', 'release', k, o]),
  fc.tuple(key, owners, ttls).map(([k, o, ms]): Command => ['EVAL', 'renew', k, o, ms]),
  fc.constant('time goes by' as const),
);

test.skipIf(!hasRedis)(
  `the commands and scripts of locks on redis-server${hasRedis ? '' : ' (not judged: it is not installed)'}`,
  async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 1, maxLength: 30 }), async (steps) => {
        await real(['FLUSHALL']);
        const keys = new RedisKeys();
        let nowMs = 0;
        for (const step of steps) {
          // A TTL of 1 ms has expired before the next command, on both sides.
          await passed(3);
          nowMs += 3;
          if (step === 'time goes by') continue;
          const [theirs, ours] = [await real(step), modelled(keys, step, nowMs)];
          compared += 1;
          if (step[0] === 'PTTL' && typeof ours === 'number' && ours > 0) {
            expect(Math.abs((theirs as number) - ours)).toBeLessThan(5_000);
          } else expect([step, theirs]).toEqual([step, ours]);
        }
      }),
      { numRuns: 150, seed: 20_261_129 },
    );
    expect(compared).toBeGreaterThan(1_000);
  },
  120_000,
);
