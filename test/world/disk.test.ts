/**
 * Goal: a disk keeps its promise, whatever goes wrong with it: what is durable stays, in the order of
 * writing, and what was refused never becomes durable.
 * Method: examples of each fault, on a disk alone and under a node; then random lives of a disk, held
 * against a list of what was ever durable.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { constant } from '../../src/kernel/distribution.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { must } from '../../src/kernel/must.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import type { Actor } from '../../src/world/actor.ts';
import { Disk } from '../../src/world/disk.ts';
import {
  crash,
  type Fault,
  fillDisk,
  hangDisk,
  loseDisk,
  mendDisk,
  pause,
  restart,
  slowDisk,
  tearDisk,
} from '../../src/world/fault.ts';
import { faultsEndAtMs } from '../../src/world/plan.ts';
import { World } from '../../src/world/world.ts';
import { pingPong } from '../support/ping-pong.ts';

const syncMs = 10;

/** A disk whose writes take 10 ms, and when each of its records became durable. */
function plainDisk() {
  const kernel = new Kernel('seed');
  const durableAtMs: [records: number, atMs: number][] = [];
  const disk: Disk = new Disk(
    kernel,
    () => syncMs,
    () => durableAtMs.push([disk.durable, kernel.nowMs]),
  );
  /** Does something at a time. */
  const at = (ms: number, action: () => void) => {
    kernel.runUntil(ms);
    action();
  };
  return { kernel, disk, durableAtMs, at };
}

describe('a slow disk', () => {
  test('takes longer for what is written while it is slow; what follows waits its turn', () => {
    const { kernel, disk, durableAtMs, at } = plainDisk();
    at(0, () => disk.write('before'));
    at(5, () => disk.slowDown(100, 20));
    at(20, () => disk.write('slow'));
    at(40, () => disk.write('after'));
    kernel.runUntil(500);
    expect(durableAtMs).toEqual([
      [1, 10],
      [2, 130],
      [3, 130],
    ]);
    expect(disk.journal).toEqual(['before', 'slow', 'after']);
  });
});

describe('a hung disk', () => {
  test('makes nothing durable until it goes on, then what had waited, in order', () => {
    const { kernel, disk, durableAtMs, at } = plainDisk();
    at(0, () => disk.write('a'));
    at(5, () => disk.hang(100));
    at(6, () => disk.write('b'));
    at(104, () => expect([disk.trouble, disk.durable]).toEqual(['hung', 0]));
    at(104, () => disk.write('c'));
    kernel.runUntil(500);
    expect(durableAtMs).toEqual([
      [1, 105],
      [2, 105],
      [3, 114],
    ]);
    expect(disk.trouble).toBeUndefined();
  });

  test('hangs to the end of the longest hang, or until it is mended', () => {
    const { kernel, disk, durableAtMs, at } = plainDisk();
    at(0, () => disk.write('a'));
    at(1, () => disk.hang(300));
    at(2, () => disk.hang(50));
    at(200, () => expect(disk.durable).toBe(0));
    at(200, () => disk.mend());
    kernel.runUntil(500);
    expect(durableAtMs).toEqual([[1, 200]]);
  });

  test('of which writes cost no time makes nothing durable either', () => {
    const kernel = new Kernel('seed');
    const disk = new Disk(
      kernel,
      () => 0,
      () => {},
    );
    disk.hang(10);
    disk.write('a');
    kernel.runUntil(9);
    expect(disk.durable).toBe(0);
    kernel.runUntil(10);
    disk.write('b');
    kernel.runUntil(11);
    expect(disk.durable).toBe(2);
  });

  test('loses in a crash what it had not made durable', () => {
    const { kernel, disk, at } = plainDisk();
    at(0, () => disk.write('a'));
    at(1, () => disk.hang(100));
    at(50, () => expect(disk.crash()).toBe(1));
    kernel.runUntil(500);
    expect([disk.journal, disk.durable]).toEqual([[], 0]);
  });
});

test('what is due at the moment in which a hang ends does not overtake what was stuck', () => {
  const { kernel, disk, durableAtMs, at } = plainDisk();
  at(0, () => disk.hang(15));
  at(0, () => disk.write('a'));
  at(12, () => disk.write('b'));
  at(14, () => disk.hang(8));
  kernel.runUntil(500);
  expect(durableAtMs).toEqual([
    [1, 22],
    [2, 22],
  ]);
});

