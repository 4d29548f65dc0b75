/**
 * Goal: nothing that is put into a queue is lost, doubled or overtaken, whoever is cancelled.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { race } from '../../src/kernel/combinators.ts';
import { Fifo } from '../../src/kernel/fifo.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep, startProcess } from '../../src/kernel/process.ts';
import { Queue } from '../../src/kernel/queue.ts';
import { Signal } from '../../src/kernel/signal.ts';

const timeMs = fc.integer({ min: 0, max: 50 });
const patience = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(10_000));

describe('queue', () => {
  test.prop(
    [
      fc.array(fc.record({ atMs: timeMs, patienceMs: patience }), { maxLength: 40 }),
      fc.array(fc.record({ atMs: timeMs, patienceMs: patience }), { maxLength: 40 }),
      fc.constantFrom(1, 2, 5, Infinity),
    ],
    { numRuns: 500 },
  )('keeps every item and their order', (putters, takers, capacity) => {
    const kernel = new Kernel('seed');
    const queue = new Queue<number>(capacity);
    const put: number[] = [];
    const taken: number[] = [];
    for (const [item, { atMs, patienceMs }] of putters.entries()) {
      startProcess(
        kernel,
        (function* (): Process<void> {
          yield* sleep(atMs);
          yield* race([queue.put(item), sleep(patienceMs)]);
        })(),
      );
    }
    for (const { atMs, patienceMs } of takers) {
      startProcess(
        kernel,
        (function* (): Process<void> {
          yield* sleep(atMs);
          const item = yield* race<number | undefined>([
            queue.take(),
            (function* (): Process<undefined> {
              yield* sleep(patienceMs);
              return undefined;
            })(),
          ]);
          if (item !== undefined) taken.push(item);
        })(),
      );
    }
    kernel.runUntil(Infinity, 100_000);
    const left: number[] = [];
    for (let item = queue.poll(); item !== undefined; item = queue.poll()) left.push(item);
    put.push(...taken, ...left);
    expect(new Set(put).size).toBe(put.length);
    // Those who never gave up have put their item, if anybody made room for it.
    if (capacity === Infinity) expect(put.length).toBe(putters.length);
    // Items put at different times are taken in that order.
    const putAt = (item: number) => putters[item]?.atMs ?? 0;
    const patient = [...putters, ...takers].every(({ patienceMs }) => patienceMs === 10_000);
    if (patient) {
      for (let i = 1; i < put.length; i++) {
        expect(putAt(must(put[i], 'element put'))).toBeGreaterThanOrEqual(
          putAt(must(put[i - 1], 'element put')),
        );
      }
    }
  });

  test('an item granted to a process cancelled at the same instant goes to the next', () => {
    const kernel = new Kernel('seed');
    const queue = new Queue<string>();
    const log: string[] = [];
    const take = (name: string) =>
      (function* (): Process<void> {
        log.push(`${name} takes ${yield* queue.take()}`);
      })();
    const first = startProcess(kernel, take('first'));
    startProcess(kernel, take('second'));
    kernel.schedule(
      5,
      () => {
        queue.offer('item');
        first.cancel();
      },
      undefined,
    );
    kernel.runUntil(10);
    expect(log).toEqual(['second takes item']);
  });

  test('offer and poll do not wait', () => {
    const queue = new Queue<string>(1);
    expect(queue.poll()).toBeUndefined();
    expect(queue.offer('a')).toBe(true);
    expect(queue.offer('b')).toBe(false);
    expect(queue.poll()).toBe('a');
    expect(() => new Queue(0)).toThrow(RangeError);
  });
});

describe('signal', () => {
  test('wakes all who wait, in order, with its value, and remembers nothing', () => {
    const kernel = new Kernel('seed');
    const signal = new Signal<number>();
    const heard: string[] = [];
    const listen = (name: string, atMs: number) =>
      (function* (): Process<void> {
        yield* sleep(atMs);
        heard.push(`${name} hears ${yield* signal.wait()}`);
      })();
    startProcess(kernel, listen('a', 0));
    startProcess(kernel, listen('b', 1));
    startProcess(kernel, listen('late', 20));
    const gone = startProcess(kernel, listen('gone', 2));
    kernel.schedule(5, () => gone.cancel(), undefined);
    kernel.schedule(10, () => heard.push(`woke ${signal.fire(1)}`), undefined);
    kernel.schedule(30, () => signal.fire(2), undefined);
    kernel.runUntil(100);
    expect(heard).toEqual(['woke 2', 'a hears 1', 'b hears 1', 'late hears 2']);
  });
});

describe('fifo', () => {
  const operation = fc.oneof(
    fc.record({ kind: fc.constantFrom('push' as const, 'unshift' as const), value: fc.nat() }),
    fc.record({ kind: fc.constant('shift' as const) }),
    fc.record({ kind: fc.constant('remove' as const), place: fc.nat() }),
  );

  test.prop([fc.array(operation, { maxLength: 200 })])('agrees with an array', (operations) => {
    const fifo = new Fifo<{ value: number }>();
    let array: { value: number }[] = [];
    for (const op of operations) {
      if (op.kind === 'shift') expect(fifo.shift()).toBe(array.shift());
      else if (op.kind === 'remove') {
        const element = array[op.place % (array.length + 1)] ?? { value: -1 };
        expect(fifo.remove(element)).toBe(array.includes(element));
        array = array.filter((other) => other !== element);
      } else {
        const element = { value: op.value };
        fifo[op.kind](element);
        array[op.kind](element);
      }
      expect(fifo.length).toBe(array.length);
    }
  });
});
