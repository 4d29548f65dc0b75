/**
 * Goal: nodes crash, restart, pause and resume as machines do; disks and clocks keep their
 * promises.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { constant } from '../../src/kernel/distribution.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import type { Actor } from '../../src/world/actor.ts';
import { clockDrift, clockJump, crash, pause, restart } from '../../src/world/fault.ts';
import { NodeClock } from '../../src/world/node-clock.ts';
import { World } from '../../src/world/world.ts';
import { pingPong } from '../support/ping-pong.ts';

function pair(diskMs = 0) {
  const world = new World('seed');
  const events: TraceEvent[] = [];
  world.trace.onEvery((event) => events.push(event));
  const options = { diskMs: constant(diskMs) };
  const a = world.addNode('a', pingPong('b'), options);
  const b = world.addNode('b', pingPong('a'), options);
  return { world, events, a, b };
}

describe('crash and restart', () => {
  test('memory is lost, what was durable is not', () => {
    const { world, a } = pair();
    world.plan([
      { atMs: 55, fault: crash('a') },
      { atMs: 100, fault: restart('a') },
    ]);
    world.kernel.runUntil(99);
    expect(a.state).toBeUndefined();
    expect(a.timers).toEqual([]);
    world.kernel.runUntil(100);
    expect(a.state).toEqual({ pings: 5, pongs: 0 });
  });

  test('writes that are not durable are lost, with the messages that waited for them', () => {
    const { world, events, a } = pair(8);
    world.plan([
      // Pings are written every 10 ms and durable 8 ms later: at 55 ms the fifth is not.
      { atMs: 55, fault: crash('a') },
      { atMs: 100, fault: restart('a') },
    ]);
    world.kernel.runUntil(100);
    expect(a.state).toEqual({ pings: 4, pongs: 0 });
    const pings = events.filter(
      ({ kind, node, detail }) =>
        kind === 'send' && node === 'a' && (detail as { type: string }).type === 'ping',
    );
    expect(pings.map(({ detail }) => (detail as { number: number }).number)).toEqual([1, 2, 3, 4]);
    expect(events.find(({ kind }) => kind === 'crash')?.detail).toBe(1);
  });

  test('messages to a node that is down are dropped; its timers do not fire', () => {
    const { world, events } = pair();
    world.plan([{ atMs: 55, fault: crash('a') }]);
    world.kernel.runUntil(200);
    const later = events.filter(({ atMs }) => atMs > 56);
    expect(later.some(({ kind, node }) => kind === 'timer' && node === 'a')).toBe(false);
    expect(
      later.some(({ kind, peer, detail }) => kind === 'drop' && peer === 'a' && detail === 'down'),
    ).toBe(true);
  });

  test('crashing the crashed and starting the running does nothing', () => {
    const { world, events } = pair();
    world.plan([
      { atMs: 10, fault: restart('a') },
      { atMs: 20, fault: crash('a') },
      { atMs: 30, fault: crash('a') },
    ]);
    world.kernel.runUntil(50);
    expect(events.filter(({ kind }) => kind === 'crash').length).toBe(1);
    expect(events.filter(({ kind }) => kind === 'restart').length).toBe(0);
  });
});

describe('pause', () => {
  test('time passes, nothing runs; afterwards everything that came up runs, in order', () => {
    const { world, events, a } = pair();
    world.plan([{ atMs: 55, fault: pause('a', 100) }]);
    world.kernel.runUntil(154);
    expect(a.life).toBe('paused');
    const during = events.filter(({ atMs, node }) => node === 'a' && atMs > 55);
    expect(during).toEqual([]);
    world.kernel.runUntil(155);
    const resumed = events.filter(({ atMs, node }) => node === 'a' && atMs === 155);
    expect(resumed[0]?.kind).toBe('resume');
    // Its own timer ran out at 60 ms, before the first ping that came in at 61 ms.
    expect(resumed.filter(({ kind }) => kind === 'timer' || kind === 'deliver')[0]?.kind).toBe(
      'timer',
    );
    expect(resumed.filter(({ kind }) => kind === 'deliver').length).toBeGreaterThan(5);
  });

  test('a message that came before the timer ran out is handled first, and may still stop it', () => {
    const resetByMessage: Actor<{ fired: number }, 'reset', 'alarm'> = {
      kind: 'sleeper',
      start(context) {
        context.setTimer('alarm', 100);
        return { fired: 0 };
      },
      receive(_state, _message, _from, context) {
        context.setTimer('alarm', 100);
      },
      timeout(state) {
        state.fired += 1;
      },
    };
    const poker: Actor<object, 'reset', 'poke'> = {
      kind: 'poker',
      start(context) {
        context.setTimer('poke', 50);
        return {};
      },
      receive() {},
      timeout(_state, _timer, context) {
        context.send('sleeper', 'reset');
      },
    };
    const world = new World('seed');
    const sleeper = world.addNode('sleeper', resetByMessage);
    world.addNode('poker', poker);
    world.plan([{ atMs: 10, fault: pause('sleeper', 190) }]);
    world.kernel.runUntil(250);
    expect(sleeper.state).toEqual({ fired: 0 });
    world.kernel.runUntil(310);
    expect(sleeper.state).toEqual({ fired: 1 });
  });

  test('a node that crashes while it is paused loses what it had not yet seen', () => {
    const { world, events } = pair();
    world.plan([
      { atMs: 55, fault: pause('a', 100) },
      { atMs: 100, fault: crash('a') },
      { atMs: 100, fault: restart('a') },
    ]);
    world.kernel.runUntil(104);
    const { sent, duplicated, delivered, dropped, inFlight } = world.network;
    expect(sent + duplicated).toBe(delivered + dropped + inFlight.length);
    const at100 = events.filter(({ atMs, node }) => atMs === 100 && node === 'a');
    expect(at100.some(({ kind }) => kind === 'timer' || kind === 'deliver')).toBe(false);
  });
});

describe('node clock', () => {
  test('is off by its offset, and drifts', () => {
    const clock = new NodeClock(500, 1_000);
    expect(clock.read(0)).toBe(500);
    expect(clock.read(10_000)).toBeCloseTo(10_510, 9);
    clock.jump(10_000, -100);
    expect(clock.read(10_000)).toBeCloseTo(10_410, 9);
    clock.drift(10_000, 0);
    expect(clock.read(11_000)).toBeCloseTo(11_410, 9);
  });

  test.prop([
    fc.double({ min: -999_999, max: 1e6, noNaN: true }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
  ])('a span of its time takes as long as it shows', (driftPpm, spanMs) => {
    const clock = new NodeClock(0, driftPpm);
    const shown = clock.read(clock.trueSpanMs(spanMs));
    expect(Math.abs(shown - spanMs)).toBeLessThanOrEqual(1e-9 * Math.max(1, spanMs));
  });

  test('timers run by it, and the node sees only its own time', () => {
    const seen: number[] = [];
    const watcher: Actor<object, never, 'tick'> = {
      kind: 'watcher',
      start(context) {
        context.setTimer('tick', 100);
        return {};
      },
      receive() {},
      timeout(_state, _timer, context) {
        seen.push(context.now());
        context.setTimer('tick', 100);
      },
    };
    const world = new World('seed');
    world.addNode('fast', watcher, { clockOffsetMs: 7, clockDriftPpm: 250_000 });
    world.plan([
      { atMs: 200, fault: clockJump('fast', 1_000) },
      { atMs: 360, fault: clockDrift('fast', 0) },
    ]);
    const fired: number[] = [];
    world.trace.on('timer', ({ atMs }) => fired.push(atMs));
    world.kernel.runUntil(500);
    expect(fired).toEqual([80, 160, 240, 320, 400, 500]);
    expect(seen).toEqual([107, 207, 1307, 1407, 1497, 1597]);
  });

  test('cannot stand still', () => {
    expect(() => new NodeClock(0, -1e6)).toThrow(RangeError);
  });
});
