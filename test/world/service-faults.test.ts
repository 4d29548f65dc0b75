/**
 * Goal: what befalls links, machines and services by faults does what it says, to requests and
 * replies alike, and no message is lost count of, whatever strikes.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { messagesConserved } from '../../src/check/conservation.ts';
import { constant, uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { TimedOut } from '../../src/kernel/timeout.ts';
import { Refusal } from '../../src/world/call.ts';
import {
  brownout,
  crash,
  type Fault,
  heal,
  network,
  outage,
  pause,
  recover,
  restart,
  slow,
  stall,
  troubleLink,
} from '../../src/world/fault.ts';
import { faultsEndAtMs } from '../../src/world/plan.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { client, isCallFailure, type Server, type ServerContext } from '../../src/world/server.ts';
import { World } from '../../src/world/world.ts';
import { faultPlans, serverFaults } from '../support/arbitraries.ts';
import { pingPong } from '../support/ping-pong.ts';

const worker: Server<{ served: number }, undefined> = {
  kind: 'worker',
  start: () => ({ served: 0 }),
  *serve(memory, _request, _from, node) {
    yield* node.work(10);
    memory.served += 1;
    return 'worked';
  },
  shown: ({ served }) => ({ served }),
};

/** Calls that take 12 ms without faults, begun at those times: when each ended, and how. */
function callsAt(timesMs: readonly number[], faults: readonly [atMs: number, fault: Fault][]) {
  const world = new World('1', { latencyMs: constant(1) });
  world.addServer('server', worker);
  const ends: string[] = [];
  function* ask(node: ServerContext, atMs: number): Process<void> {
    yield* node.sleep(atMs);
    try {
      yield* node.call('server', undefined, { timeoutMs: 200 });
      ends.push(`${world.kernel.nowMs} worked`);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      const how = failure instanceof TimedOut ? 'timed out' : failure.reason;
      ends.push(`${world.kernel.nowMs} ${how}`);
    }
  }
  const start = (node: ServerContext) => timesMs.map((atMs) => node.spawn(ask(node, atMs)));
  world.addServer('client', client('client', start));
  world.plan(faults.map(([atMs, fault]) => ({ atMs, fault })));
  world.kernel.runUntil(1_000);
  expect(messagesConserved.check(world)).toBeUndefined();
  return ends;
}

describe('an outage', () => {
  test('that refuses answers at once, also what was under way', () => {
    expect(callsAt([0, 20, 60], [[5, outage('server', 'refuses', 50)]])).toEqual([
      '12 unreachable',
      '22 unreachable',
      '72 worked',
    ]);
  });

  test('that hangs never answers', () => {
    expect(callsAt([0, 20, 60], [[5, outage('server', 'hangs', 50)]])).toEqual([
      '72 worked',
      '200 timed out',
      '220 timed out',
    ]);
  });

  test('outlasts a restart, and ends with a recovery', () => {
    const faults: [number, Fault][] = [
      [5, outage('server', 'refuses', 500)],
      [6, crash('server')],
      [7, restart('server')],
      [50, recover('server')],
    ];
    expect(callsAt([20, 60], faults)).toEqual(['22 unreachable', '72 worked']);
  });
});

describe('a brownout', () => {
  test('slows work down that begins in it, and those in force multiply', () => {
    const slower = brownout('server', { factor: 3 }, 30);
    expect(callsAt([0, 50], [[0.5, slower]])).toEqual(['32 worked', '62 worked']);
    expect(
      callsAt(
        [0],
        [
          [0.5, slower],
          [0.5, slow('server', 2, 30)],
        ],
      ),
    ).toEqual([
      // The slow machine takes 0.1 ms more for the request.
      '62.1 worked',
    ]);
  });

  test('fails work at its rate', () => {
    expect(callsAt([0], [[0.5, brownout('server', { failureRate: 1 }, 30)]])).toEqual([
      '12 server-error',
    ]);
    const times = Array.from({ length: 2_000 }, () => 1);
    const ends = callsAt(times, [[0.5, brownout('server', { failureRate: 0.3 }, 30)]]);
    const failed = ends.filter((end) => end.endsWith('server-error')).length;
    const sigma = Math.sqrt(2_000 * 0.3 * 0.7);
    expect(Math.abs(failed - 600)).toBeLessThan(4 * sigma);
  });
});

