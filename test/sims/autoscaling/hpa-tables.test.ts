/**
 * Goal: the autoscaler decides each case of Kubernetes' own tests that it can be given as Kubernetes does. Method: the rows
 * of replica_calculator_test.go and horizontal_test.go (pkg/controller/podautoscaler, 003e862), by what they are about.
 */
import { describe, expect, test } from 'vitest';
import { Autoscaler, type Reason, specOf } from '../../../sims/autoscaling/hpa/autoscaler.ts';
import {
  absentBehaviour,
  type Behaviour,
  defaultBehaviour,
  type Policy,
  type ScalingRules,
} from '../../../sims/autoscaling/hpa/behaviour.ts';
import { grouped, isStarting, type Pod } from '../../../sims/autoscaling/hpa/pods.ts';
import {
  defaultTolerance,
  desiredReplicas,
  type Target,
} from '../../../sims/autoscaling/hpa/replicas.ts';
import { autoscalingRules } from '../../../sims/autoscaling/rules.ts';

const rules = autoscalingRules.without();

/** By what they use: `-` is silent, `u` not ready, `p` pending, `e` ending; `@` and what it requests, 1,000 if it is not said. */
function podsOf(text: string): Pod[] {
  const states = { u: 'unready', p: 'pending', e: 'ending' } as const;
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, place) => {
      const [, mark = '', used = '', request = '1000'] =
        /^([upe]?)(-|\d*)(?:@(\d+))?$/.exec(word) ?? [];
      return {
        name: `pod-${place}`,
        requestMilli: Number(request),
        usedMilli: used === '-' || used === '' ? undefined : Number(used),
        state: mark === '' ? 'ready' : states[mark as keyof typeof states],
      };
    });
}

const percent = (value: number): Target => ({ kind: 'utilisation', percent: value });
const average = (milli: number): Target => ({ kind: 'average', milli });
const value = (milli: number): Target => ({ kind: 'value', milli });
const perPod = (milli: number): Target => ({ kind: 'value-per-pod', milli });

describe('metrics of pods (replica_calculator_test.go)', () => {
  test.each<[string, string, Target, number, number | undefined]>([
    ['above the target', '300 500 700', percent(30), 3, 5],
    ['one that is not ready', 'u300 500 700', percent(30), 3, 4],
    ['two that are not ready: within the tolerance', '400 u500 u700', percent(30), 3, 3],
    ['failed or deleted ones count nowhere', '500 700 e e', percent(30), 2, 4],
    ['below the target', '100 300 500 250 250', percent(50), 5, 3],
    ['below, two not ready', '100 300 500 u250 u250', percent(50), 5, 2],
    ['below, four not scheduled', '100 p p p p', percent(50), 5, 1],
    ['below, two that have failed', '100 300 500 250 250 e e', percent(50), 5, 3],
    ['within, of different requests', '1010@900 1030@1000 1020@1100', percent(100), 3, 3],
    ['two of four silent, below', '400 95 - -', percent(100), 4, 3],
    ['all silent', '- - -', percent(100), 4, undefined],
    ['no pod', '', percent(100), 1, undefined],
    ['at the target, one silent', '1000 -', percent(100), 2, 2],
    ['above, one silent: it would turn round', '1900 -', percent(100), 2, 2],
    ['below, one silent: within the tolerance', '600 -', percent(100), 2, 2],
    ['one not ready, one silent, below', 'u100 450 -', percent(50), 3, 3],
    ['one not ready, one silent, above', 'u100 2000 -', percent(50), 3, 4],
    ['one not ready, one silent, far below', 'u100 100 100 -', percent(50), 4, 3],
    // Of requests that differ, 50% of use is 84% of a target of 59%, and 90% of one of 55%.
    [
      'just beyond the tolerance',
      '150@400 150@200 150@310 150@290 150@302 150@298 150@301 150@299 150@300 150@300',
      percent(56),
      10,
      9,
    ],
    [
      'just within the tolerance',
      '150@400 150@200 150@310 150@290 150@302 150@298 150@301 150@299 150@300 150@300',
      percent(55),
      10,
      10,
    ],
    // Every metric but the processor counts of a pod that is not ready, too.
    ['requests a pod', '20000 10000 30000', average(15_000), 3, 4],
    ['requests a pod, one not ready', '50000 10000 u30000', average(15_000), 3, 6],
    ['requests a pod, two not ready', 'u50000 15000 u30000', average(15_000), 3, 7],
    ['requests a pod, below', '12000 12000 12000 12000 12000', average(20_000), 5, 3],
    ['requests a pod, within', '20000 21000 21000', average(20_000), 3, 3],
    // By hand, from calcPlainMetricReplicas: at the target exactly a silent pod counts as nothing.
    ['requests a pod, at the target, one silent', '10000 10000 -', average(10_000), 3, 2],
    ['requests a pod, a pending one on the way up', '30000 p', average(10_000), 2, 3],
  ])('%s', (_name, text, target, currentReplicas, expected) => {
    const reading = { target, pods: podsOf(text), currentReplicas };
    expect(desiredReplicas(reading, defaultTolerance, rules)).toBe(expected);
  });

  test('the processor as an average waits for pods that start; memory as a share does not', () => {
    const pods = podsOf('u300 500 700');
    const of = (target: Target, isCpu: boolean) =>
      desiredReplicas({ target, pods, currentReplicas: 3, isCpu }, defaultTolerance, rules);
    expect([of(average(300), true), of(average(300), false)]).toEqual([4, 5]);
    expect([of(percent(30), true), of(percent(30), false)]).toEqual([4, 5]);
  });

  test.each<[string, boolean, [counted: number, ignored: number, missing: number]]>([
    ['5', true, [1, 0, 0]],
    ['u5', true, [0, 1, 0]],
    ['u5', false, [1, 0, 0]],
    ['-', true, [0, 0, 1]],
    ['u-', true, [0, 0, 1]],
    ['p5', false, [0, 1, 0]],
    ['e5', true, [0, 0, 0]],
    ['u5 5 -', true, [1, 1, 1]],
  ])('groups %s', (text, isCpu, counts) => {
    const { counted, ignored, missing } = grouped(podsOf(text), isCpu);
    expect([counted.length, ignored.length, missing.length]).toEqual(counts);
  });
});

