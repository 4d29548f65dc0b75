/**
 * Goal: the autoscaler decides as that of Kubernetes. Method: cases of its own tests (horizontal_test.go,
 * replica_calculator_test.go), cases computed by hand from its source, and laws over random histories.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Autoscaler,
  combined,
  type Reason,
  specOf,
} from '../../../sims/autoscaling/hpa/autoscaler.ts';
import {
  type Behaviour,
  defaultBehaviour,
  type Policy,
  type ScalingRules,
} from '../../../sims/autoscaling/hpa/behaviour.ts';
import type { Pod } from '../../../sims/autoscaling/hpa/pods.ts';
import {
  defaultTolerance,
  desiredReplicas,
  type Target,
  type Tolerance,
} from '../../../sims/autoscaling/hpa/replicas.ts';
import { autoscalingRules } from '../../../sims/autoscaling/rules.ts';

const rules = autoscalingRules.without();

/** Ready pods by what they use, `-` for one without a metric, `u` for one that is not ready. */
function podsOf(text: string, requestMilli = 1_000): Pod[] {
  return text.split(' ').map((word, place) => ({
    name: `pod-${place}`,
    requestMilli,
    usedMilli: word === '-' ? undefined : Number.parseInt(word.replace('u', '') || '0', 10),
    state: word.startsWith('u') ? 'unready' : 'ready',
  }));
}

const percent = (value: number): Target => ({ kind: 'utilisation', percent: value });
const average = (milli: number): Target => ({ kind: 'average', milli });

function asked(text: string, target: Target, tolerance: Tolerance = defaultTolerance) {
  const pods = podsOf(text);
  return desiredReplicas({ target, pods, currentReplicas: pods.length }, tolerance, rules);
}

