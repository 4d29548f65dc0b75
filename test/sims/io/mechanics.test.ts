/** Goal: descriptors, buffers, messages, waits and rings do what they say, at their edges, too. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { Connection, descriptorOf, generationOf } from '../../../sims/io/connection.ts';
import { Descriptors } from '../../../sims/io/descriptors.ts';
import { FrameReader, frameOf, payloadMost } from '../../../sims/io/frames.ts';
import { Listener } from '../../../sims/io/listener.ts';
import { Machine } from '../../../sims/io/machine.ts';
import { eventBits, maskInWords, maskOf } from '../../../sims/io/masks.ts';
import { kerriskTable } from '../../../sims/io/published.ts';
import { Ring } from '../../../sims/io/ring.ts';
import { ioRules } from '../../../sims/io/rules.ts';
import { DescriptorSet, setSize } from '../../../sims/io/scanning.ts';
import { Socket, tcp } from '../../../sims/io/socket.ts';
import { countWaits, idleSocket, waysToWait } from '../../../sims/io/waits.ts';
import { log } from '../../../src/kernel/elementary.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { startProcess } from '../../../src/kernel/process.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

const rules = ioRules.without();
const level = (data: number, events: number = eventBits.IN) =>
  ({ events, trigger: 'level', isOneShot: false, data }) as const;

function socketOf(sendBufferBytes: number) {
  const sent: string[] = [];
  const consumed: number[] = [];
  let closed = 0;
  const socket = new Socket({
    kind: tcp,
    sendBufferBytes,
    sends: (bytes) => sent.push(bytes),
    consumed: (count) => consumed.push(count),
    closed: () => {
      closed += 1;
    },
  });
  return { socket, sent, consumed, closed: () => closed };
}

describe('masks', () => {
  test('have words, in the order of their bits', () => {
    expect(maskInWords(eventBits.OUT | eventBits.IN | eventBits.RDHUP)).toBe('IN|OUT|RDHUP');
    expect(maskInWords(0)).toBe('0');
    expect(maskOf('HUP|IN')).toBe(0x11);
    expect(() => maskOf('IN|UP')).toThrow('no event is called UP');
  });
});

describe('descriptors', () => {
  test('the lowest free number is given out, as POSIX demands', () => {
    const descriptors = new Descriptors(8, 3);
    const files = Array.from({ length: 5 }, () => idleSocket());
    expect(files.map((file) => descriptors.install(file))).toEqual([3, 4, 5, 6, 7]);
    expect(descriptors.install(idleSocket())).toBe('EMFILE');
    descriptors.remove(6);
    descriptors.remove(4);
    expect(descriptors.install(idleSocket())).toBe(4);
    expect(descriptors.install(idleSocket())).toBe(6);
    expect(descriptors.open).toBe(5);
    expect(descriptors.remove(99)).toBeUndefined();
  });

  test('calls of what is not open, or of another kind, say so', () => {
    const machine = new Machine(rules);
    const socket = Number(machine.install(idleSocket()));
    const listener = Number(machine.install(new Listener(1)));
    expect([machine.read(99, 1), machine.write(99, 'x'), machine.accept(99)]).toEqual(
      Array(3).fill('EBADF'),
    );
    expect([
      machine.read(listener, 1),
      machine.write(listener, 'x'),
      machine.accept(socket),
    ]).toEqual(Array(3).fill('EINVAL'));
    expect([machine.dup(99), machine.close(99), machine.deregister(99)]).toEqual(
      Array(3).fill('EBADF'),
    );
    expect(machine.control('add', 99, level(1))).toBe('EBADF');
    expect(machine.control('modify', socket, level(1))).toBe('ENOENT');
    expect(machine.systemCalls).toBe(11);
    expect(machine.open).toBe(2);
  });

  test('a connection that no descriptor is left for stays in the backlog', () => {
    const machine = new Machine(rules, { descriptorsMost: 4 });
    const listener = new Listener(5);
    const descriptor = Number(machine.install(listener));
    listener.arrive(idleSocket());
    expect(machine.accept(descriptor)).toBe('EMFILE');
    expect(listener.waiting).toBe(1);
  });
});

describe('sockets', () => {
  test('take what fits the buffer, and are writable again when a third of it is free', () => {
    const { socket, sent } = socketOf(300);
    expect(socket.write('x'.repeat(250))).toBe(250);
    expect(socket.readiness() & eventBits.OUT).toBe(0);
    expect(socket.write('y'.repeat(80))).toBe(50);
    expect(socket.write('z')).toBe('EAGAIN');
    expect(sent).toEqual(['x'.repeat(250), 'y'.repeat(50)]);
    socket.taken(99);
    expect(socket.readiness() & eventBits.OUT).toBe(0);
    socket.taken(1);
    expect(socket.readiness() & eventBits.OUT).toBe(eventBits.OUT);
  });

  test('wake a writer that has found no room, and not one that always has', () => {
    const { socket } = socketOf(300);
    const woken: number[] = [];
    socket.watch({ woken: (mask) => woken.push(mask) });
    socket.write('x'.repeat(100));
    socket.taken(100);
    expect(woken).toEqual([]);
    socket.write('x'.repeat(400));
    socket.taken(50);
    expect(woken).toEqual([]);
    socket.taken(250);
    expect(woken).toEqual([eventBits.OUT]);
    socket.taken(0);
    expect(woken).toEqual([eventBits.OUT]);
  });

  test('tell every watcher that the peer has ended, whatever it waits for', () => {
    const { socket } = socketOf(300);
    const woken: string[] = [];
    const watcherOf = (name: string) => ({
      woken: (mask: number) => woken.push(`${name} ${mask}`),
    });
    const [first, second, third] = [watcherOf('first'), watcherOf('second'), watcherOf('third')];
    for (const watcher of [first, second, third]) socket.watch(watcher);
    socket.unwatch(third);
    // A mask of 0 reaches also those that wait for EPOLLRDHUP alone; the latest first.
    socket.end();
    expect(woken).toEqual(['second 0', 'first 0']);
  });

  test('tell the peer what was read, and that they were closed', () => {
    const { socket, consumed, closed } = socketOf(300);
    const machine = new Machine(rules);
    const descriptor = Number(machine.install(socket));
    socket.arrive('abcdef');
    expect(machine.read(descriptor, 4)).toEqual({ bytes: 'abcd' });
    expect(machine.read(descriptor, 4)).toEqual({ bytes: 'ef' });
    expect(machine.read(descriptor, 4)).toBe('EAGAIN');
    socket.end();
    expect(machine.read(descriptor, 4)).toEqual({ bytes: '' });
    expect(consumed).toEqual([4, 2]);
    machine.dup(descriptor);
    machine.close(descriptor);
    expect(closed()).toBe(0);
    machine.close(descriptor + 1);
    expect(closed()).toBe(1);
  });
});

describe('waits', () => {
  test('a thread that sleeps is woken once for one event, and the first of several', () => {
    const kernel = new Kernel('waits');
    const machine = new Machine(rules);
    const socket = idleSocket();
    machine.control('add', Number(machine.install(socket)), { ...level(7), trigger: 'edge' });
    const seen: string[] = [];
    for (const name of ['first', 'second']) startProcess(kernel, waits(name));
    kernel.runUntil(1);
    expect(machine.sleeping).toBe(2);
    socket.arrive('x');
    kernel.runUntil(2);
    expect(seen).toEqual(['first 7']);
    expect([machine.sleeping, machine.wakeUps]).toEqual([1, 1]);

    function* waits(name: string) {
      for (const { data } of yield* machine.epollWait(8)) seen.push(`${name} ${data}`);
    }
  });

  test('what does not fit one thread’s wait wakes another', () => {
    const kernel = new Kernel('waits');
    const machine = new Machine(rules);
    const sockets = [idleSocket(), idleSocket()];
    for (const [data, socket] of sockets.entries())
      machine.control('add', Number(machine.install(socket)), { ...level(data), trigger: 'edge' });
    const seen: string[] = [];
    for (const name of ['first', 'second']) startProcess(kernel, waits(name));
    kernel.runUntil(1);
    for (const socket of sockets) socket.arrive('x');
    kernel.runUntil(2);
    expect(seen).toEqual(['first 0', 'second 1']);

    function* waits(name: string) {
      for (const { data } of yield* machine.epollWait(1)) seen.push(`${name} ${data}`);
    }
  });

  test('an fd_set has 1,024 bits; one more lies behind it', () => {
    const careless = new DescriptorSet(ioRules.without('descriptor-fits-the-set'));
    expect([careless.put(setSize - 1), careless.overwritten]).toEqual([true, 0]);
    expect([careless.put(setSize), careless.overwritten]).toEqual([true, 1]);
    const careful = new DescriptorSet(rules);
    expect([careful.put(setSize - 1), careful.put(setSize), careful.overwritten]).toEqual([
      true,
      false,
      0,
    ]);
    expect([careful.has(setSize - 1), careful.has(0), careful.most]).toEqual([
      true,
      false,
      setSize,
    ]);
  });

  /** Of ln(cost) over ln(descriptors), from 10 to 10,000. */
  const slope = (first: number, last: number) => log(last / first) / log(1_000);

  test.each(waysToWait)('counts of %s grow as its times in Kerrisk’s table do', (way) => {
    const stream = new RandomStreams('kerrisk').stream(way);
    const counted = ([10, 10_000] as const).map(
      (sockets) => countWaits(way, { sockets, ready: 1, waits: 50 }, stream, rules).inspected,
    ) as [number, number];
    const [first, , , last] = kerriskTable;
    const measured = slope(first[way], last[way]);
    // select ends at its set: Kerrisk had compiled a larger one.
    if (way === 'select') expect(counted).toEqual([50 * 13, 50 * setSize]);
    else expect(Math.round(slope(...counted))).toBe(Math.round(measured));
    expect(Math.round(measured)).toBe(way === 'epoll' ? 0 : 1);
  });

  property.prop([fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 5 })])(
    'each way reports what is ready, and nothing else',
    (sockets, ready) => {
      const stream = new RandomStreams(`${sockets} ${ready}`).stream('waits');
      const options = { sockets, ready, waits: 5 };
      for (const way of waysToWait) {
        const counts = countWaits(way, options, stream, rules);
        expect([way, counts.right, counts.unwatched]).toEqual([way, 5, 0]);
        expect(counts.handedOver).toBe(way === 'epoll' ? sockets : 5 * sockets);
        if (way === 'epoll') expect(counts.inspected).toBeLessThanOrEqual(2 * 5 * ready);
        else expect(counts.inspected).toBe(5 * (way === 'poll' ? sockets : sockets + 3));
      }
    },
  );
});