describe('pods that start (TestGroupPods): a period of 2 min, a delay of 10 s', () => {
  const periods = { initializationMs: 120_000, readinessDelayMs: 10_000 };
  const now = 10_000_000;
  const ago = (seconds: number) => now - 1_000 * seconds;
  test.each<[string, number, [boolean, number] | undefined, number, number, boolean]>([
    ['no condition yet', 0, undefined, 0, 60, true],
    ['ready for 30 s, sampled over 30', 60, [true, 30], 0, 30, false],
    ['ready for 30 s, sampled over 60', 60, [true, 30], 0, 60, true],
    ['never ready, 10 min old', 600, [false, 594], 0, 60, true],
    ['ready for long, an old sample', 180, [true, 180], 120, 60, false],
    ['not ready any more, after it was', 600, [false, 540], 0, 60, false],
    ['not ready since just the delay', 600, [false, 590], 0, 60, false],
    // By hand: at the end of the period only what was never ready is left out.
    ['not ready, within the period', 119, [false, 60], 0, 60, true],
    ['not ready, at its end', 120, [false, 60], 0, 60, false],
  ])('%s', (_name, startedS, said, sampleS, windowS, expected) => {
    const condition = said === undefined ? undefined : { isReady: said[0], sinceMs: ago(said[1]) };
    const times = {
      ...{ startedMs: ago(startedS), condition, sampleMs: ago(sampleS) },
      windowMs: 1_000 * windowS,
    };
    expect(isStarting(times, now, periods)).toBe(expected);
  });

  test('by default the period is 5 minutes, the delay 30 seconds', () => {
    const times = (startedS: number, sinceS: number) => ({
      ...{ startedMs: ago(startedS), condition: { isReady: false, sinceMs: ago(sinceS) } },
      ...{ sampleMs: now, windowMs: 1_000 },
    });
    expect([299, 300].map((seconds) => isStarting(times(seconds, 0), now))).toEqual([true, false]);
    expect([371, 370].map((seconds) => isStarting(times(400, seconds), now))).toEqual([
      true,
      false,
    ]);
  });
});