describe('what one metric asks for', () => {
  test.each([
    // horizontal_test.go and replica_calculator_test.go.
    [
      'two of four silent, scaling down: (400 + 95 + 2 x 1000) / 4000',
      '400 95 - -',
      percent(100),
      3,
    ],
    ['300, 500, 700 of 1000 at a target of 30%', '300 500 700', percent(30), 5],
    ['one of three unready while scaling up', 'u300 500 700', percent(30), 4],
    ['10, 95, 10 at a target of 90%: before the minimum', '10 95 10', percent(90), 1],
    ['1010, 1030, 1020 at 100%: within the tolerance', '1010 1030 1020', percent(100), 3],
    // By hand, from the source.
    ['90% of the target is still within', '450 450', percent(50), 2],
    ['110% of the target is still within', '550 550', percent(50), 2],
    ['111% is not: ceil(2 x 56/50)', '560 560', percent(50), 3],
    [
      '89.9% is cut to 89%: ceil(10 x 89/100)',
      '899 899 899 899 899 899 899 899 899 899',
      percent(100),
      9,
    ],
    ['50.99% is cut to 50%', '509 510', percent(50), 2],
    ['all that there are are silent', '- -', percent(50), undefined],
    ['unready pods do not count on the way down', '100 u', percent(50), 1],
    [
      'silent ones count 150% at a target of 150%: (100 + 1500) / 2000 = 80% of 150%',
      '100 -',
      percent(150),
      2,
    ],
    ['a silent one would turn it round: it stays', '10 -', percent(50), 2],
    [
      'a silent one on the way up uses nothing: 1800 / 3000 = 60% of 50',
      '900 900 -',
      percent(50),
      4,
    ],
    ['that leaves it within the tolerance', '800 800 -', percent(50), 3],
    ['unready ones turn it round: it stays', '600 u u u', percent(50), 4],
    [
      'unready ones while scaling up far: 2500 / 5000 = 50% of 20',
      '1250 1250 u u u',
      percent(20),
      13,
    ],
    // Pods metrics: silent ones count the target itself.
    ['average: 12 12 of 10', '12000 12000', average(10_000), 3],
    [
      'average: a silent one counts the target: (2 + 2 + 10) / 3 = 4.666',
      '2000 2000 -',
      average(10_000),
      2,
    ],
    ['average: the mean is cut to a thousandth', '11000 11001', average(10_000), 2],
  ] as const)('%s', (_name, text, target, expected) => {
    expect(asked(text, target)).toBe(expected);
  });

  test('a tolerance of its own in each direction (KEP-4951): 50 pods at 90% of a target of 75% are 60', () => {
    const text = Array.from({ length: 50 }, () => '900').join(' ');
    expect(asked(text, percent(75), { up: 0.1, down: 0.1 })).toBe(60);
    expect(asked(text, percent(75), { up: 0.2, down: 0.1 })).toBe(50);
    const slow = Array.from({ length: 50 }, () => '700').join(' ');
    expect(asked(slow, percent(75))).toBe(50);
    expect(asked(slow, percent(75), { up: 0.1, down: 0.01 })).toBe(47);
  });

  test('objects and external metrics', () => {
    const pods = podsOf('1 1 1');
    const of = (target: Target, valueMilli: number, currentReplicas = 3) =>
      desiredReplicas(
        { target, valueMilli, currentReplicas, pods: pods.slice(0, currentReplicas) },
        defaultTolerance,
        rules,
      );
    expect(of({ kind: 'value', milli: 15_000 }, 20_000)).toBe(4);
    expect(of({ kind: 'value', milli: 15_000 }, 16_000)).toBe(3);
    expect(of({ kind: 'value-per-pod', milli: 2_222 }, 8_600)).toBe(4);
    expect(of({ kind: 'value-per-pod', milli: 2_866 }, 8_600)).toBe(3);
    // From none there is no tolerance: HPAScaleToZero.
    expect(of({ kind: 'value', milli: 15_000 }, 1_000, 0)).toBe(1);
    expect(of({ kind: 'value', milli: 15_000 }, 0, 0)).toBe(0);
  });

  test('the largest of several metrics decides; without one of them nothing is removed', () => {
    const pods = podsOf('300 300 300 300');
    const cpu = { target: percent(60), pods, currentReplicas: 4 };
    const queue = (valueMilli: number | undefined) => ({
      ...cpu,
      target: { kind: 'value-per-pod', milli: 10_000 } as const,
      valueMilli,
    });
    expect(combined(4, [cpu], defaultTolerance, rules)).toBe(2);
    expect(combined(4, [cpu, queue(65_000)], defaultTolerance, rules)).toBe(7);
    expect(combined(4, [cpu, queue(undefined)], defaultTolerance, rules)).toBeUndefined();
    const busy = { ...cpu, pods: podsOf('900 900 900 900') };
    expect(combined(4, [busy, queue(undefined)], defaultTolerance, rules)).toBe(6);
  });
});

const scaling = (policies: readonly Policy[], more: Partial<ScalingRules> = {}): ScalingRules => ({
  windowS: 0,
  select: 'Max',
  policies,
  ...more,
});
const pods = (value: number, periodS = 60): Policy => ({ type: 'Pods', value, periodS });
const share = (value: number, periodS = 60): Policy => ({ type: 'Percent', value, periodS });
const nowMs = 1_000_000;
const ago = (seconds: number, count: number) => ({ atMs: nowMs - 1_000 * seconds, count });

interface Case {
  readonly behaviour?: Partial<Behaviour>;
  readonly min?: number;
  readonly max?: number;
  readonly added?: readonly { atMs: number; count: number }[];
  readonly removed?: readonly { atMs: number; count: number }[];
  readonly recommended?: readonly { atMs: number; count: number }[];
}

function limited(from: number, wanted: number, options: Case = {}) {
  const { min = 1, max = 1_000, behaviour = {}, added, removed } = options;
  const spec = specOf(min, max, { behaviour: { ...defaultBehaviour, ...behaviour } });
  const autoscaler = new Autoscaler(spec, rules).remembers({
    ...(added === undefined ? {} : { added }),
    ...(removed === undefined ? {} : { removed }),
    recommended: options.recommended ?? [],
  });
  const { to, reason } = autoscaler.limits(nowMs, from, wanted);
  return [to, reason] as const;
}

const up = (...policies: Policy[]): Case => ({ behaviour: { up: scaling(policies) } });
const down = (...policies: Policy[]): Case => ({
  behaviour: { down: scaling(policies) },
  min: 0,
});