test('a stall lets nothing finish until it ends, and the longer of two counts', () => {
  expect(callsAt([0], [[5, stall('server', 50)]])).toEqual(['56 worked']);
  expect(
    callsAt(
      [0],
      [
        [5, stall('server', 50)],
        [6, stall('server', 100)],
      ],
    ),
  ).toEqual(['107 worked']);
});

describe('a slow node', () => {
  test('works so many times longer', () => {
    // 1 ms there, 0.4 ms more for the message, 5 x 10 ms of work, 1 ms back.
    expect(callsAt([0, 100], [[0.5, slow('server', 5, 60)]])).toEqual([
      '52.4 worked',
      '112 worked',
    ]);
  });

  /** A node that sends three messages at the beginning to a listener that takes 1 ms for each. */
  function speech() {
    const world = new World('1', { latencyMs: constant(1) });
    const heard: [unknown, number][] = [];
    const listener = {
      kind: 'listener',
      start: () => undefined,
      serve: () => undefined,
      receive: (_memory: undefined, message: unknown) => {
        heard.push([message, world.kernel.nowMs]);
      },
      shown: () => ({}),
    };
    world.addServer('listener', listener, { processingMs: 1 });
    world.addServer(
      'speaker',
      client('speaker', (node) => {
        for (const message of [1, 2, 3]) node.send('listener', message);
      }),
    );
    return { world, heard };
  }

  test('does not process again after a pause what had its turn in it', () => {
    const { world, heard } = speech();
    world.plan([
      { atMs: 0, fault: slow('listener', 11, 100) },
      { atMs: 15, fault: pause('listener', 25) },
    ]);
    world.kernel.runUntil(200);
    expect(heard).toEqual([
      [1, 11],
      [2, 40],
      [3, 40],
    ]);
    expect(messagesConserved.check(world)).toBeUndefined();
  });

  test('processes messages one after another, in their order, and loses them in a crash', () => {
    const { world, heard } = speech();
    world.plan([
      { atMs: 0, fault: slow('listener', 11, 100) },
      { atMs: 25, fault: recover('listener') },
    ]);
    world.kernel.runUntil(24.5);
    expect(heard).toEqual([
      [1, 11],
      [2, 21],
    ]);
    expect(world.network.inFlight).toMatchObject([{ whereabouts: 'queued' }]);
    world.node('speaker').crash();
    world.node('speaker').start();
    world.kernel.runUntil(100);
    // Sent after the recovery or before: nothing overtakes what queues.
    expect(heard.slice(2).map(([message]) => message)).toEqual([3, 1, 2, 3]);
    world.strike(slow('listener', 11, 100));
    world.node('speaker').crash();
    world.node('speaker').start();
    world.kernel.runUntil(105);
    world.node('listener').crash();
    world.node('listener').start();
    world.kernel.runUntil(300);
    expect(heard).toHaveLength(6);
    expect(world.network).toMatchObject({ sent: 9, delivered: 6, dropped: 3 });
  });

  test('is slow for actors too', () => {
    const elapsed = (faults: Fault[]) => {
      const world = new World('1', { latencyMs: constant(1) });
      world.addNode('a', pingPong('b'), { processingMs: 1 });
      world.addNode('b', pingPong('a'), { processingMs: 1 });
      for (const fault of faults) world.strike(fault);
      world.kernel.runUntil(200);
      expect(messagesConserved.check(world)).toBeUndefined();
      return world.network.delivered;
    };
    expect(elapsed([slow('b', 1_000, 200)])).toBeLessThan(elapsed([]));
  });
});

