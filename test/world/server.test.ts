/**
 * Goal: the worked example does what it seems to do, and stations are the queues of the textbooks:
 * Erlang's loss formula holds within a computed interval, and a pause, a crash or a hang-up leaves no
 * server held.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { messagesConserved } from '../../src/check/conservation.ts';
import { constant, exponential, sampler } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import type { Note, TraceEvent } from '../../src/trace/event.ts';
import { Refusal } from '../../src/world/call.ts';
import { pause } from '../../src/world/fault.ts';
import { client, type Server, type ServerContext } from '../../src/world/server.ts';
import { Station, type StationOptions } from '../../src/world/station.ts';
import { World } from '../../src/world/world.ts';
import { workedExample } from './worked-example.ts';

describe('the worked example', () => {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.replace(/^ \* ?/, '').trim())
      .filter((line) => line !== '');

  test('stands at the head of server.ts as it runs here', () => {
    const source = readFileSync(new URL('../../src/world/server.ts', import.meta.url), 'utf8');
    const here = readFileSync(new URL('worked-example.ts', import.meta.url), 'utf8');
    const head = source.slice(source.indexOf('interface Memory'), source.indexOf(' */'));
    expect(lines(head)).toHaveLength(39);
    const code = lines(here);
    for (const line of lines(head)) expect(code).toContain(line);
  });

  test('stores a row every 16 to 17 ms, is refused while the store is down, and keeps its rows', () => {
    const world = new World('1');
    const failures: [number, unknown][] = [];
    world.trace.on('note', ({ atMs, detail }) => {
      failures.push([atMs, (detail as Note & { failure: unknown }).failure]);
    });
    workedExample(world);
    world.kernel.runUntil(99);
    // Two latencies of 1 ms, 4 ms of service, 1 ms of disk, 10 ms of sleep: at 6, 23, 40, 57, 74, 91.
    expect(world.node('store').state).toEqual({ rows: 6, working: 0, waiting: 0 });
    expect(failures).toEqual([]);
    world.kernel.runUntil(250);
    expect(failures.map(([, failure]) => failure)).toContain('refused: unreachable');
    expect(failures.every(([atMs]) => atMs > 100 && atMs < 225)).toBe(true);
    expect(world.node('store').state).toMatchObject({ rows: 6 + 3 });
    expect(messagesConserved.check(world)).toBeUndefined();
  });
});

/** A server that is one station, which serves every request for as long as it says. */
function stationServer(options: StationOptions): Server<Station, number | undefined> {
  return {
    kind: 'station',
    start: (node) => new Station(node, options),
    *serve(station, workMs) {
      yield* station.serve(workMs);
      return 'served';
    },
    shown: ({ working, waiting }) => ({ working, waiting }),
  };
}

/** Makes requests that take so long, all at once, and says when each was answered, and how. */
function burst(options: StationOptions, workMs: readonly number[], { timeoutMs = Infinity } = {}) {
  const world = new World('1', { latencyMs: constant(1) });
  const server = world.addServer('server', stationServer(options));
  const outcomes: [atMs: number, outcome: unknown][] = [];
  function* ask(node: ServerContext, request: number): Process<void> {
    let outcome: unknown;
    try {
      outcome = yield* node.call('server', request, { timeoutMs, hangsUp: true });
    } catch (failure) {
      outcome = failure instanceof Refusal ? failure.reason : (failure as Error).name;
    }
    outcomes.push([world.kernel.nowMs, outcome]);
  }
  const start = (node: ServerContext) => workMs.map((request) => node.spawn(ask(node, request)));
  world.addServer('client', client('client', start));
  return { world, server, outcomes };
}