describe('how far it goes at once (horizontal_test.go)', () => {
  test.each<[string, number, number, Case, number, Reason]>([
    ['default up', 10, 50, {}, 20, 'ScaleUpLimit'],
    ['default up from one: four more', 1, 50, {}, 5, 'ScaleUpLimit'],
    ['+100 pods and +100% a minute', 10, 500, up(pods(100), share(100)), 110, 'ScaleUpLimit'],
    ['+1% a minute is a whole pod', 3, 1_000, up(share(1)), 4, 'ScaleUpLimit'],
    ['+200% a minute', 10, 50, up(share(200)), 30, 'ScaleUpLimit'],
    ['-20 or -1% a minute', 100, 2, down(pods(20), share(1)), 80, 'ScaleDownLimit'],
    ['-20 a minute', 1_000, 3, down(pods(20)), 980, 'ScaleDownLimit'],
    [
      '+150 in 2 minutes, of which 15 are spent',
      100,
      500,
      { ...up(pods(150, 120)), added: [ago(10, 1), ago(60, 5), ago(119, 9)] },
      235,
      'ScaleUpLimit',
    ],
    [
      '+200% of the 85 of two minutes ago',
      100,
      500,
      { ...up(share(200, 120)), added: [ago(10, 1), ago(60, 5), ago(119, 9)] },
      255,
      'ScaleUpLimit',
    ],
    [
      '-50% of the 112 of two minutes ago',
      100,
      0,
      { ...down(share(50, 120)), removed: [ago(10, 2), ago(60, 4), ago(119, 6)] },
      56,
      'ScaleDownLimit',
    ],
    [
      'the smaller of +2 and +50%',
      1,
      100,
      { behaviour: { up: scaling([pods(2), share(50)], { select: 'Min' }) } },
      2,
      'ScaleUpLimit',
    ],
    [
      'the smaller of -2 and -50%',
      5,
      0,
      { min: 0, behaviour: { down: scaling([pods(2), share(50)], { select: 'Min' }) } },
      3,
      'ScaleDownLimit',
    ],
    // By hand: what is as old as the period has left it.
    [
      'a change exactly a period ago no longer counts',
      100,
      500,
      { ...up(pods(10)), added: [ago(60, 10)] },
      110,
      'ScaleUpLimit',
    ],
    ['a used-up period', 110, 500, { ...up(pods(10)), added: [ago(59, 10)] }, 110, 'ScaleUpLimit'],
    [
      'what was removed in the period may come back too',
      90,
      500,
      { ...up(pods(10)), removed: [ago(30, 10)] },
      110,
      'ScaleUpLimit',
    ],
    [
      'disabled',
      5,
      500,
      { behaviour: { up: scaling([pods(9)], { select: 'Disabled' }) } },
      5,
      'ScaleUpLimit',
    ],
    ['the maximum', 10, 50, { max: 15 }, 15, 'TooManyReplicas'],
    [
      'the minimum',
      10,
      1,
      { min: 2, behaviour: { down: scaling([share(100)]) } },
      2,
      'TooFewReplicas',
    ],
    ['in between', 10, 12, {}, 12, 'DesiredWithinRange'],
  ])('%s', (_name, from, wanted, options, to, reason) => {
    expect(limited(from, wanted, options)).toEqual([to, reason]);
  });
});

test('10, 95, 10 at a target of 90%: the minimum of two decides', () => {
  const autoscaler = new Autoscaler(specOf(2, 6), rules).remembers({ recommended: [ago(400, 3)] });
  const reading = { target: percent(90), pods: podsOf('10 95 10'), currentReplicas: 3 };
  expect(autoscaler.decides(nowMs, 3, [reading])).toMatchObject({
    to: 2,
    reason: 'TooFewReplicas',
  });
});

test('a target above 90% of the request: pods that are full ask for nothing', () => {
  expect(asked('1000 1000 1000', percent(91))).toBe(3);
  expect(asked('1000 1000 1000', percent(90))).toBe(4);
});

