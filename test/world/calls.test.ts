/**
 * Goal: servers and their processes live and die with their nodes, and a call is two messages that
 * fare as any others. One test for each case of the world's semantics.
 */

import { describe, expect, test } from 'vitest';
import { messagesConserved } from '../../src/check/conservation.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { Cancelled, join, type Process, sleep, spawn } from '../../src/kernel/process.ts';
import { Queue } from '../../src/kernel/queue.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { TimedOut, timeout } from '../../src/kernel/timeout.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { Refusal, Reply, unreachable } from '../../src/world/call.ts';
import { crash, type Fault, pause } from '../../src/world/fault.ts';
import type { NodeOptions } from '../../src/world/node.ts';
import { client, type Server, type ServerContext } from '../../src/world/server.ts';
import { World } from '../../src/world/world.ts';

/** Answers `echo` at once, `slow` after 10 ms, refuses `bad`, and counts what it handled. */
interface Memory {
  handled: number;
  finished: number;
}

const echo: Server<Memory, { kind: string }> = {
  kind: 'echo',
  start: () => ({ handled: 0, finished: 0 }),
  serve(memory, { kind }) {
    memory.handled += 1;
    if (kind === 'bad') throw new Refusal('bad');
    if (kind === 'bug') throw new TypeError('a bug of the handler');
    if (kind === 'slow') return slow(memory, kind);
    if (kind === 'late-refusal') return refuseLate();
    return kind;
  },
  shown: ({ handled, finished }) => ({ handled, finished }),
};

function* slow(memory: Memory, kind: string): Process<string> {
  yield* sleep(10);
  memory.finished += 1;
  return kind;
}

function* refuseLate(): Process<never> {
  yield* sleep(10);
  throw new Refusal('late');
}

interface Answer {
  readonly atMs: number;
  readonly result: unknown;
}

interface Asking {
  readonly limitMs?: number;
  readonly hangsUp?: boolean;
  readonly seed?: string;
  readonly whenDown?: NodeOptions['whenDown'];
}

/** A world with a server and a client that sends the requests, all at once. */
function ask(
  requests: readonly string[],
  { limitMs = Infinity, hangsUp = false, seed = '1', whenDown = 'silent' }: Asking = {},
) {
  const world = new World(seed, { latencyMs: constant(1) });
  const server = world.addServer('server', echo, { whenDown });
  const answers: Answer[] = [];
  const caller = (node: ServerContext, kind: string) =>
    function* (): Process<void> {
      const call = node.call('server', { kind }, { hangsUp });
      const answer = (result: unknown) => answers.push({ atMs: world.kernel.nowMs, result });
      try {
        answer(yield* timeout(limitMs, call));
      } catch (caught) {
        answer(caught);
      }
    };
  world.addServer(
    'client',
    client('client', (node) => {
      for (const kind of requests) node.spawn(caller(node, kind)());
    }),
  );
  const at = (atMs: number, action: () => void) =>
    world.kernel.schedule(atMs, action, undefined as never);
  const strike = (atMs: number, fault: Fault) => at(atMs, () => world.strike(fault));
  const run = (untilMs = 100) => {
    world.kernel.runUntil(untilMs);
    expect(messagesConserved.check(world)).toBeUndefined();
    return answers;
  };
  return { world, server, answers, at, strike, run };
}