describe('a station', () => {
  test('serves so many at a time, in order, and refuses what its queue has no room for', () => {
    const { world, outcomes } = burst(
      { servers: 1, queueCapacity: 1, serviceMs: constant(10) },
      [10, 10, 10],
    );
    world.kernel.runUntil(100);
    expect(outcomes).toEqual([
      [2, 'overloaded'],
      [12, 'served'],
      [22, 'served'],
    ]);
  });

  test('without a queue refuses only while every server is busy', () => {
    const { world, outcomes } = burst(
      { servers: 2, queueCapacity: 0, serviceMs: constant(10) },
      [10, 10, 10],
    );
    world.kernel.runUntil(100);
    expect(outcomes).toEqual([
      [2, 'overloaded'],
      [12, 'served'],
      [12, 'served'],
    ]);
  });

  test('slows down by those that wait', () => {
    const { world, outcomes } = burst(
      { servers: 1, serviceMs: constant(10), contention: 0.5 },
      [10, 10],
    );
    world.kernel.runUntil(100);
    // The first begins before the second waits; the second finds nobody behind it.
    expect(outcomes.map(([atMs]) => atMs)).toEqual([12, 22]);
    const three = burst({ servers: 1, serviceMs: constant(10), contention: 0.5 }, [10, 10, 10]);
    three.world.kernel.runUntil(100);
    expect(three.outcomes.map(([atMs]) => atMs)).toEqual([12, 27, 37]);
  });

  test('frees the server of a call that hangs up', () => {
    const { world, server, outcomes } = burst({ servers: 1, serviceMs: constant(10) }, [50, 10], {
      timeoutMs: 20,
    });
    world.kernel.runUntil(200);
    expect(outcomes).toEqual([
      [20, 'TimedOut'],
      [20, 'TimedOut'],
    ]);
    expect(server.state).toEqual({ working: 0, waiting: 0 });
  });

  test('stands still with its node, and begins anew after a crash', () => {
    const { world, server, outcomes } = burst({ servers: 1, serviceMs: constant(10) }, [10, 10]);
    world.plan([{ atMs: 5, fault: pause('server', 20) }]);
    world.kernel.runUntil(40);
    expect(outcomes).toEqual([
      [26, 'served'],
      [36, 'served'],
    ]);
    const crashed = burst({ servers: 1, serviceMs: constant(10) }, [10, 10]);
    crashed.world.kernel.runUntil(5);
    expect(crashed.server.state).toEqual({ working: 1, waiting: 1 });
    crashed.server.crash();
    crashed.server.start();
    expect(crashed.server.state).toEqual({ working: 0, waiting: 0 });
    expect(server.state).toEqual({ working: 0, waiting: 0 });
  });

  test('is held while a process runs, however it ends', () => {
    const world = new World('1');
    const seen: unknown[] = [];
    function* transaction(node: ServerContext, fails: boolean): Process<string> {
      yield* node.sleep(5);
      if (fails) throw new Refusal('deadlock');
      return 'committed';
    }
    const start = (node: ServerContext) => {
      const pool = new Station(node, { servers: 1, serviceMs: constant(0) });
      const use = function* (fails: boolean): Process<void> {
        try {
          seen.push(yield* pool.hold(transaction(node, fails)), world.kernel.nowMs);
        } catch (failure) {
          seen.push((failure as Refusal).reason, world.kernel.nowMs);
        }
      };
      for (const fails of [false, true, false]) node.spawn(use(fails));
    };
    world.addServer('node', client('node', start));
    world.kernel.runUntil(100);
    expect(seen).toEqual(['committed', 5, 'deadlock', 10, 'committed', 15]);
  });

  test('refuses what makes no sense', () => {
    const make = (options: Partial<StationOptions>) => () =>
      burst({ serviceMs: constant(1), ...options }, []);
    expect(make({ servers: 0 })).toThrow(RangeError);
    expect(make({ queueCapacity: -1 })).toThrow(RangeError);
    expect(make({ queueCapacity: 1.5 })).toThrow(RangeError);
    expect(make({ queueCapacity: Number.NaN })).toThrow(RangeError);
  });

  // Erlang B (1917): B(n) = a B(n-1) / (n + a B(n-1)), B(0) = 1. Here B(4, 2.4) = 13.9%.
  test('without a queue is the loss system of Erlang', () => {
    let [blocked, offered] = [1, 2.4];
    for (let n = 1; n <= 4; n++) blocked = (offered * blocked) / (n + offered * blocked);
    const world = new World('erlang', { latencyMs: constant(1) });
    world.addServer(
      'server',
      stationServer({ servers: 4, queueCapacity: 0, serviceMs: exponential(24) }),
    );
    let [calls, refused] = [0, 0];
    function* ask(node: ServerContext): Process<void> {
      calls += 1;
      try {
        yield* node.call('server', undefined);
      } catch {
        refused += 1;
      }
    }
    function* arrivals(node: ServerContext): Process<void> {
      const drawGapMs = sampler(exponential(10), node.stream('arrivals'));
      while (calls < 40_000) {
        yield* node.sleep(drawGapMs());
        node.spawn(ask(node));
      }
    }
    world.addServer(
      'client',
      client('client', (node) => node.spawn(arrivals(node))),
    );
    world.kernel.runUntil(Infinity);
    // Refusals are correlated over about one service time: the variance is at most (1 + 2a) binomial.
    const sigma = Math.sqrt((blocked * (1 - blocked) * (1 + 2 * offered)) / calls);
    expect(Math.abs(refused / calls - blocked)).toBeLessThan(4 * sigma);
    expect(4 * sigma).toBeLessThan(blocked / 8);
  });
});

