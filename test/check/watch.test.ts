/**
 * Goal: a verdict follows from what was seen, and every way to fail, or to prove nothing, is seen.
 */
import { describe, expect, test } from 'vitest';
import { assess, type Expectation } from '../../src/check/expectation.ts';
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import {
  finalInvariant,
  type Invariant,
  invariant,
  nodeInvariant,
  unknown,
} from '../../src/check/invariant.ts';
import { defineRules } from '../../src/check/rules.ts';
import { verdictOf } from '../../src/check/verdict.ts';
import { Watch } from '../../src/check/watch.ts';
import { World } from '../../src/world/world.ts';
import { type PingState, pingPong } from '../support/ping-pong.ts';

interface Pair {
  readonly world: World;
}

const pings = ({ world }: Pair) =>
  Math.max(0, ...world.nodes.map(({ state }) => (state as PingState | undefined)?.pings ?? 0));

function watch(
  invariants: readonly Invariant<Pair>[],
  goals: readonly Goal<Pair>[],
  { faultsEndAtMs = 0, untilMs = 200 } = {},
) {
  const world = new World('seed');
  world.addNode('a', pingPong('b'));
  world.addNode('b', pingPong('a'));
  const subject: Pair = { world };
  const watch = new Watch(world, subject, { invariants, goals, faultsEndAtMs });
  watch.check();
  while (world.kernel.step(untilMs)) watch.check();
  world.kernel.runUntil(untilMs);
  return watch;
}

describe('invariants', () => {
  test('are checked after every event, until the first violation', () => {
    const few = invariant<Pair>('few', 'at most 5 pings', (pair) =>
      pings(pair) > 5 ? `${pings(pair)} pings` : undefined,
    );
    const report = watch([few], [])
      .reportInvariants()
      .find(({ id }) => id === 'few');
    expect(report?.violations).toEqual([
      { atMs: 60, event: expect.any(Number), message: '6 pings' },
    ]);
    const whole = watch([], []).reportInvariants()[0];
    expect(whole?.id).toBe('messages-conserved');
    expect(report?.checks).toBeLessThan(whole?.checks ?? 0);
  });

  test('come after the observer, which sees every node of its kind whichever of them there are', () => {
    const world = new World('seed');
    world.addNode('a', pingPong('b'));
    world.addNode('b', pingPong('a'));
    const seen: string[] = [];
    const told = nodeInvariant<string[], PingState, undefined>({
      id: 'told',
      says: 'the observer has seen the node',
      kind: 'ping-pong',
      remember: () => undefined,
      checkNode: ({ self }, _nothing, subject) =>
        subject.at(-1) === self ? undefined : `${self} was not seen`,
    });
    for (const invariants of [[], [told]]) {
      seen.length = 0;
      world.active = undefined;
      const watch = new Watch(world, seen, {
        invariants,
        goals: [],
        faultsEndAtMs: 0,
        observer: { kind: 'ping-pong', observe: ({ self }, subject) => subject.push(self) },
      });
      watch.check();
      expect(new Set(seen)).toEqual(new Set(['a', 'b']));
      expect(watch.violated()).toBe(false);
    }
  });

  test('of nodes see each node to which something happened, and only nodes of their kind', () => {
    const seen = new Set<string>();
    const look = (kind: string) =>
      nodeInvariant<Pair, PingState, undefined>({
        id: kind,
        says: 'nothing',
        kind,
        remember: () => undefined,
        checkNode: ({ self }) => {
          seen.add(`${kind} ${self}`);
          return undefined;
        },
      });
    watch([look('ping-pong'), look('other')], []);
    expect([...seen].sort()).toEqual(['ping-pong a', 'ping-pong b']);
  });

  test('of nodes are all called, however many there are, and each on its own memory', () => {
    const counts: number[] = [];
    const counting = Array.from({ length: 7 }, (_, place) =>
      nodeInvariant<Pair, PingState, { checks: number }>({
        id: `n${place}`,
        says: 'breaks at its own time',
        kind: 'ping-pong',
        remember: () => ({ checks: 0 }),
        checkNode: (_node, memory) => {
          memory.checks += 1;
          counts[place] = memory.checks;
          return memory.checks > 10 * (place + 1) ? 'enough' : undefined;
        },
      }),
    );
    const reports = watch(counting, []).reportInvariants();
    expect(counts).toEqual([11, 21, 31, 41, 51, 61, 71]);
    expect(reports.slice(0, 7).every(({ violations }) => violations.length === 1)).toBe(true);
  });
});