describe('objects and external metrics (replica_calculator_test.go)', () => {
  test.each<[string, string, Target, number, number, number | undefined]>([
    ['object', '1 1 1', value(15_000), 20_000, 3, 4],
    ['object, two not ready', 'u1 1 u1', value(10_000), 50_000, 3, 5],
    ['object, below', '1 1 1 1 1', value(20_000), 12_000, 5, 3],
    ['object, within', '1 1 1', value(20_000), 20_666, 3, 3],
    ['object, of none', '', value(15_000), 20_000, 0, 2],
    ['object, of none, without a tolerance', '', value(1_000), 1_000, 0, 1],
    ['object, to none', '1 1 1 1 1', value(20_000), 0, 5, 0],
    ['object, replicas without a pod', '', value(15_000), 30_000, 3, undefined],
    ['object a pod', '1 1 1', perPod(5_000), 20_000, 3, 4],
    ['object a pod, 40 of 10', '1 1 1', perPod(10_000), 40_000, 3, 4],
    ['object a pod, below', '1 1 1 1 1', perPod(2_000), 6_000, 5, 3],
    ['object a pod, within', '1 1 1 1', perPod(5_000), 20_166, 4, 4],
    ['object a pod, of none', '', perPod(5_000), 20_000, 0, 4],
    ['external', '1', value(4_400), 8_600, 1, 2],
    ['external, two not ready', 'u1 1 u1', value(4_400), 8_600, 3, 2],
    ['external, below', '1 1 1 1 1', value(14_334), 8_600, 5, 3],
    ['external, within', '1 1 1', value(8_888), 8_600, 3, 3],
    ['external a pod', '1 1 1', perPod(2_150), 8_600, 3, 4],
    ['external a pod, below', '1 1 1 1 1', perPod(2_867), 8_600, 5, 3],
    ['external a pod, within', '1 1 1', perPod(2_900), 8_600, 3, 3],
  ])('%s', (_name, text, target, valueMilli, currentReplicas, expected) => {
    const reading = { target, pods: podsOf(text), currentReplicas, valueMilli };
    expect(desiredReplicas(reading, defaultTolerance, rules)).toBe(expected);
  });
});

const nowMs = 10_000_000;
const minutesAgo = (minutes: number, count: number) => ({ atMs: nowMs - 60_000 * minutes, count });

interface Behaved {
  readonly min?: number;
  readonly max?: number;
  readonly up?: ScalingRules;
  readonly down?: ScalingRules;
  readonly added?: readonly number[];
  readonly removed?: readonly number[];
}

/** As their tests spread them: each in the middle of its part of the last two minutes. */
const spread = (counts: readonly number[]) =>
  counts.map((count, place) => ({
    atMs: nowMs - 120_000 + (120_000 / counts.length) * (place + 0.5),
    count,
  }));

const policies = (
  pods: number,
  podsS: number,
  share: number,
  shareS: number,
  windowS = 0,
): ScalingRules => ({
  windowS,
  select: 'Max',
  policies: [
    ...(pods === 0 ? [] : [{ type: 'Pods', value: pods, periodS: podsS } satisfies Policy]),
    ...(share === 0 ? [] : [{ type: 'Percent', value: share, periodS: shareS } satisfies Policy]),
  ],
});

function limited(from: number, wanted: number, options: Behaved) {
  const { min = 1, max = 1_000, up, down, added = [], removed = [] } = options;
  const behaviour = { up: up ?? defaultBehaviour.up, down: down ?? defaultBehaviour.down };
  const autoscaler = new Autoscaler(specOf(min, max, { behaviour }), rules).remembers({
    ...{ added: spread(added), removed: spread(removed), recommended: [] },
  });
  const { to, reason } = autoscaler.limits(nowMs, from, wanted);
  return [to, reason];
}