describe('a torn disk', () => {
  test('keeps half of the first record that a crash loses, once', () => {
    const { kernel, disk, at } = plainDisk();
    at(0, () => disk.write('a'));
    at(20, () => disk.tear());
    at(30, () => disk.write('b'));
    at(31, () => disk.write('c'));
    at(32, () => expect(disk.crash()).toBe(2));
    expect([disk.journal, disk.torn, disk.trouble]).toEqual([['a'], 'b', undefined]);
    at(40, () => disk.write('d'));
    at(41, () => expect(disk.crash()).toBe(1));
    expect([disk.journal, disk.torn]).toEqual([['a'], undefined]);
    kernel.runUntil(500);
  });

  test('waits for a crash that loses something', () => {
    const { disk, at } = plainDisk();
    at(0, () => disk.tear());
    at(1, () => expect(disk.crash()).toBe(0));
    expect([disk.torn, disk.trouble]).toEqual([undefined, 'tears']);
    at(2, () => disk.write('a'));
    at(3, () => disk.crash());
    expect(disk.torn).toBe('a');
  });
});

describe('under a node', () => {
  function pair(plan: readonly { atMs: number; fault: Fault }[], diskMs = 8) {
    const world = new World('seed');
    const events: TraceEvent[] = [];
    world.trace.onEvery((event) => events.push(event));
    const a = world.addNode('a', pingPong('b'), { diskMs: constant(diskMs) });
    world.addNode('b', pingPong('a'), { diskMs: constant(diskMs) });
    world.plan([...plan]);
    const pingsOfA = () =>
      events.flatMap(({ kind, node, atMs, detail }) => {
        const { type, number } = (detail ?? {}) as { type?: string; number?: number };
        return kind === 'send' && node === 'a' && type === 'ping' ? [[number, atMs]] : [];
      });
    return { world, events, a, pingsOfA };
  }

  test('a message that waits for a hung disk leaves when the disk goes on', () => {
    // Pings are written every 10 ms, and sent once they are durable, 8 ms later.
    const { world, pingsOfA } = pair([{ atMs: 15, fault: hangDisk('a', 30) }]);
    world.kernel.runUntil(50);
    expect(pingsOfA()).toEqual([
      [1, 45],
      [2, 45],
      [3, 45],
      [4, 48],
    ]);
  });

  test('a message that waits for a slow disk leaves later; one that does not wait is not held up', () => {
    const { world, pingsOfA, events } = pair([{ atMs: 15, fault: slowDisk('a', 100, 1_000) }]);
    world.kernel.runUntil(130);
    expect(pingsOfA()).toEqual([
      [1, 18],
      [2, 128],
    ]);
    const pongs = events.filter(
      ({ kind, node, detail }) =>
        kind === 'send' && node === 'a' && (detail as { type: string }).type === 'pong',
    );
    expect(pongs.length).toBeGreaterThan(5);
  });

  test.each([0, 8])('a full disk refuses, and its node crashes (a write takes %d ms)', (diskMs) => {
    const plan = [
      { atMs: 15, fault: fillDisk('a', 100) },
      { atMs: 60, fault: restart('a') },
      { atMs: 120, fault: restart('a') },
    ];
    const { world, events, a, pingsOfA } = pair(plan, diskMs);
    world.kernel.runUntil(131 + diskMs);
    const told = events.flatMap(({ kind, node, atMs }) =>
      node === 'a' && ['refuse', 'crash', 'restart'].includes(kind) ? [[kind, atMs]] : [],
    );
    expect(told).toEqual([
      ['refuse', 20],
      ['crash', 20],
      ['restart', 60],
      ['refuse', 70],
      ['crash', 70],
      ['restart', 120],
    ]);
    const refused = must(
      events.find(({ kind }) => kind === 'refuse'),
      'refusal',
    );
    expect(events.find(({ kind }) => kind === 'crash')?.cause).toBe(refused.id);
    expect(pingsOfA()).toEqual([
      [1, 10 + diskMs],
      [2, 130 + diskMs],
    ]);
    expect(a.life).toBe('up');
  });

  test('what was written to it before it was full becomes durable', () => {
    const { world, pingsOfA } = pair([{ atMs: 15, fault: fillDisk('a', 1_000) }]);
    world.kernel.runUntil(50);
    expect(pingsOfA()).toEqual([[1, 18]]);
  });

  test('a lost disk leaves a node that knows nothing of its past', () => {
    const { world, a } = pair([
      { atMs: 55, fault: loseDisk('a') },
      { atMs: 100, fault: restart('a') },
    ]);
    world.kernel.runUntil(99);
    expect([a.life, a.disk.journal, a.disk.timesLost]).toEqual(['down', [], 1]);
    world.kernel.runUntil(100);
    expect(a.state).toEqual({ pings: 0, pongs: 0 });
  });

  test('mending ends what is wrong; what was lost stays lost', () => {
    const { world, a } = pair([
      { atMs: 5, fault: hangDisk('a', 1_000) },
      { atMs: 5, fault: fillDisk('a', 1_000) },
      { atMs: 5, fault: slowDisk('a', 500, 1_000) },
      { atMs: 5, fault: tearDisk('a') },
      { atMs: 6, fault: mendDisk('all') },
    ]);
    world.kernel.runUntil(100);
    expect([a.life, a.disk.trouble, a.disk.durable]).toEqual(['up', undefined, 9]);
  });

  test('a node that starts is told of a record of which there is half', () => {
    const starts: unknown[] = [];
    const keeper: Actor<object, never, 'write', string> = {
      kind: 'keeper',
      start(context, journal, torn) {
        starts.push([[...journal], torn]);
        context.setTimer('write', 10);
        return {};
      },
      receive() {},
      timeout(_state, _timer, context) {
        context.persist(`at ${context.now()}`);
        context.setTimer('write', 10);
      },
    };
    const world = new World('seed');
    world.addNode('a', keeper, { diskMs: constant(8) });
    world.plan([
      { atMs: 1, fault: tearDisk('a') },
      { atMs: 22, fault: crash('a') },
      { atMs: 30, fault: restart('a') },
      { atMs: 31, fault: crash('a') },
      { atMs: 32, fault: restart('a') },
    ]);
    world.kernel.runUntil(40);
    expect(starts).toEqual([
      [[], undefined],
      [['at 10'], 'at 20'],
      [['at 10'], undefined],
    ]);
  });
});