describe('a call', () => {
  test('takes a latency each way, and two events of the kernel', () => {
    const { world, run } = ask(['echo']);
    expect(run()).toEqual([{ atMs: 2, result: 'echo' }]);
    // Two for the call; the client's process starts, and goes on when the time limit lets it.
    expect(world.kernel.steps).toBe(2 + 2);
    expect(world.network).toMatchObject({ sent: 2, delivered: 2, dropped: 0 });
  });

  test('is handled by a process if the handler returns one', () => {
    expect(ask(['slow']).run()).toEqual([{ atMs: 12, result: 'slow' }]);
  });

  test('throws what the server refuses with, at once or later', () => {
    expect(ask(['bad']).run()).toEqual([{ atMs: 2, result: new Refusal('bad') }]);
    expect(ask(['late-refusal']).run()).toEqual([{ atMs: 12, result: new Refusal('late') }]);
  });

  test('fails the run if the handler throws anything else', () => {
    expect(() => ask(['bug']).run()).toThrow(TypeError);
  });

  test('whose request is lost never ends by itself; the time limit ends it', () => {
    const { world, run } = ask(['echo'], { limitMs: 30 });
    world.network.cut('client', 'server');
    expect(run()).toEqual([{ atMs: 30, result: new TimedOut(30) }]);
  });

  test('whose reply is lost was handled all the same', () => {
    const { world, server, run } = ask(['echo'], { limitMs: 30 });
    world.network.cut('server', 'client');
    expect(run()).toMatchObject([{ atMs: 30 }]);
    expect(server.state).toMatchObject({ handled: 1 });
  });

  test('is handled twice if the request is duplicated, and answered once', () => {
    const { world, server, run } = ask(['echo']);
    world.network.changeLink('client', 'server', { duplication: 1 });
    expect(run()).toHaveLength(1);
    expect(server.state).toMatchObject({ handled: 2 });
    expect(world.network).toMatchObject({ sent: 3, duplicated: 1, delivered: 4 });
  });

  test('to the node itself is refused: that is a function call', () => {
    const world = new World('1');
    const start = (node: ServerContext) => node.spawn(node.call('client', {}));
    expect(() => world.addServer('client', client('client', start))).toThrow('calls itself');
  });

  test('leaves the work of the server alone when it times out', () => {
    const { server, run } = ask(['slow'], { limitMs: 5 });
    expect(run()).toMatchObject([{ atMs: 5 }]);
    expect(server.state).toMatchObject({ finished: 1 });
  });

  test('has a time limit of its own, which the trace tells of', () => {
    const world = new World('1', { latencyMs: constant(1) });
    world.addServer('server', echo);
    const seen: unknown[] = [];
    world.trace.on('timer', ({ node, detail, atMs }) => seen.push([node, detail, atMs]));
    function* caller(node: ServerContext): Process<void> {
      for (const timeoutMs of [12, 11.5, 13]) {
        try {
          seen.push(yield* node.call('server', { kind: 'slow' }, { timeoutMs }));
        } catch (failure) {
          seen.push(failure);
        }
      }
    }
    world.addServer(
      'client',
      client('client', (node) => node.spawn(caller(node))),
    );
    world.kernel.runUntil(100);
    // The timer is set before the reply sets out, so that at the same time it comes first.
    expect(seen).toEqual([
      ['client', 'timeout of the call to server', 12],
      new TimedOut(12),
      ['client', 'timeout of the call to server', 23.5],
      new TimedOut(11.5),
      'slow',
    ]);
  });

  test('measures its time limit by the clock of the caller', () => {
    const world = new World('1', { latencyMs: constant(1) });
    world.addServer('server', echo, { startsUp: false });
    let failedAtMs = 0;
    function* caller(node: ServerContext): Process<void> {
      try {
        yield* node.call('server', { kind: 'echo' }, { timeoutMs: 30 });
      } catch {
        failedAtMs = world.kernel.nowMs;
      }
    }
    const fast = { clockDriftPpm: 500_000 };
    world.addServer(
      'client',
      client('client', (node) => node.spawn(caller(node))),
      fast,
    );
    world.kernel.runUntil(100);
    expect(failedAtMs).toBe(20);
  });

  test('decodes what comes back; what that throws is thrown where the caller waits', () => {
    const world = new World('1', { latencyMs: constant(1) });
    world.addServer('server', echo);
    const seen: unknown[] = [];
    const decode = (value: unknown) => {
      if (value === 'bad value') throw new RangeError('not what was asked for');
      return `decoded ${value}`;
    };
    function* caller(node: ServerContext): Process<void> {
      for (const kind of ['echo', 'bad value', 'bad']) {
        try {
          seen.push(yield* node.call('server', { kind }, { decode }));
        } catch (failure) {
          seen.push(failure);
        }
      }
    }
    world.addServer(
      'client',
      client('client', (node) => node.spawn(caller(node))),
    );
    world.kernel.runUntil(100);
    const notAsked = new RangeError('not what was asked for');
    expect(seen).toEqual(['decoded echo', notAsked, new Refusal('bad')]);
  });

  test('that was held back and released arrives, as does its reply', () => {
    const { world, at, run } = ask(['slow'], { limitMs: 90 });
    world.network.hold('client', 'server');
    world.network.hold('server', 'client');
    at(20, () => world.network.release('client', 'server'));
    at(50, () => world.network.release('server', 'client'));
    expect(run()).toEqual([{ atMs: 50, result: 'slow' }]);
  });

  test('whose request, and then whose reply, is dropped by hand was in vain', () => {
    for (const dropAtMs of [0.5, 11.5]) {
      const { world, server, at, run } = ask(['slow'], { limitMs: 30 });
      at(dropAtMs, () => {
        const [message] = world.network.inFlight;
        if (message !== undefined) world.network.dropNow(message);
      });
      expect(run()).toMatchObject([{ atMs: 30 }]);
      expect(world.network.dropped).toBe(1);
      expect(server.state).toMatchObject({ finished: dropAtMs < 1 ? 0 : 1 });
    }
  });

  test('that hangs up before a late copy of its request arrives is not handled then', () => {
    const { world, server, at, run } = ask(['slow'], { limitMs: 5, hangsUp: true });
    at(0.5, () => {
      const [request] = world.network.inFlight;
      if (request !== undefined) world.network.holdNow(request);
    });
    at(20, () => world.network.release('client', 'server'));
    run();
    expect(world.network).toMatchObject({ sent: 2, delivered: 2 });
    expect(server.state).toMatchObject({ handled: 0 });
  });

  test('that hangs up cancels the handler', () => {
    const { server, run, world } = ask(['slow'], { limitMs: 5, hangsUp: true });
    expect(run()).toMatchObject([{ atMs: 5 }]);
    expect(server.state).toMatchObject({ handled: 1, finished: 0 });
    expect(world.network).toMatchObject({ sent: 2, delivered: 2 });
  });

  test('records which request a reply answers, in the queue or not', () => {
    const events: TraceEvent[] = [];
    const { world, run } = ask(['slow', 'echo']);
    world.trace.onEvery((event) => events.push(event));
    run();
    const replies = events.filter(({ kind, node }) => kind === 'send' && node === 'server');
    const requests = events.filter(({ kind, node }) => kind === 'deliver' && node === 'server');
    expect(replies.map(({ detail }) => detail)).toEqual([
      new Reply(requests[1]?.id as number, 'echo'),
      new Reply(requests[0]?.id as number, 'slow'),
    ]);
  });
});