describe('conditions of single links', () => {
  test('are the link’s own: what befalls the network changes the others', () => {
    const world = new World('1', { latencyMs: constant(1) });
    world.addServer('server', worker);
    const atMs: number[] = [];
    function* ask(node: ServerContext): Process<void> {
      yield* node.call('server', undefined);
      atMs.push(world.kernel.nowMs);
    }
    world.addServer(
      'client',
      client('client', (node) => node.spawn(ask(node))),
    );
    world.network.changeLink('client', 'server', { latencyMs: constant(5) });
    world.strike(network({ duplication: 1 }));
    world.kernel.runUntil(100);
    expect(atMs).toEqual([5 + 10 + 1]);
    expect(world.network.duplicated).toBe(3);
  });

  test('get worse by a fault, in one direction, until the network heals', () => {
    expect(callsAt([0, 50], [[0, troubleLink('server', 'client', { delayMs: 7 })]])).toEqual([
      '19 worked',
      '69 worked',
    ]);
    const lossy = troubleLink('server', 'client', { loss: 1 });
    expect(
      callsAt(
        [0, 50],
        [
          [0, lossy],
          [40, heal()],
        ],
      ),
    ).toEqual(['62 worked', '200 timed out']);
  });

  test('keep the order of sending if they are ordered', () => {
    const world = new World('1', { latencyMs: uniform(1, 50) });
    const heard: unknown[] = [];
    world.addServer('listener', {
      kind: 'listener',
      start: () => undefined,
      serve: () => undefined,
      receive: (_memory: undefined, message: unknown) => {
        heard.push(message);
      },
      shown: () => ({}),
    });
    const messages = Array.from({ length: 50 }, (_, place) => place);
    const speaker = client('speaker', (node) => {
      world.network.changeLink('speaker', 'listener', { ordered: true });
      for (const message of messages) node.send('listener', message);
    });
    world.addServer('speaker', speaker);
    world.kernel.runUntil(1_000);
    expect(heard).toEqual(messages);
  });
});

describe('plans', () => {
  test('are over when the last fault of any kind is', () => {
    const at = (atMs: number, fault: Fault) => ({ atMs, fault });
    for (const fault of [
      slow('a', 2, 70),
      outage('a', 'hangs', 70),
      brownout('a', { factor: 2 }, 70),
      stall('a', 70),
      pause('a', 70),
    ]) {
      expect(faultsEndAtMs([at(10, crash('a')), at(30, fault)])).toBe(100);
    }
  });

  test('draw the kinds that a scenario asks for, and end with everything mended', () => {
    const options = {
      ...{ nodes: ['server', 'client'], faults: 400, fromMs: 10, untilMs: 5_000 },
      ...{ pauseMsMax: 50, rateMax: 0.3 },
    };
    const world = new World('1');
    const kindsIn = (more: object) => {
      const plan = drawFaultPlan(world.kernel.random.stream('plan'), { ...options, ...more });
      return new Set(plan.map(({ fault }) => fault.kind));
    };
    const added = ['link', 'slow', 'outage', 'brownout', 'stall', 'recover'] as const;
    for (const kind of added) expect(kindsIn({})).not.toContain(kind);
    const all = kindsIn({
      links: { delayMsMax: 20 },
      slowness: { factorMax: 10, durationMsMax: 100 },
      services: { factorMax: 10, durationMsMax: 100 },
    });
    for (const kind of added) expect(all).toContain(kind);
  });

  const machines = ['server', 'client'];
  test.prop([faultPlans(machines, 300, serverFaults(machines)), fc.nat()], { numRuns: 60 })(
    'of any faults lose count of no message, and repeat exactly',
    (plan, seed) => {
      const carriedOut = () => {
        const world = new World(`${seed}`, { latencyMs: uniform(1, 5) });
        world.addServer('server', worker, { whenDown: 'refuses' });
        function* ask(node: ServerContext): Process<void> {
          for (;;) {
            try {
              yield* node.call('server', undefined, { timeoutMs: 30, hangsUp: true });
            } catch (failure) {
              if (!isCallFailure(failure)) throw failure;
            }
            yield* node.sleep(5);
          }
        }
        world.addServer(
          'client',
          client('client', (node) => [node.spawn(ask(node)), node.spawn(ask(node))]),
        );
        world.plan(plan);
        while (world.kernel.nextTimeMs <= 400) {
          world.kernel.step();
          expect(messagesConserved.check(world)).toBeUndefined();
        }
        return world.digest;
      };
      expect(carriedOut()).toBe(carriedOut());
    },
  );
});

test('a refusal is not an error, but says what it is', () => {
  expect(`${new Refusal('overloaded', { retryAfterMs: 5 })}`).toBe('refused: overloaded');
});