describe('invariants of the end', () => {
  const at = (answer: string | ReturnType<typeof unknown> | undefined) =>
    finalInvariant<Pair>('end', 'something of the whole', () => answer);
  const end = (watched: Watch) => watched.reportInvariants().find(({ id }) => id === 'end');

  test('are not known before the end', () => {
    const watched = watch([at('broken')], []);
    expect(end(watched)).toMatchObject({ checks: 0, violations: [] });
    expect(end(watched)?.unknown).toContain('at the end');
  });

  test.each([
    [undefined, { checks: 1, violations: [] }],
    ['broken', { checks: 1, violations: [{ atMs: 200, message: 'broken' }] }],
    [unknown('too long'), { checks: 0, violations: [], unknown: 'too long' }],
  ])('answer %j', (answer, report) => {
    const watched = watch([at(answer)], []);
    watched.finish();
    expect(end(watched)).toMatchObject(report);
    expect(watched.violated('end')).toBe(answer === 'broken');
  });
});

describe('goals', () => {
  const tenPings = (pair: Pair) => pings(pair) >= 10;

  test('sometimes: reached once is reached', () => {
    const exactly = (pair: Pair) => pings(pair) === 10;
    const [goal] = watch([], [sometimes('ten', 'ten pings', exactly)]).reportGoals();
    expect(goal).toMatchObject({ reached: true, atMs: 100, violated: false });
  });

  test('sometimes: not reached is no violation', () => {
    const [goal] = watch([], [sometimes('never', 'never', () => false)]).reportGoals();
    expect(goal).toMatchObject({ reached: false, atMs: null, violated: false });
  });

  test('eventually: counts only after the last fault', () => {
    const goals = [eventually('ten', 'ten pings', 50, tenPings)];
    const [goal] = watch([], goals, { faultsEndAtMs: 130 }).reportGoals();
    expect(goal).toMatchObject({ reached: true, atMs: 130 });
  });

  test('eventually: must hold at the end', () => {
    const once = eventually('once', 'exactly ten', 50, (pair: Pair) => pings(pair) === 10);
    const [goal] = watch([], [once]).reportGoals();
    expect(goal).toMatchObject({ reached: false, violated: true });
  });

  test('eventually: a run that was too short proves nothing', () => {
    const never = eventually('never', 'never', 100, () => false);
    const [goal] = watch([], [never], { faultsEndAtMs: 150 }).reportGoals();
    expect(goal).toMatchObject({ reached: false, violated: false });
  });
});

describe('expectations', () => {
  const expectation = (value: number | undefined): Expectation<undefined> => ({
    id: 'e',
    text: 'between 1 and 2',
    measured: () => value,
    bound: { atLeast: 1, atMost: 2 },
  });

  test.each([
    [0.99, false],
    [1, true],
    [2, true],
    [2.01, false],
    [undefined, null],
  ])('measured %s: holds is %s', (value, holds) => {
    expect(assess(expectation(value), undefined)).toMatchObject({ measured: value ?? null, holds });
  });
});

describe('verdict', () => {
  const held = { id: 'i', says: '', checks: 1, violations: [] };
  const broken = { ...held, violations: [{ atMs: 0, event: 0, message: '' }] };
  const goal = { id: 'g', says: '', kind: 'sometimes' as const, atMs: 0, violated: false };
  const reached = { ...goal, reached: true };
  const missed = { ...goal, reached: false };
  const expected = { id: 'e', text: '', measured: 1, bound: {} };
  const holds = { ...expected, holds: true };
  const fails = { ...expected, holds: false };
  const open = { ...expected, holds: null };
  const good = { invariants: [held], goals: [reached], expectations: [holds], cutShort: false };

  test.each([
    ['pass', good],
    ['fail', { ...good, invariants: [held, broken] }],
    ['fail', { ...good, goals: [{ ...missed, violated: true }] }],
    ['inconclusive', { ...good, goals: [reached, missed] }],
    ['inconclusive', { ...good, goals: [missed], expectations: [fails] }],
    ['fail', { ...good, invariants: [broken], goals: [missed] }],
    ['fail', { ...good, expectations: [holds, fails] }],
    ['inconclusive', { ...good, expectations: [holds, open] }],
    ['inconclusive', { ...good, cutShort: true }],
    ['inconclusive', { ...good, invariants: [{ ...held, unknown: 'too long' }] }],
    ['fail', { ...good, invariants: [broken], cutShort: true }],
  ] as const)('is %s', (verdict, findings) => {
    expect(verdictOf(findings)).toBe(verdict);
  });
});

describe('rules', () => {
  const rules = defineRules('sim', {
    first: { protects: 'p', source: 's', because: 'b' },
    second: { protects: 'p', source: 's', because: 'b' },
  });

  test('are all on, but for those switched off', () => {
    expect(rules.without()).toEqual({ first: true, second: true });
    expect(rules.without('second')).toEqual({ first: true, second: false });
    expect(() => rules.without('third')).toThrow('sim has no rule "third"');
  });
});
