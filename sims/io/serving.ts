/**
 * One processor that serves requests of many connections, in four ways. The kernel of the machine counts; the clock of
 * the world goes on by what that costs.
 */

import { log } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { Signal } from '../../src/kernel/signal.ts';
import type { Costs } from './costs.ts';
import { Machine } from './machine.ts';
import { eventBits } from './masks.ts';
import type { IoRules } from './rules.ts';
import type { Socket } from './socket.ts';
import { idleSocket } from './waits.ts';

export const waysToServe = ['threads', 'nonblocking', 'poll', 'epoll'] as const;
export type WayToServe = (typeof waysToServe)[number];

/** Events that one wait returns. */
const batchMost = 512;

export class Serving {
  readonly #machine: Machine;
  readonly #way: WayToServe;
  readonly #costs: Costs;
  readonly #sockets: Socket[] = [];
  readonly #descriptors: number[] = [];
  readonly #arrived = new Signal();
  /** Threads whose connection has something to read, in the order in which they were woken. */
  readonly #woken: number[] = [];
  /** Nothing more comes, and nothing more is served. */
  isOver = false;
  #perMs = 0;
  arrivals = 0;
  served = 0;
  busyMs = 0;
  switches = 0;

  constructor(way: WayToServe, connections: number, costs: Costs, rules: IoRules) {
    this.#way = way;
    this.#costs = costs;
    this.#machine = new Machine(rules);
    for (let place = 0; place < connections; place++) {
      const socket = idleSocket();
      const descriptor = Number(this.#machine.install(socket));
      this.#sockets.push(socket);
      this.#descriptors.push(descriptor);
      if (way !== 'epoll') continue;
      this.#machine.control('add', descriptor, {
        events: eventBits.IN,
        trigger: 'level',
        isOneShot: false,
        data: descriptor,
      });
    }
  }

  get reads(): number {
    return this.#machine.calls.read;
  }

  get calls(): number {
    return this.#machine.systemCalls;
  }

  /** Requests of one byte, at that rate over all connections together, each of a connection that is drawn. */
  *arrive(perMs: number, stream: RandomStream): Process<void> {
    this.#perMs = perMs;
    for (;;) {
      yield* sleep(-log(1 - stream()) / perMs);
      // Another rate has begun.
      if (this.isOver || this.#perMs !== perMs) return;
      const place = randomInteger(stream, 0, this.#sockets.length - 1);
      this.arrivals += 1;
      this.#woken.push(place);
      must(this.#sockets[place], 'socket').arrive('x');
      this.#arrived.fire();
    }
  }

  serve(): Process<void> {
    switch (this.#way) {
      case 'threads':
        return this.#threads();
      case 'nonblocking':
        return this.#nonblocking();
      case 'poll':
        return this.#poll();
      case 'epoll':
        return this.#epoll();
    }
  }

  /** A thread for each connection, asleep in its read until a request comes. */
  *#threads(): Process<void> {
    while (!this.isOver) {
      const place = this.#woken.shift();
      if (place === undefined) yield* this.#arrived.wait();
      else {
        this.switches += 2;
        yield* this.#spend(2 * this.#costs.switchUs + this.#serveOne(place));
      }
    }
  }

  /** Asks each connection in turn, again and again. */
  *#nonblocking(): Process<void> {
    while (!this.isOver) {
      let us = 0;
      for (let place = 0; place < this.#sockets.length; place++) us += this.#serveOne(place);
      yield* this.#spend(us);
    }
  }

  *#poll(): Process<void> {
    const watched = this.#descriptors.map((descriptor) => ({ descriptor, events: eventBits.IN }));
    const [first = 0] = this.#descriptors;
    let us = 0;
    while (!this.isOver) {
      const before = this.#machine.inspected;
      const ready = this.#machine.poll(watched);
      us += this.#waitUs(this.#machine.inspected - before);
      for (const { descriptor } of ready) us += this.#serveOne(descriptor - first);
      // The wait itself takes time, in which more may come.
      yield* this.#spend(us);
      us = 0;
      if (ready.length > 0 || this.#hasUnread) continue;
      yield* this.#arrived.wait();
      us = this.#wake();
    }
  }

  *#epoll(): Process<void> {
    const [first = 0] = this.#descriptors;
    while (!this.isOver) {
      const before = { inspected: this.#machine.inspected, wakeUps: this.#machine.wakeUps };
      const events = yield* this.#machine.epollWait(batchMost);
      let us = this.#waitUs(this.#machine.inspected - before.inspected);
      if (this.#machine.wakeUps > before.wakeUps) us += this.#wake();
      for (const { data } of events) us += this.#serveOne(data - first);
      yield* this.#spend(us);
    }
  }

  get #hasUnread(): boolean {
    return this.served < this.arrivals;
  }

  /** Reads what has come, works, and replies; returns what that took. */
  #serveOne(place: number): number {
    const { callUs, workUs } = this.#costs;
    const descriptor = must(this.#descriptors[place], 'descriptor');
    const result = this.#machine.read(descriptor, batchMost);
    if (typeof result === 'string') return callUs;
    let us = callUs;
    for (const request of result.bytes) {
      this.#machine.write(descriptor, request);
      us += callUs + workUs;
      this.served += 1;
    }
    must(this.#sockets[place], 'socket').taken(result.bytes.length);
    return us;
  }

  #waitUs(inspected: number): number {
    return this.#costs.callUs + inspected * this.#costs.lookUs;
  }

  #wake(): number {
    this.switches += 1;
    return this.#costs.switchUs;
  }

  *#spend(us: number): Process<void> {
    this.busyMs += us / 1_000;
    yield* sleep(us / 1_000);
  }
}