test.each<[string, number, number, Behaved, number, Reason]>([
  ['in range', 5, 7, { min: 3, max: 8 }, 7, 'DesiredWithinRange'],
  ['below the minimum', 3, 1, { min: 2, max: 8 }, 2, 'TooFewReplicas'],
  ['to none', 1, 0, { min: 0, max: 10 }, 0, 'DesiredWithinRange'],
  ['above the maximum already', 20, 1_000, { max: 10 }, 10, 'TooManyReplicas'],
  ['above the maximum', 100, 1_000, { min: 100, max: 150 }, 150, 'TooManyReplicas'],
  ['+1%', 3, 1_000, { max: 2_000, up: policies(0, 0, 1, 60) }, 4, 'ScaleUpLimit'],
  ['-20', 1_000, 3, { min: 3, max: 2_000, down: policies(20, 60, 0, 0) }, 980, 'ScaleDownLimit'],
  ['by default', 10, 50, {}, 20, 'ScaleUpLimit'],
  ['+100 or +100%', 10, 500, { up: policies(100, 60, 100, 60) }, 110, 'ScaleUpLimit'],
  ['+2 or +100%', 10, 500, { up: policies(2, 60, 100, 60) }, 20, 'ScaleUpLimit'],
  [
    '+100 is more than is wanted',
    10,
    50,
    { up: policies(100, 60, 0, 0) },
    50,
    'DesiredWithinRange',
  ],
  ['+30', 10, 50, { up: policies(30, 60, 0, 0) }, 40, 'ScaleUpLimit'],
  ['+200%', 10, 50, { up: policies(0, 0, 200, 60) }, 30, 'ScaleUpLimit'],
  ['-20 or -1%', 100, 2, { down: policies(20, 60, 1, 60, 300) }, 80, 'ScaleDownLimit'],
  ['-2 or -1%', 100, 2, { down: policies(2, 60, 1, 60, 300) }, 98, 'ScaleDownLimit'],
  ['-100 of 10', 10, 0, { down: policies(100, 60, 0, 0, 300) }, 1, 'TooFewReplicas'],
  ['-100%', 10, 2, { min: 5, down: policies(0, 0, 100, 60, 300) }, 5, 'TooFewReplicas'],
  ['-5', 10, 2, { down: policies(5, 60, 0, 0, 300) }, 5, 'ScaleDownLimit'],
  ['-50%', 10, 5, { down: policies(0, 0, 50, 60, 300) }, 5, 'DesiredWithinRange'],
  [
    '+300 of 85, and a maximum of 200',
    100,
    500,
    { max: 200, up: policies(300, 60, 0, 0), added: [1, 5, 9] },
    200,
    'TooManyReplicas',
  ],
  [
    '+10,000%, and a maximum of 200',
    100,
    500,
    { max: 200, up: policies(0, 0, 10_000, 60), added: [1, 5, 9] },
    200,
    'TooManyReplicas',
  ],
  ['+5, 15 spent', 100, 500, { up: policies(5, 120, 0, 0), added: [1, 5, 9] }, 100, 'ScaleUpLimit'],
  ['+150 of 85', 100, 500, { up: policies(150, 120, 0, 0), added: [1, 5, 9] }, 235, 'ScaleUpLimit'],
  [
    '+200% of 85',
    100,
    500,
    { up: policies(0, 0, 200, 120), added: [1, 5, 9] },
    255,
    'ScaleUpLimit',
  ],
  [
    '+300% of 4',
    6,
    24,
    { up: policies(0, 0, 300, 300), added: [4], removed: [2] },
    16,
    'ScaleUpLimit',
  ],
  ['down by default', 10, 5, { removed: [1, 5, 9] }, 5, 'DesiredWithinRange'],
  [
    '-115 of 115',
    100,
    0,
    { down: policies(115, 120, 0, 0, 300), removed: [1, 5, 9] },
    1,
    'TooFewReplicas',
  ],
  [
    '-130 of 115, at least 5',
    100,
    0,
    { min: 5, down: policies(130, 120, 0, 0, 300), removed: [1, 5, 9] },
    5,
    'TooFewReplicas',
  ],
  [
    '-5, 15 spent',
    100,
    2,
    { down: policies(5, 120, 0, 0, 300), removed: [1, 5, 9] },
    100,
    'ScaleDownLimit',
  ],
  [
    '-50% of 112',
    100,
    0,
    { down: policies(0, 0, 50, 120, 300), removed: [2, 4, 6] },
    56,
    'ScaleDownLimit',
  ],
  [
    '-50% of 12',
    10,
    1,
    { down: policies(0, 0, 50, 180), added: [2], removed: [4] },
    6,
    'ScaleDownLimit',
  ],
  [
    '-10% of 130',
    100,
    0,
    { down: policies(0, 0, 10, 120, 300), removed: [10, 10, 10] },
    100,
    'ScaleDownLimit',
  ],
  [
    '-1,000% of 40',
    10,
    5,
    { down: policies(0, 0, 1_000, 120, 300), removed: [10, 10, 10] },
    5,
    'DesiredWithinRange',
  ],
  [
    'two periods up',
    100,
    200,
    { up: policies(1_000, 120, 100, 60), added: [8, 12, 9, 11] },
    200,
    'DesiredWithinRange',
  ],
  [
    'two periods down',
    100,
    5,
    { down: policies(1_000, 30, 100, 60, 300), removed: [8, 12, 9, 11] },
    5,
    'DesiredWithinRange',
  ],
])('limits (TestScalingWithRules): %s', (_name, from, wanted, options, to, reason) => {
  expect(limited(from, wanted, options)).toEqual([to, reason]);
});

