/** The experiment of Kerrisk's table 63-9: one of many descriptors becomes ready, and a program waits for it. */
import { must } from '../../src/kernel/must.ts';
import { type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { Machine } from './machine.ts';
import { eventBits } from './masks.ts';
import type { IoRules } from './rules.ts';
import { DescriptorSet } from './scanning.ts';
import { Socket, type SocketOptions, tcp } from './socket.ts';

export const waysToWait = ['select', 'poll', 'epoll'] as const;
export type WayToWait = (typeof waysToWait)[number];

export interface WaitCounts {
  /** Registrations or entries that the kernel looked at, in all waits together. */
  readonly inspected: number;
  /** Descriptors that the program handed over, in all calls together: epoll is told of each once. */
  readonly handedOver: number;
  /** The descriptor that was ready in the first wait; the first of them, if there were several. */
  readonly firstReady: number;
  /** Waits that reported what was ready, and nothing else. */
  readonly right: number;
  /** Bytes behind an fd_set that were written. */
  readonly overwritten: number;
  /** Descriptors that did not fit the set. */
  readonly unwatched: number;
}

/** So many waits on so many sockets; each time some of them, drawn at random, have something to read. */
export function countWaits(
  way: WayToWait,
  { sockets, ready, waits }: Readonly<Record<'sockets' | 'ready' | 'waits', number>>,
  stream: RandomStream,
  rules: IoRules,
): WaitCounts {
  const machine = new Machine(rules);
  const opened = Array.from({ length: sockets }, () => {
    const socket = idleSocket();
    return { socket, descriptor: Number(machine.install(socket)) };
  });
  const waiter = waiterOf(way, machine, opened, rules);
  let [right, firstReady] = [0, 0];
  for (let wait = 0; wait < waits; wait++) {
    const drawn = new Set<number>();
    while (drawn.size < Math.min(ready, sockets)) drawn.add(randomInteger(stream, 0, sockets - 1));
    const expected = [...drawn].map((place) => must(opened[place], 'socket'));
    for (const { socket } of expected) socket.arrive('x');
    if (wait === 0) firstReady = must(expected[0], 'socket that is ready').descriptor;
    const reported = waiter.wait();
    const due = new Set(expected.map(({ descriptor }) => descriptor));
    if (reported.length === due.size && reported.every((descriptor) => due.has(descriptor)))
      right += 1;
    for (const { descriptor } of expected) machine.read(descriptor, 1);
  }
  const { inspected } = machine;
  const { handedOver, overwritten, unwatched } = waiter.counts();
  return { inspected, handedOver, firstReady, right, overwritten, unwatched };
}

type Opened = readonly { readonly descriptor: number }[];
interface Waiter {
  wait(): readonly number[];
  counts(): Pick<WaitCounts, 'handedOver' | 'overwritten' | 'unwatched'>;
}

function waiterOf(way: WayToWait, machine: Machine, opened: Opened, rules: IoRules): Waiter {
  switch (way) {
    case 'select':
      return selecting(machine, opened, rules);
    case 'poll':
      return polling(machine, opened);
    case 'epoll':
      return registered(machine, opened);
  }
}

function selecting(machine: Machine, opened: Opened, rules: IoRules): Waiter {
  const counts = { handedOver: 0, overwritten: 0, unwatched: 0 };
  return {
    wait() {
      // select overwrites the set with its answer, so that each wait needs another one.
      const set = new DescriptorSet(rules);
      counts.unwatched = opened.filter(({ descriptor }) => !set.put(descriptor)).length;
      counts.handedOver += opened.length - counts.unwatched;
      counts.overwritten = set.overwritten;
      return machine.select(set).map(({ descriptor }) => descriptor);
    },
    counts: () => counts,
  };
}

function polling(machine: Machine, opened: Opened): Waiter {
  const watched = opened.map(({ descriptor }) => ({ descriptor, events: eventBits.IN }));
  return {
    wait: () => machine.poll(watched).map(({ descriptor }) => descriptor),
    counts: () => ({
      handedOver: machine.calls.poll * watched.length,
      overwritten: 0,
      unwatched: 0,
    }),
  };
}

function registered(machine: Machine, opened: Opened): Waiter {
  for (const { descriptor } of opened)
    machine.control('add', descriptor, {
      events: eventBits.IN,
      trigger: 'level',
      isOneShot: false,
      data: descriptor,
    });
  return {
    wait: () => machine.ready(opened.length).map(({ data }) => data),
    counts: () => ({ handedOver: machine.calls.epoll_ctl, overwritten: 0, unwatched: 0 }),
  };
}

const toNobody: SocketOptions = {
  kind: tcp,
  sendBufferBytes: 65_536,
  sends: () => undefined,
  consumed: () => undefined,
  closed: () => undefined,
};

/** A connected socket on which nothing happens by itself. */
export const idleSocket = (): Socket => new Socket(toNobody);
