/**
 * Goal: pods by events come and go as Knative and KEDA publish it. Method: the rows of Knative's autoscaler_test.go
 * (pkg/autoscaler/scaling) that are about the number of pods, the example of its documentation, and what KEDA's documentation
 * says of activation and cooldown.
 */
import { describe, expect, test } from 'vitest';
import {
  ConcurrencyScaler,
  type ConcurrencySpec,
  ConcurrencyWindow,
  knativeDefaults,
} from '../../../sims/autoscaling/events/panic.ts';
import { Activation, cooldownDefaultMs } from '../../../sims/autoscaling/events/scale-to-zero.ts';
import { autoscalingRules } from '../../../sims/autoscaling/rules.ts';

const rules = autoscalingRules.without();

/** As their tests have it: up and down ten times at most. */
const specOf = (target: number, more: Partial<ConcurrencySpec> = {}): ConcurrencySpec => ({
  ...knativeDefaults,
  ...{ target, upRate: 10, downRate: 10, ...more },
});

const minuteMs = 60_000;

describe('Knative, one look', () => {
  test.each<[string, ConcurrencySpec, number, number, number, number]>([
    ['nothing to do', specOf(10), 1, 0, 0, 0],
    ['a large target', specOf(181), 1, 21, 26, 1],
    ['the long window asks for more', specOf(10), 1, 50, 49, 5],
    ['both ask for the same', specOf(10), 1, 50, 50, 5],
    ['as many as there are', specOf(10), 5, 50, 50, 5],
    ['little at a time, but one pod', specOf(1, { upRate: 1.1 }), 2, 3, 3.1, 3],
    ['little at a time, down', specOf(10, { downRate: 1.1 }), 100, 1, 1, 90],
    ['the short window asks for twice as many', specOf(10), 1, 50, 100, 10],
    ['ten times at most', specOf(10), 1, 1_000, 1_001, 10],
    ['none counts as one', specOf(10), 0, 1_000, 888, 10],
    ['a tenth at least', specOf(10), 100, 1, 1, 10],
    ['the last one stays while there is something', specOf(10), 1, 1, 0, 1],
    // The documentation’s and Alibaba’s example: 100 concurrent, 10 a pod at 70%.
    ['100 concurrent, 7 a pod', specOf(7, { upRate: 1_000 }), 1, 100, 100, 15],
    ['half at least, by default', specOf(10, { downRate: 2 }), 9, 1, 1, 4],
  ])('%s', (_name, spec, ready, stable, panic, pods) => {
    expect(new ConcurrencyScaler(spec, rules).decides(0, ready, { stable, panic })).toBe(pods);
  });
});

