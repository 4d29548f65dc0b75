/**
 * Goal: a compiled chart is the XState machine that it was made from, and a machine that cannot be
 * a chart is refused.
 */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createMachine, emit, raise, setup } from 'xstate';
import { compileChart, IllegalMove } from '../../src/kernel/chart.ts';
import { expectEveryEdgeWalked, walks, walkTogether } from '../support/chart-laws.ts';

/** A circuit breaker, nested for the sake of the test: two states share a timer and a parent. */
const machine = setup({
  types: {
    events: {} as { type: 'trip' } | { type: 'probe' } | { type: 'passed' } | { type: 'failed' },
  },
  delays: { cooldown: 0, watchdog: 0 },
  actions: { alarm: () => {} },
}).createMachine({
  id: 'breaker',
  initial: 'closed',
  states: {
    closed: { on: { trip: 'broken' } },
    broken: {
      initial: 'open',
      entry: 'alarm',
      after: { watchdog: { target: 'broken', reenter: true } },
      states: {
        open: { after: { cooldown: 'waiting' } },
        waiting: { on: { probe: 'halfOpen' } },
        halfOpen: { on: { passed: '#breaker.closed', failed: 'open' } },
      },
    },
  },
});
const chart = compileChart(machine);

describe('compiled chart', () => {
  test.prop([walks(chart as never)])('agrees with XState on every walk', (walk) => {
    walkTogether(machine, chart as never, walk);
  });

  test('lists every edge that can be walked', () => {
    expectEveryEdgeWalked(machine, chart as never);
  });

  test('names nested states by their leaves, and timers by their delays', () => {
    expect(chart.move('closed', 'trip')).toMatchObject({
      to: 'open',
      effects: [
        { kind: 'act', action: 'alarm' },
        { kind: 'start-timer', timer: 'watchdog' },
        { kind: 'start-timer', timer: 'cooldown' },
      ],
    });
    expect(chart.move('halfOpen', 'passed').effects).toEqual([
      { kind: 'stop-timer', timer: 'watchdog' },
    ]);
    expect(chart.move('waiting', 'watchdog').to).toBe('open');
  });

  test('an illegal move throws', () => {
    expect(() => chart.move('closed', 'passed')).toThrow(IllegalMove);
    expect(() => chart.move('closed', 'passed')).toThrow(
      'the breaker chart allows no "passed" in state "closed"',
    );
  });

  const states = { a: { on: { go: 'b' } }, b: {} };
  test.each([
    ['a context', createMachine({ id: 'm', context: { n: 1 }, initial: 'a', states })],
    [
      'a guard',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { go: { target: 'b', guard: () => true } } }, b: {} },
      }),
    ],
    [
      'two of its states are named',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: { initial: 'a', states: { a: {} } } },
      }),
    ],
    [
      'parallel',
      createMachine({
        id: 'm',
        type: 'parallel',
        states: { x: { initial: 'p', states: { p: {} } }, y: { initial: 'q', states: { q: {} } } },
      }),
    ],
    [
      'has no name',
      createMachine({ id: 'm', initial: 'a', states: { a: { after: { 100: 'b' } }, b: {} } }),
    ],
    [
      'uses xstate.emit',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { go: { target: 'b', actions: emit({ type: 'gone' }) } } }, b: {} },
      }),
    ],
    [
      'raises an event of its own',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { go: { actions: raise({ type: 'go' }, { delay: 5 }) } } } },
      }),
    ],
  ])('refuses a machine with: %s', (problem, refused) => {
    expect(() =>
      compileChart<{ type: string }, { type: string }, string, string>(refused as never),
    ).toThrow(problem);
  });
});
