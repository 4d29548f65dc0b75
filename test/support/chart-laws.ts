/** The laws that every compiled chart keeps: it is XState's machine, in a table. */
import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import { type AnyStateMachine, initialTransition, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import type { Chart } from '../../src/kernel/chart.ts';

type AnyChart = Chart<string, string, string, string>;

/** XState's name for the firing of a timer in the state in which it runs. */
function xstateEvents(machine: AnyStateMachine, event: string): { type: string }[] {
  const firings = machine.events.filter((type) => type.startsWith(`xstate.after.${event}.`));
  return firings.length > 0 ? firings.map((type) => ({ type })) : [{ type: event }];
}

function leaf(value: unknown): string {
  return typeof value === 'string' ? value : leaf(Object.values(value as object)[0]);
}

/** Walks the machine and its chart side by side: state, timers and actions agree at every step. */
export function walkTogether(
  machine: AnyStateMachine,
  chart: AnyChart,
  walk: readonly string[],
): Set<string> {
  const edges = new Set<string>();
  let [snapshot] = initialTransition(machine);
  let state = chart.initial;
  expect(leaf(snapshot.value)).toBe(state);
  for (const event of walk) {
    const running = xstateEvents(machine, event).find(
      (candidate) =>
        (machine.getTransitionData(snapshot as never, candidate as never)?.length ?? 0) > 0,
    );
    expect(chart.allows(state, event)).toBe(running !== undefined);
    if (running === undefined) {
      expect(() => chart.move(state, event)).toThrow('allows no');
      continue;
    }
    const [next, actions] = transition(machine, snapshot, running as never);
    const move = chart.move(state, event);
    expect(move.to).toBe(leaf(next.value));
    expect(effectsOf(move.effects)).toEqual(effectsOf(effectsOfActions(actions)));
    edges.add(`${move.from} ${move.event}`);
    snapshot = next;
    state = move.to;
  }
  return edges;
}

type Effect = { kind: string; timer?: string; action?: string };

/** What remains of a list of effects when a timer that is started is not also listed as stopped. */
function effectsOf(effects: readonly Effect[]): string[] {
  const started = effects.filter(({ kind }) => kind === 'start-timer').map(({ timer }) => timer);
  return effects
    .filter(({ kind, timer }) => !(kind === 'stop-timer' && started.includes(timer)))
    .map(({ kind, timer, action }) => `${kind} ${timer ?? action}`)
    .sort();
}

function effectsOfActions(actions: readonly { type: string; params?: unknown }[]): Effect[] {
  return actions.map(({ type, params }) => {
    const { event, sendId } = (params ?? {}) as { event?: { type: string }; sendId?: string };
    const timer = (event?.type ?? sendId ?? '').split('.')[2] ?? '';
    if (type === 'xstate.raise') return { kind: 'start-timer', timer };
    if (type === 'xstate.cancel') return { kind: 'stop-timer', timer };
    return { kind: 'act', action: type };
  });
}

/** Random walks over the events that the chart knows, legal or not. */
export function walks(chart: AnyChart): fc.Arbitrary<string[]> {
  const events = [...new Set(chart.moves.map(({ event }) => event))];
  return fc.array(fc.constantFrom(...events), { maxLength: 40 });
}

/**
 * Every state to which XState finds a path, and every edge, from that state, that the chart lists.
 */
export function expectEveryEdgeWalked(machine: AnyStateMachine, chart: AnyChart): void {
  const paths = getShortestPaths(machine);
  const reached = new Map(paths.map((path) => [leaf(path.state.value), path]));
  expect(new Set(reached.keys())).toEqual(
    new Set([chart.initial, ...chart.moves.map(({ to }) => to)]),
  );
  const walked = new Set<string>();
  for (const { from, event } of chart.moves) {
    const path = reached.get(from);
    const steps = (path?.steps ?? [])
      .map(({ event: { type } }) => /^xstate\.after\.([^.]+)\./.exec(type)?.[1] ?? type)
      .filter((type) => type !== 'xstate.init');
    for (const edge of walkTogether(machine, chart, [...steps, event])) walked.add(edge);
  }
  expect(walked.size).toBe(chart.moves.length);
}
