/** Goal: the clock moves from event to event and only so; budgets hold; causes are kept. */
import { describe, expect, test } from 'vitest';
import { Kernel, noCause } from '../../src/kernel/kernel.ts';

describe('kernel', () => {
  test('runs events of equal time in the order of scheduling', () => {
    const kernel = new Kernel('seed');
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) kernel.schedule(5, (n: string) => order.push(n), name);
    kernel.schedule(0, (n: string) => order.push(n), 'first');
    expect(kernel.runUntil(10)).toBe('idle');
    expect(order).toEqual(['first', 'a', 'b', 'c']);
    expect(kernel.nowMs).toBe(10);
  });

  test('stops at the time it was given, and goes on from there', () => {
    const kernel = new Kernel('seed');
    const seen: number[] = [];
    for (const atMs of [1, 2, 3]) kernel.schedule(atMs, () => seen.push(kernel.nowMs), undefined);
    expect(kernel.runUntil(2)).toBe('time');
    expect(seen).toEqual([1, 2]);
    expect(kernel.runUntil(9)).toBe('idle');
    expect(seen).toEqual([1, 2, 3]);
  });

  test('an endless loop of events at one instant ends by the budget', () => {
    const kernel = new Kernel('seed');
    const again = (): void => {
      kernel.schedule(0, again, undefined);
    };
    again();
    expect(kernel.runUntil(1, 1_000)).toBe('budget');
    expect(kernel.steps).toBe(1_000);
    expect(kernel.nowMs).toBe(0);
  });

  test.each([-1, Number.NaN, Infinity])('refuses a delay of %s', (delayMs) => {
    expect(() => new Kernel('seed').schedule(delayMs, () => {}, undefined)).toThrow(RangeError);
  });

  test('an event knows the cause that was current when it was scheduled', () => {
    const kernel = new Kernel('seed');
    const causes: number[] = [];
    const remember = () => causes.push(kernel.cause);
    kernel.schedule(1, remember, undefined);
    kernel.cause = 7;
    kernel.schedule(2, remember, undefined);
    kernel.schedule(3, remember, undefined, 9);
    kernel.runUntil(5);
    expect(causes).toEqual([noCause, 7, 9]);
  });

  test('a cancelled event does not run; an event that was put off runs once, later', () => {
    const kernel = new Kernel('seed');
    const seen: string[] = [];
    const see = (name: string) => seen.push(`${name} at ${kernel.nowMs}`);
    kernel.cancel(kernel.schedule(1, see, 'cancelled'));
    kernel.putOff(kernel.schedule(2, see, 'put off'), 5);
    kernel.schedule(4, see, 'other');
    kernel.runUntil(10);
    expect(seen).toEqual(['other at 4', 'put off at 5']);
  });
});