describe('messages', () => {
  property.prop([
    fc.array(fc.string({ maxLength: 30 }), { maxLength: 20 }),
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
  ])('come out as they went in, however the stream is cut', (messages, cuts) => {
    const reader = new FrameReader(rules);
    const stream = messages.map(frameOf).join('');
    const received: string[] = [];
    for (let place = 0, cut = 0; place < stream.length; cut++) {
      const length = cuts[cut % cuts.length] ?? 1;
      received.push(...reader.push(stream.slice(place, place + length)));
      place += length;
    }
    expect(received).toEqual(messages);
  });

  test('longer than four digits can say, do not fit', () => {
    expect(frameOf('x'.repeat(payloadMost))).toHaveLength(10_003);
    expect(() => frameOf('x'.repeat(payloadMost + 1))).toThrow('10000 bytes do not fit a frame');
  });
});

test('the data of a registration have the descriptor and the generation', () => {
  const connection = new Connection(1_023, 77, idleSocket(), rules);
  expect([descriptorOf(connection), generationOf(connection)]).toEqual([1_023, 77]);
});

describe('a ring', () => {
  test('has room again when it was handed over; nothing queued is no call', () => {
    const ring = new Ring(2);
    ring.enter();
    expect([ring.push(), ring.push(), ring.push(), ring.enters]).toEqual([true, true, false, 0]);
    ring.enter();
    expect([ring.enters, ring.submitted, ring.push()]).toEqual([1, 2, true]);
    ring.polled();
    ring.enter();
    expect([ring.enters, ring.submitted]).toEqual([1, 3]);
  });
});