describe('how long it waits', () => {
  const recent = [ago(120, 4), ago(60, 5)];
  const both = { up: scaling([share(1_000)], { windowS: 300 }), down: defaultBehaviour.down };
  test.each<[string, number, number, Case, number]>([
    ['down to the largest of the window', 5, 3, { recommended: recent }, 5],
    ['what is older does not count', 5, 3, { recommended: [ago(600, 10), ...recent] }, 5],
    ['the window is over', 5, 3, { recommended: [ago(300, 5)] }, 3],
    ['both windows: 3, now 1', 2, 1, { behaviour: both, recommended: [ago(180, 3)] }, 2],
    ['both windows: 1, now 3', 2, 3, { behaviour: both, recommended: [ago(180, 1)] }, 2],
    ['both windows agree upwards', 2, 5, { behaviour: both, recommended: [ago(180, 4)] }, 4],
    ['both windows agree downwards', 9, 2, { behaviour: both, recommended: [ago(180, 4)] }, 4],
  ])('%s', (_name, from, wanted, options, to) => {
    expect(limited(from, wanted, options)[0]).toBe(to);
  });

  test('what it found when it began counts as a recommendation', () => {
    const autoscaler = new Autoscaler(specOf(1, 20), rules);
    const idle = podsOf('10 10 10 10 10');
    const reading = { target: percent(50), pods: idle, currentReplicas: 5 };
    expect(autoscaler.decides(0, 5, [reading])).toMatchObject({ to: 5, recommended: 1 });
    expect(autoscaler.decides(299_000, 5, [reading])).toMatchObject({ to: 5 });
    expect(autoscaler.decides(300_000, 5, [reading])).toMatchObject({ to: 1 });
  });
});

describe('laws over random metrics and times', () => {
  const behaviour = fc.record({
    value: fc.integer({ min: 1, max: 200 }),
    periodS: fc.constantFrom(15, 60, 180),
    type: fc.constantFrom('Pods' as const, 'Percent' as const),
    windowS: fc.constantFrom(0, 60, 300),
  });
  const looks = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 });

  test('between minimum and maximum, and within the policy of its period', () => {
    fc.assert(
      fc.property(
        behaviour,
        looks,
        fc.integer({ min: 1, max: 40 }),
        (policy, wantedList, first) => {
          const own: ScalingRules = { windowS: policy.windowS, select: 'Max', policies: [policy] };
          const spec = specOf(2, 50, { behaviour: { up: own, down: own } });
          const autoscaler = new Autoscaler(spec, rules);
          let size = Math.max(2, first);
          const sizes: { atMs: number; size: number }[] = [{ atMs: -1_000_000, size }];
          for (const [place, wanted] of wantedList.entries()) {
            const atMs = place * 15_000;
            const { to } = autoscaler.limits(atMs, size, wanted);
            const start = sizes.filter((each) => each.atMs <= atMs - 1_000 * policy.periodS).at(-1);
            const base = start?.size ?? size;
            const most =
              policy.type === 'Pods'
                ? base + policy.value
                : Math.ceil(base * (1 + policy.value / 100));
            expect(to).toBeGreaterThanOrEqual(2);
            expect(to).toBeLessThanOrEqual(50);
            expect(to).toBeLessThanOrEqual(Math.max(size, most));
            size = to;
            sizes.push({ atMs, size });
          }
        },
      ),
    );
  });

  test('at a constant load it settles, and stays', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 50, max: 20_000 }),
        // Above 90% a pod that is full is still within the tolerance: nothing is ever added.
        fc.integer({ min: 10, max: 90 }),
        (first, loadMilli, target) => {
          const autoscaler = new Autoscaler(specOf(1, 100), rules);
          let size = first;
          const sizes: number[] = [];
          for (let look = 0; look < 120; look++) {
            const used = Math.min(1_000, Math.trunc(loadMilli / size));
            const list = podsOf(Array.from({ length: size }, () => String(used)).join(' '));
            const reading = { target: percent(target), pods: list, currentReplicas: size };
            size = autoscaler.decides(look * 15_000, size, [reading]).to;
            sizes.push(size);
          }
          const settled = sizes.slice(60);
          expect(new Set(settled).size).toBe(1);
          const use = (100 * loadMilli) / 1_000 / (settled[0] ?? 1);
          if ((settled[0] ?? 0) < 100)
            expect(Math.trunc(use)).toBeLessThanOrEqual(target * 1.1 + 1);
        },
      ),
    );
  });
});