const windows = (upS: number, downS: number): Behaviour => ({
  up: policies(10_000, 15, 0, 0, upS),
  down: policies(10_000, 15, 0, 0, downS),
});

test.each<[string, number, number, readonly (readonly [number, number])[], Behaviour, number]>([
  ['nothing to remember', 100, 5, [], windows(0, 0), 5],
  [
    'down, the largest',
    100,
    3,
    [
      [2, 4],
      [1, 5],
    ],
    windows(0, 180),
    5,
  ],
  [
    'up, the smallest',
    1,
    7,
    [
      [2, 4],
      [1, 5],
    ],
    windows(300, 0),
    4,
  ],
  [
    'a window of the other direction',
    100,
    3,
    [
      [2, 1],
      [1, 2],
    ],
    windows(300, 0),
    3,
  ],
  [
    'the same upwards',
    1,
    3,
    [
      [2, 4],
      [1, 5],
    ],
    windows(0, 300),
    3,
  ],
  [
    'too old, down',
    100,
    3,
    [
      [10, 10],
      [9, 9],
    ],
    windows(0, 0),
    3,
  ],
  [
    'too old, up',
    1,
    100,
    [
      [10, 10],
      [9, 9],
    ],
    windows(0, 0),
    100,
  ],
  [
    'some too old, down',
    100,
    3,
    [
      [10, 10],
      [1, 4],
      [2, 5],
      [9, 9],
    ],
    windows(0, 180),
    5,
  ],
  [
    'some too old, up',
    1,
    100,
    [
      [100, 10],
      [1, 6],
      [2, 5],
      [3, 9],
    ],
    windows(300, 0),
    5,
  ],
  [
    'both, wanted falls',
    2,
    1,
    [
      [100, 2],
      [3, 3],
    ],
    windows(300, 300),
    2,
  ],
  [
    'both, wanted rises',
    2,
    3,
    [
      [100, 2],
      [3, 1],
    ],
    windows(300, 300),
    2,
  ],
])(
  'waits (TestNormalizeDesiredReplicasWithBehavior): %s',
  (_name, from, wanted, past, behaviour, to) => {
    const recommended = past.map(([minutes, count]) => minutesAgo(minutes, count));
    const autoscaler = new Autoscaler(specOf(0, 1_000, { behaviour }), rules).remembers({
      recommended,
    });
    expect(autoscaler.limits(nowMs, from, wanted).to).toBe(to);
  },
);