describe('Knative, several looks', () => {
  test('a slow increase: the panic ends with the long window', () => {
    const scaler = new ConcurrencyScaler(specOf(1), rules);
    expect(scaler.decides(0, 10, { stable: 11, panic: 25 })).toBe(25);
    expect(scaler.decides(30_000, 40, { stable: 30, panic: 41 })).toBe(41);
    expect(scaler.isPanicking).toBe(true);
    expect(scaler.decides(minuteMs + 2_000, 55, { stable: 50, panic: 56 })).toBe(50);
    expect(scaler.isPanicking).toBe(false);
  });

  test('a reason to panic in the middle makes it last', () => {
    const scaler = new ConcurrencyScaler(specOf(1), rules);
    scaler.decides(0, 10, { stable: 11, panic: 25 });
    expect(scaler.decides(30_000, 40, { stable: 30, panic: 80 })).toBe(80);
    scaler.decides(minuteMs + 2_000, 80, { stable: 50, panic: 56 });
    expect(scaler.isPanicking).toBe(true);
  });

  test('less traffic: nothing is removed until a minute after the last reason', () => {
    const scaler = new ConcurrencyScaler(specOf(10), rules);
    expect(scaler.decides(0, 1, { stable: 100, panic: 100 })).toBe(10);
    expect(scaler.decides(0, 10, { stable: 100, panic: 1_000 })).toBe(100);
    expect(scaler.decides(30_000, 10, { stable: 1, panic: 1 })).toBe(100);
    // Exactly a minute is not yet over.
    expect(scaler.decides(minuteMs, 10, { stable: 1, panic: 1 })).toBe(100);
    expect(scaler.decides(minuteMs + 1_000, 10, { stable: 1, panic: 1 })).toBe(1);
  });

  test('traffic that grows six times each time is followed', () => {
    const scaler = new ConcurrencyScaler(specOf(1), rules);
    for (const [ready, concurrent] of [
      [1, 6],
      [6, 36],
      [36, 216],
      [216, 1_296],
      [1_296, 1_296],
    ] as const)
      expect(scaler.decides(0, ready, { stable: concurrent, panic: concurrent })).toBe(concurrent);
  });

  test('in panic the larger window decides', () => {
    const panicking = () => new ConcurrencyScaler(specOf(1), rules, 5, 0);
    expect(panicking().decides(5_000, 5, { stable: 50, panic: 30 })).toBe(50);
    expect(panicking().decides(5_000, 5, { stable: 20, panic: 30 })).toBe(30);
  });

  test('with more than one pod it begins in panic', () => {
    const begins = (ready: number) => new ConcurrencyScaler(specOf(100), rules, ready).isPanicking;
    expect([begins(0), begins(1), begins(2)]).toEqual([false, false, true]);
  });
});

test('windows are averages over what there is of them', () => {
  const window = new ConcurrencyWindow(minuteMs);
  expect(window.average(0, minuteMs)).toBe(0);
  for (let second = 1; second <= 90; second++) window.add(1_000 * second, second > 80 ? 60 : 0);
  expect(window.average(90_000, minuteMs)).toBe(10);
  expect(window.average(90_000, 6_000)).toBe(60);
  expect(window.average(84_000, 6_000)).toBe(40);
});

describe('KEDA', () => {
  const spec = { activationThreshold: 0, minReplicas: 0, cooldownMs: cooldownDefaultMs };

  test('it wakes the first replica and leaves the others alone', () => {
    const activation = new Activation(spec, rules);
    expect(activation.decides(0, 0, 0)).toBe(0);
    expect(activation.decides(30_000, 0, 1)).toBe(1);
    expect(activation.decides(60_000, 4, 100)).toBe(4);
  });

  test('the last one goes a cooldown after it was last active, and not before', () => {
    const activation = new Activation(spec, rules);
    activation.decides(0, 0, 1);
    expect(activation.decides(150_000, 3, 0)).toBe(3);
    expect(activation.decides(300_000, 1, 0)).toBe(1);
    expect(activation.decides(300_001, 3, 0)).toBe(0);
  });

  test('activity begins the cooldown anew', () => {
    const activation = new Activation(spec, rules);
    activation.decides(0, 0, 1);
    activation.decides(200_000, 1, 7);
    expect(activation.decides(400_000, 1, 0)).toBe(1);
  });

  test.each([
    // Scaling deployments: 40 messages, threshold 10, activation 50: none, although the HPA would ask for 4.
    [50, 40, 0, 0],
    [50, 50, 0, 0],
    [50, 51, 0, 1],
    [50, 40, 4, 0],
  ])('activation above %i: %i messages and %i replicas', (activationThreshold, value, from, to) => {
    expect(new Activation({ ...spec, activationThreshold }, rules).decides(0, from, value)).toBe(
      to,
    );
  });

  test('with a minimum of one it is always active', () => {
    const always = new Activation({ ...spec, minReplicas: 1, activationThreshold: 50 }, rules);
    expect([always.decides(0, 1, 0), always.decides(0, 0, 0), always.decides(0, 4, 0)]).toEqual([
      1, 1, 4,
    ]);
  });
});