describe('a server', () => {
  test('takes messages that ask for no reply, from actors and servers', () => {
    const world = new World('1', { latencyMs: constant(1) });
    const heard: unknown[] = [];
    const listener: Server<undefined, never> = {
      kind: 'listener',
      start: () => undefined,
      serve: () => undefined,
      receive: (_memory, message, from) => heard.push([from, message, world.kernel.nowMs]),
      shown: () => ({}),
    };
    world.addServer('listener', listener);
    world.addServer(
      'speaker',
      client('speaker', (node) => node.send('listener', 'hello')),
    );
    world.kernel.runUntil(10);
    expect(heard).toEqual([['speaker', 'hello', 1]]);
    world.addServer(
      'deaf',
      client('deaf', () => undefined),
    );
    world.addServer(
      'other',
      client('other', (node) => node.send('deaf', 'hello')),
    );
    expect(() => world.kernel.runUntil(20)).toThrow('deaf is a deaf, which takes no messages');
  });

  test('reads its journal, and does nothing through the context of an earlier life', () => {
    const world = new World('1', { latencyMs: constant(1) });
    const lives: ServerContext<string>[] = [];
    const journals: string[][] = [];
    const events: TraceEvent[] = [];
    world.trace.onEvery((event) => events.push(event));
    const server: Server<undefined, never, string> = {
      kind: 'writer',
      start(node, { journal }) {
        lives.push(node);
        journals.push([...journal]);
        node.persist(`life ${lives.length}`);
        return undefined;
      },
      serve: () => undefined,
      shown: () => ({}),
    };
    const node = world.addServer('writer', server);
    world.addServer(
      'other',
      client('other', () => undefined),
    );
    node.crash();
    node.start();
    expect(journals).toEqual([[], ['life 1']]);
    const before = events.length;
    const [first] = lives as [ServerContext<string>];
    first.persist('from the grave');
    first.send('other', 'from the grave');
    first.note({ kind: 'ghost' });
    expect(() => first.spawn(first.sleep(1))).toThrow('a life that has ended');
    expect(events).toHaveLength(before);
    expect(node.disk.journal).toEqual(['life 1', 'life 2']);
  });

  test('waits for its disk', () => {
    const world = new World('1', { latencyMs: constant(1) });
    const server: Server<undefined, string, string> = {
      kind: 'writer',
      start: () => undefined,
      *serve(_memory, request, _from, node) {
        node.persist(request);
        yield* node.durable();
        return 'durable';
      },
      shown: () => ({}),
    };
    world.addServer('server', server, { diskMs: constant(7) });
    let atMs = 0;
    function* ask(node: ServerContext): Process<void> {
      yield* node.call('server', 'record');
      atMs = world.kernel.nowMs;
    }
    world.addServer(
      'client',
      client('client', (node) => node.spawn(ask(node))),
    );
    world.kernel.runUntil(100);
    expect(atMs).toBe(9);
  });
});
