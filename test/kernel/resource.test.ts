/**
 * Goal: a resource serves first come, first served, never more than its capacity, and loses no
 * permit to a cancellation. Method: random customers, some of whom run out of patience, against a
 * model that walks through their arrivals.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import { type Process, sleep, startProcess } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { TimedOut, timeout } from '../../src/kernel/timeout.ts';

interface Customer {
  readonly gapMs: number;
  readonly serviceMs: number;
  readonly patienceMs: number;
}

const positive = fc.double({ min: 0.001, max: 50, noNaN: true });
const customers = fc.array(
  fc.record({
    gapMs: positive,
    serviceMs: positive,
    patienceMs: fc.oneof(positive, fc.constant(1e9)),
  }),
  { minLength: 1, maxLength: 60 },
);

/** When each customer begins to be served; undefined where its patience ran out before. */
function starts(customers: readonly Customer[], capacity: number): (number | undefined)[] {
  const freeAtMs = new Array<number>(capacity).fill(0);
  let arrivalMs = 0;
  return customers.map(({ gapMs, serviceMs, patienceMs }) => {
    arrivalMs += gapMs;
    const server = freeAtMs.indexOf(Math.min(...freeAtMs));
    const startMs = Math.max(arrivalMs, freeAtMs[server] ?? 0);
    if (startMs > arrivalMs + patienceMs) return undefined;
    freeAtMs[server] = startMs + serviceMs;
    return startMs;
  });
}

describe('resource', () => {
  test.prop([customers, fc.integer({ min: 1, max: 4 })], { numRuns: 500 })(
    'serves as the model says',
    (customers, capacity) => {
      const kernel = new Kernel('seed');
      const server = new Resource(capacity);
      const served: (number | undefined)[] = customers.map(() => undefined);
      let heldMax = 0;
      function* visit(place: number, { serviceMs, patienceMs }: Customer): Process<void> {
        try {
          yield* timeout(patienceMs, server.acquire());
        } catch (error) {
          if (error instanceof TimedOut) return;
          throw error;
        }
        served[place] = kernel.nowMs;
        heldMax = Math.max(heldMax, server.held);
        yield* sleep(serviceMs);
        server.release();
      }
      startProcess(
        kernel,
        (function* (): Process<void> {
          for (const [place, customer] of customers.entries()) {
            yield* sleep(customer.gapMs);
            startProcess(kernel, visit(place, customer));
          }
        })(),
      );
      kernel.runUntil(Infinity, 100_000);
      expect(served).toEqual(starts(customers, capacity));
      expect(heldMax).toBeLessThanOrEqual(capacity);
      expect([server.held, server.waiting]).toEqual([0, 0]);
    },
  );

  test('a permit that was granted to a process cancelled at the same instant goes to the next', () => {
    const kernel = new Kernel('seed');
    const server = new Resource(1);
    const log: string[] = [];
    const use = (name: string) =>
      server.use(
        (function* (): Process<void> {
          log.push(`${name} at ${kernel.nowMs}`);
          yield* sleep(10);
        })(),
      );
    startProcess(kernel, use('first'));
    const second = startProcess(kernel, use('second'));
    startProcess(kernel, use('third'));
    // Due after the release at 10 ms, and before the second is woken by it.
    kernel.schedule(5, () => kernel.schedule(5, () => second.cancel(), undefined), undefined);
    kernel.runUntil(100);
    expect(log).toEqual(['first at 0', 'third at 10']);
    expect(server.held).toBe(0);
  });

  test('a process cancelled while it holds a permit gives it back', () => {
    const kernel = new Kernel('seed');
    const server = new Resource(1);
    const holder = startProcess(kernel, server.use(sleep(100)));
    kernel.schedule(10, () => holder.cancel(), undefined);
    kernel.runUntil(20);
    expect(server.held).toBe(0);
  });

  test.each([0, 1.5, -1, Number.NaN])('refuses a capacity of %s', (capacity) => {
    expect(() => new Resource(capacity)).toThrow(RangeError);
  });

  test('cannot be released more often than it was acquired', () => {
    expect(() => new Resource(1).release()).toThrow('not held');
  });
});