describe('without spec.behavior', () => {
  const absent = (min: number, max: number, recommended: readonly (readonly [number, number])[]) =>
    new Autoscaler(specOf(min, max, { behaviour: absentBehaviour }), rules).remembers({
      recommended: recommended.map(([minutes, count]) => minutesAgo(minutes, count)),
    });

  test.each<[number, number, number, number, number, Reason]>([
    // TestConvertDesiredReplicasWithRules.
    [5, 7, 3, 8, 7, 'DesiredWithinRange'],
    [3, 1, 2, 8, 2, 'TooFewReplicas'],
    [1, 0, 0, 10, 0, 'DesiredWithinRange'],
    [20, 1_000, 1, 10, 10, 'TooManyReplicas'],
    [3, 1_000, 1, 2_000, 6, 'ScaleUpLimit'],
    // calculateScaleUpLimit: twice as many, and 4 at least.
    [1, 50, 1, 1_000, 4, 'ScaleUpLimit'],
    [2, 50, 1, 1_000, 4, 'ScaleUpLimit'],
    [10, 50, 1, 1_000, 20, 'ScaleUpLimit'],
  ])('limits: from %i to %i', (from, wanted, min, max, to, reason) => {
    expect(absent(min, max, []).limits(nowMs, from, wanted)).toMatchObject({ to, reason });
  });

  test.each<[number, readonly (readonly [number, number])[], number]>([
    // TestNormalizeDesiredReplicas.
    [5, [], 5],
    [
      3,
      [
        [2, 4],
        [1, 5],
      ],
      5,
    ],
    [
      3,
      [
        [2, 1],
        [1, 2],
      ],
      3,
    ],
    [
      3,
      [
        [10, 10],
        [9, 9],
      ],
      3,
    ],
    [
      3,
      [
        [10, 10],
        [1, 4],
        [2, 5],
        [9, 9],
      ],
      5,
    ],
    // Before(cutoff): what is exactly as old as the window still counts.
    [3, [[5, 6]], 6],
  ])('waits: %i after %j', (wanted, past, to) => {
    expect(absent(1, 1_000, past).limits(nowMs, 10, wanted).to).toBe(to);
  });

  test('what was larger in the window is made up for, although less is wanted now', () => {
    expect(absent(1, 1_000, [[1, 10]]).limits(nowMs, 5, 3).to).toBe(10);
  });
});

describe('all together (horizontal_test.go)', () => {
  const cpu = (text: string, target: number, currentReplicas: number) => ({
    ...{ target: percent(target), pods: podsOf(text), currentReplicas },
  });
  const lost = (currentReplicas: number) => ({
    ...{ target: value(100), pods: podsOf('1 1 1'), currentReplicas, valueMilli: undefined },
  });
  const decided = (
    from: number,
    readings: Parameters<Autoscaler['decides']>[2],
    [min, max] = [2, 6],
    isNew = false,
  ) => {
    const autoscaler = new Autoscaler(specOf(min, max, { behaviour: absentBehaviour }), rules);
    if (!isNew) autoscaler.remembers({ recommended: [] });
    return autoscaler.decides(nowMs, from, readings);
  };

  test('one metric lost: up is allowed, down is not', () => {
    expect(decided(3, [cpu('300 400 500', 30, 3), lost(3)]).to).toBe(4);
    const down = decided(5, [cpu('100 300 500 250 250', 50, 5), lost(5)]);
    expect(down).toMatchObject({ to: 5, reason: 'NoMetrics' });
  });

  test('up from none with one metric lost', () => {
    expect(decided(0, [cpu('300 400 500', 30, 0), lost(0)], [0, 6]).to).toBe(4);
  });

  test('none, and a minimum of one: it is switched off', () => {
    const off = decided(0, [cpu('300 400 500', 30, 0)], [1, 6]);
    expect(off).toMatchObject({ to: 0, reason: 'ScalingDisabled' });
  });

  test('every metric lost: nothing changes', () => {
    expect(decided(3, [lost(3), lost(3)])).toMatchObject({ to: 3, reason: 'NoMetrics' });
  });

  test('below the minimum and above the maximum no metric is asked', () => {
    expect(decided(1, [cpu('0 0 0 0', 80, 1)])).toMatchObject({ to: 2, reason: 'TooFewReplicas' });
    const above = decided(6, [cpu('8000@900 9500 1000@1100', 50, 6)], [2, 5]);
    expect(above).toMatchObject({ to: 5, reason: 'TooManyReplicas' });
  });

  test('what it finds when it begins counts for five minutes', () => {
    const reading = cpu('100 300 500 250 250', 50, 5);
    expect(decided(5, [reading], [2, 6], true)).toMatchObject({
      to: 5,
      reason: 'ScaleDownStabilized',
    });
    expect(decided(5, [reading]).to).toBe(3);
  });

  test('it begins once: silence for longer than the window does not hold it again', () => {
    const autoscaler = new Autoscaler(specOf(1, 20), rules);
    const at = (atMs: number, text: string) => autoscaler.decides(atMs, 5, [cpu(text, 50, 5)]);
    at(0, '- - - - -');
    at(600_000, '- - - - -');
    expect(at(600_015, '10 10 10 10 10').to).toBe(1);
  });
});