describe('a server that is down', () => {
  test('is silent by default', () => {
    const { server, run } = ask(['echo'], { limitMs: 30 });
    server.crash();
    expect(run()).toMatchObject([{ atMs: 30 }]);
  });

  test.each([
    ['resets', { atMs: 6, result: unreachable }],
    ['refuses', { atMs: 50, result: new TimedOut(50) }],
  ] as const)('whose machine %s what it was at work on at its crash', (whenDown, answer) => {
    const { answers, run, strike } = ask(['slow'], { limitMs: 50, whenDown });
    strike(5, crash('server'));
    run();
    expect(answers).toEqual([answer]);
  });

  test('or has its machine refuse connections', () => {
    const world = new World('1', { latencyMs: constant(1) });
    const server = world.addServer('server', echo, { whenDown: 'refuses', startsUp: false });
    const failures: unknown[] = [];
    world.addServer(
      'client',
      client('client', (node) => {
        node.spawn(
          (function* () {
            try {
              yield* node.call('server', { kind: 'echo' });
            } catch (caught) {
              failures.push([world.kernel.nowMs, caught]);
            }
          })(),
        );
      }),
    );
    world.kernel.runUntil(10);
    expect(failures).toEqual([[2, new Refusal('unreachable')]]);
    expect(server.life).toBe('down');
    expect(messagesConserved.check(world)).toBeUndefined();
  });

  test('sends no reply from the grave, and finishes nothing', () => {
    const { server, at, run } = ask(['slow'], { limitMs: 50 });
    at(5, () => server.crash());
    at(6, () => server.start());
    expect(run()).toMatchObject([{ atMs: 50 }]);
    expect(server.state).toEqual({ handled: 0, finished: 0 });
  });

  test('forgets calls that it made: the reply to an earlier life is delivered unheard', () => {
    const { world, answers, at, run } = ask(['slow']);
    const caller = world.node('client');
    at(5, () => caller.crash());
    run();
    expect(answers).toEqual([]);
    expect(world.network).toMatchObject({ sent: 2, delivered: 1, dropped: 1 });
  });
});

