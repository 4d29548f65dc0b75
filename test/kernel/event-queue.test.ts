/**
 * Goal: events come out by time, then in the order of scheduling, whatever is cancelled or put off.
 * Method: random sequences of operations on the queue and on a plain list that is searched for
 * every look.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type EventHandle, EventQueue, noEvent } from '../../src/kernel/event-queue.ts';
import { countOf } from '../support/campaign.ts';

interface Pending {
  readonly label: number;
  handle: EventHandle;
  timeMs: number;
  /** Place in the order of scheduling. */
  order: number;
}

/** The reference: a list, searched from end to end. */
class ListQueue {
  pending: Pending[] = [];

  next(): Pending | undefined {
    let first: Pending | undefined;
    for (const event of this.pending) {
      const order =
        first === undefined ? -1 : event.timeMs - first.timeMs || event.order - first.order;
      if (order < 0) first = event;
    }
    return first;
  }

  remove(event: Pending): void {
    this.pending = this.pending.filter((other) => other !== event);
  }
}

const delay = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
/** More at once than the sorted front of the queue holds, several times over. */
const crowd = fc.array(delay, { maxLength: 150 });
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), delay }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('run' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('putOff' as const), which: fc.nat(), delay }),
  },
);

describe('event queue', () => {
  test.prop([crowd, fc.array(operation, { maxLength: 300 })], {
    numRuns: countOf({ unit: 100, deep: 3_000 }),
  })('agrees with a list', (crowd, operations) => {
    const queue = new EventQueue();
    const list = new ListQueue();
    let nowMs = 0;
    let order = 0;
    let ran: number | undefined;
    const action = (label: number) => {
      ran = label;
    };
    const pushes = crowd.map((delay) => ({ kind: 'push' as const, delay }));
    for (const op of [...pushes, ...operations]) {
      const target =
        'which' in op ? list.pending[op.which % (list.pending.length || 1)] : undefined;
      if (op.kind === 'push') {
        const timeMs = nowMs + op.delay;
        const label = order;
        const handle = queue.push(timeMs, 0, action, label);
        list.pending.push({ label, handle, timeMs, order: order++ });
      } else if (op.kind === 'run') {
        const expected = list.next();
        ran = undefined;
        queue.runNext(Infinity, (timeMs, _cause, run, argument) => {
          nowMs = timeMs;
          run(argument);
        });
        expect(ran).toBe(expected?.label);
        if (expected !== undefined) list.remove(expected);
      } else if (op.kind === 'cancel' && target !== undefined) {
        expect(queue.cancel(target.handle)).toBe(true);
        expect(queue.cancel(target.handle)).toBe(false);
        list.remove(target);
      } else if (op.kind === 'putOff' && target !== undefined) {
        const timeMs = nowMs + op.delay;
        const handle = queue.putOff(target.handle, timeMs, 0);
        if (handle === noEvent) {
          expect(timeMs).toBeLessThan(target.timeMs);
        } else {
          expect(queue.cancel(target.handle)).toBe(false);
          Object.assign(target, { handle, timeMs, order: order++ });
        }
      }
      expect(queue.length).toBe(list.pending.length);
      expect(queue.peekTimeMs()).toBe(list.next()?.timeMs ?? Infinity);
    }
    // Labels are given once, also those of events that ran or were cancelled since.
    const pending = new Map(list.pending.map((event) => [event.label, event]));
    for (let label = 0; label < order; label++) {
      const event = pending.get(label);
      const { handle, timeMs } = event ?? {};
      expect(queue.find(label)).toEqual(event === undefined ? undefined : { handle, timeMs });
    }
  });

  test('a handle of an event that ran names nothing, also when its place is used again', () => {
    const queue = new EventQueue();
    const ran: string[] = [];
    const first = queue.push(1, 0, (name: string) => ran.push(name), 'first');
    queue.runNext(Infinity, (_timeMs, _cause, action, argument) => action(argument));
    queue.push(2, 0, (name: string) => ran.push(name), 'second');
    expect(queue.cancel(first)).toBe(false);
    expect(queue.putOff(first, 9, 0)).toBe(noEvent);
    queue.runNext(Infinity, (_timeMs, _cause, action, argument) => action(argument));
    expect(ran).toEqual(['first', 'second']);
  });

  test('runs nothing that is due later than asked for', () => {
    const queue = new EventQueue();
    queue.push(10, 0, () => {}, undefined);
    expect(queue.runNext(9.99, () => expect.unreachable())).toBe(false);
    expect(queue.length).toBe(1);
  });

  test('many cancelled events do not pile up', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 100_000; i++) queue.cancel(queue.push(i, 0, () => {}, undefined));
    // The limit on places at once is about a million: a queue that kept them would throw here.
    for (let i = 0; i < 1_100_000; i++) queue.cancel(queue.push(i, 0, () => {}, undefined));
    expect(queue.length).toBe(0);
  });
});
