/**
 * Goal: instances are used, expire and are refused as they should be. Method: a model that keeps a list of instances and
 * looks at all of them each time; examples of the limits that AWS publishes.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instances } from '../../../sims/serverless/instances.ts';
import { runsOf, visibilityMs } from '../../../sims/serverless/messages.ts';
import { serverlessRules } from '../../../sims/serverless/rules.ts';
import { lambdaStartRate, StartRate } from '../../../sims/serverless/start-rate.ts';

const rules = serverlessRules.without();

/** Every instance with the time until which it is busy; none is forgotten before it is looked at. */
class NaiveInstances {
  readonly #all: { untilMs: number; isProvisioned: boolean }[];

  readonly #keepAliveMs: number;
  readonly #most: number;

  constructor(keepAliveMs: number, provisioned: number, most: number) {
    this.#keepAliveMs = keepAliveMs;
    this.#most = most;
    this.#all = Array.from({ length: provisioned }, () => ({ untilMs: -1, isProvisioned: true }));
  }

  invoke(nowMs: number, serviceMs: number): string {
    const alive = this.#all.filter(
      ({ untilMs, isProvisioned }) =>
        isProvisioned || untilMs > nowMs || nowMs - untilMs <= this.#keepAliveMs,
    );
    this.#all.splice(0, this.#all.length, ...alive);
    const idle = alive.filter(({ untilMs }) => untilMs <= nowMs);
    const own = idle.filter(({ isProvisioned }) => isProvisioned);
    const [chosen] = own.length > 0 ? own : idle.sort((one, other) => other.untilMs - one.untilMs);
    if (chosen !== undefined) {
      chosen.untilMs = nowMs + serviceMs;
      return 'warm';
    }
    if (alive.length >= this.#most) return 'throttled';
    this.#all.push({ untilMs: nowMs + serviceMs, isProvisioned: false });
    return 'cold';
  }
}

test('as a model that looks at every instance each time', () => {
  const request = fc.record({
    afterMs: fc.integer({ min: 0, max: 40 }),
    serviceMs: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(
      fc.array(request, { maxLength: 80 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 3, max: 6 }),
      (requests, keepAliveMs, provisioned, concurrencyMax) => {
        const instances = new Instances({ keepAliveMs, provisioned, concurrencyMax }, rules);
        const naive = new NaiveInstances(keepAliveMs, provisioned, concurrencyMax);
        let nowMs = 0;
        for (const { afterMs, serviceMs } of requests) {
          nowMs += afterMs;
          expect(instances.invoke(nowMs, serviceMs)).toBe(naive.invoke(nowMs, serviceMs));
        }
      },
    ),
  );
});

test('a ping keeps an instance as if each of the pings in between had come', () => {
  const options = { keepAliveMs: 100, provisioned: 0, concurrencyMax: 9 };
  const [one, other] = [new Instances(options, rules), new Instances(options, rules)];
  for (const each of [one, other]) expect(each.invoke(0, 10)).toBe('cold');
  one.pinged(50, 950);
  for (let ms = 50; ms <= 950; ms += 50) other.invoke(ms, 0);
  for (const each of [one, other]) {
    expect(each.invoke(1_000, 10)).toBe('warm');
    expect(each.expired).toBe(0);
    expect(each.invoke(1_111, 10)).toBe('cold');
  }
});

describe('limits as AWS publishes them', () => {
  test('1,000 instances in ten seconds, refilled all the time, not saved up', () => {
    const rate = new StartRate(lambdaStartRate, rules);
    const taken = (nowMs: number, wanted: number) =>
      Array.from({ length: wanted }, () => rate.take(nowMs)).filter((isTaken) => isTaken).length;
    expect(taken(0, 3_000)).toBe(1_000);
    expect(taken(1_000, 3_000)).toBe(100);
    expect(taken(6_000, 3_000)).toBe(500);
    expect(taken(600_000, 3_000)).toBe(1_000);
  });

  test('a message is worked on again each time it becomes visible', () => {
    expect(runsOf(40_000, 30_000)).toBe(2);
    expect(runsOf(30_000, 30_000)).toBe(1);
    expect(runsOf(61_000, 30_000)).toBe(3);
    expect(visibilityMs(40_000, 30_000, rules)).toBe(240_000);
  });
});