describe('a crash', () => {
  test('kills processes: no finally block runs', () => {
    const done: string[] = [];
    const world = new World('1');
    const node = world.addServer(
      'n1',
      client('worker', (context) => {
        context.spawn(
          (function* () {
            try {
              yield* sleep(10);
              done.push('slept');
            } finally {
              done.push('finally');
            }
          })(),
        );
      }),
    );
    world.kernel.schedule(5, () => node.crash(), undefined);
    world.kernel.runUntil(100);
    expect(done).toEqual([]);
  });

  test('ends children wherever they were spawned, and tells watchers elsewhere', () => {
    const world = new World('1');
    const heard: unknown[] = [];
    let finished = 0;
    function* child(): Process<void> {
      yield* sleep(20);
      finished += 1;
    }
    function* parent(): Process<void> {
      yield* spawn(child());
      yield* sleep(30);
    }
    const tasks: ReturnType<ServerContext['spawn']>[] = [];
    const node = world.addServer(
      'n1',
      client('worker', (context) => {
        tasks.push(context.spawn(parent()));
      }),
    );
    function* watcher(): Process<void> {
      try {
        yield* join(must(tasks[0], 'first task'));
      } catch (caught) {
        heard.push(caught);
      }
    }
    world.spawn(watcher());
    world.kernel.schedule(10, () => node.crash(), undefined);
    world.kernel.runUntil(100);
    expect(finished).toBe(0);
    expect(heard).toEqual([expect.any(Cancelled)]);
  });

  test('passes an item that was granted to the dead on to the living', () => {
    const world = new World('1');
    const queue = new Queue<string>();
    const got: string[] = [];
    function* taker(name: string): Process<void> {
      got.push(`${name} ${yield* queue.take()}`);
    }
    const mortal = world.addServer(
      'n1',
      client('taker', (node) => node.spawn(taker('n1'))),
    );
    world.addServer(
      'n2',
      client('taker', (node) => node.spawn(taker('n2'))),
    );
    const handOver = () => {
      queue.offer('item');
      mortal.crash();
    };
    world.kernel.schedule(5, handOver, undefined);
    world.kernel.runUntil(100);
    expect(got).toEqual(['n2 item']);
  });

  test('by a process of the node itself stops that process', () => {
    const world = new World('1', { latencyMs: constant(1) });
    const server = world.addServer('server', echo);
    const done: string[] = [];
    const node = world.addServer(
      'n1',
      client('suicidal', (context) => {
        context.spawn(
          (function* () {
            yield* sleep(1);
            world.node('n1').crash();
            yield* context.call('server', { kind: 'echo' });
            done.push('called from the grave');
          })(),
        );
      }),
    );
    world.kernel.runUntil(100);
    expect(node.life).toBe('down');
    expect(done).toEqual([]);
    expect(server.state).toMatchObject({ handled: 0 });
  });

  test('of a resource that outlives its life is an error, not a leaked permit', () => {
    const world = new World('1');
    const shared = new Resource(1);
    const node = world.addServer(
      'n1',
      client('holder', (context) => {
        context.spawn(shared.use(sleep(10)));
      }),
    );
    const restart = () => {
      node.crash();
      node.start();
    };
    world.kernel.schedule(5, restart, undefined);
    expect(() => world.kernel.runUntil(100)).toThrow('one life of one node');
  });
});

describe('a pause', () => {
  test('stops processes; what came due goes on in the order of its due times', () => {
    const world = new World('1', { latencyMs: constant(1) });
    const done: string[] = [];
    function* wait(name: string, durationMs: number): Process<void> {
      yield* sleep(durationMs);
      done.push(`${name} ${world.kernel.nowMs}`);
    }
    const server: Server<void, string> = {
      kind: 'server',
      start(node) {
        node.spawn(wait('third', 8));
        node.spawn(wait('first', 3));
      },
      serve(_memory, request) {
        done.push(`${request} ${world.kernel.nowMs}`);
      },
      shown: () => ({}),
    };
    world.addServer('server', server);
    world.addServer(
      'client',
      client('client', (node) => {
        node.spawn(
          (function* () {
            yield* sleep(4);
            yield* node.call('server', 'second');
          })(),
        );
      }),
    );
    world.plan([{ atMs: 1, fault: pause('server', 20) }]);
    world.kernel.runUntil(100);
    expect(done).toEqual(['first 21', 'second 21', 'third 21']);
  });

  test('lets a time limit of the paused caller expire only when it goes on', () => {
    const { strike, run } = ask(['slow'], { limitMs: 5 });
    strike(1, pause('client', 30));
    expect(run()).toEqual([{ atMs: 31, result: new TimedOut(5) }]);
  });
});