test('faults end when the longest of them does, and liveness counts from then', () => {
  expect(faultsEndAtMs([])).toBe(0);
  const faults = [pause('a', 40), slowDisk('a', 5, 70), hangDisk('a', 80), fillDisk('a', 90)];
  expect(faults.map((fault) => faultsEndAtMs([{ atMs: 10, fault }]))).toEqual([50, 80, 90, 100]);
  expect(faultsEndAtMs(faults.map((fault, place) => ({ atMs: 30 * place, fault })))).toBe(180);
  expect(faultsEndAtMs([{ atMs: 10, fault: tearDisk('a') }])).toBe(10);
});

type Act = readonly [
  'write' | 'pass' | 'slow' | 'hang' | 'fill' | 'tear' | 'crash' | 'mend',
  number,
];

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.tuple(
    fc.constantFrom('write', 'write', 'pass', 'slow', 'hang', 'fill', 'tear', 'crash', 'mend'),
    fc.integer({ min: 0, max: 40 }),
  ),
  { maxLength: 60 },
);

/** Lives through the acts, and holds the disk to its promise after each event. */
function live(acts: readonly Act[], writeMs: number) {
  const kernel = new Kernel('seed');
  const everDurable: unknown[] = [];
  const lifetime = { written: 0, refused: 0 };
  const disk: Disk = new Disk(
    kernel,
    () => writeMs,
    () => {},
    () => {
      lifetime.refused += 1;
    },
  );
  const check = () => {
    const { journal, durable } = disk;
    expect(durable).toBeLessThanOrEqual(journal.length);
    expect(durable).toBeGreaterThanOrEqual(everDurable.length);
    for (let place = everDurable.length; place < durable; place++) everDurable.push(journal[place]);
    expect(journal.slice(0, everDurable.length)).toEqual(everDurable);
  };
  const pass = (ms: number) => {
    const untilMs = kernel.nowMs + ms;
    while (kernel.step(untilMs)) check();
    kernel.runUntil(untilMs);
  };
  for (const [what, amount] of acts) {
    const before = { durable: disk.durable, trouble: disk.trouble };
    if (what === 'write') disk.write(lifetime.written++);
    else if (what === 'pass') pass(amount);
    else if (what === 'slow') disk.slowDown(amount, 2 * amount);
    else if (what === 'hang') disk.hang(amount);
    else if (what === 'fill') disk.fillUp(amount);
    else if (what === 'tear') disk.tear();
    else if (what === 'mend') disk.mend();
    else {
      const lost = disk.journal.slice(disk.durable);
      expect(disk.crash()).toBe(lost.length);
      expect(disk.journal).toEqual(everDurable);
      const isTorn = lost.length > 0 && before.trouble === 'tears';
      if (isTorn) expect(disk.torn).toBe(lost[0]);
    }
    // Only time makes writes durable, or the end of a hang; or nothing where they cost no time.
    const mayAdd = what === 'pass' || what === 'mend' || (what === 'write' && writeMs === 0);
    if (!mayAdd || (what === 'write' && before.trouble === 'hung')) {
      expect(disk.durable).toBe(before.durable);
    }
    check();
  }
  return { disk, pass, check, everDurable };
}

describe.each([0, 10])('whatever goes wrong, where a write takes %d ms', (writeMs) => {
  test.prop([acts])('what is durable stays, in the order of writing', (acts) => {
    const { disk, pass, everDurable } = live(acts, writeMs);
    const { journal, hasRefused } = disk;
    disk.mend();
    // The longest that a write is slowed.
    pass(40 + writeMs + 1);
    if (!hasRefused) expect(everDurable).toEqual(journal);
    else expect(everDurable.length).toBeLessThan(journal.length);
  });
});
