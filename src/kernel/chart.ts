/**
 * Charts: control states and legal moves, written as an XState machine and compiled into a table.
 *
 * XState defines; a table look-up runs. `compileChart` asks XState's pure `transition()` once about
 * every pair of state and event, and keeps the answers: where the move leads, which timers start
 * and stop, which actions are named. A chart has no context, guards or invoked actors: numbers live
 * in the sim's data, and the sim decides which event to send.
 *
 * A state is named by its leaf (`candidate`, also where it is nested), so leaf names must be unique
 * in a chart. A timer is a named delay of XState's `after`; when it fires, the sim sends the
 * timer's name as the event.
 */
import { type AnyStateMachine, initialTransition, type StateMachine, transition } from 'xstate';
import { interned } from './interned.ts';

/**
 * What a move entails. Starting a timer that runs restarts it; stopping one that does not run is
 * harmless.
 */
export type ChartEffect<Timer, Action> =
  | { readonly kind: 'start-timer'; readonly timer: Timer }
  | { readonly kind: 'stop-timer'; readonly timer: Timer }
  | { readonly kind: 'act'; readonly action: Action };

/** One edge of a chart. */
export interface ChartMove<State, Event, Timer = Event, Action = string> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
  readonly effects: readonly ChartEffect<Timer, Action>[];
}

export class IllegalMove extends Error {
  override readonly name = 'IllegalMove';
}

export class Chart<State extends string, Event extends string, Timer extends Event, Action> {
  readonly id: string;
  readonly initial: State;
  /** What entering the initial state entails. */
  readonly initialEffects: readonly ChartEffect<Timer, Action>[];
  /** Every legal move: the edges of the chart. */
  readonly moves: readonly ChartMove<State, Event, Timer, Action>[];
  /** Sees every move while it is set: for tests that count which edges are taken. */
  observer: ((move: ChartMove<string, string, string>) => void) | undefined = undefined;

  constructor(
    id: string,
    initial: State,
    initialEffects: readonly ChartEffect<Timer, Action>[],
    moves: readonly ChartMove<State, Event, Timer, Action>[],
  ) {
    this.id = id;
    this.initial = initial;
    this.initialEffects = initialEffects;
    this.moves = moves;
  }

  allows(state: State, event: Event): boolean {
    return this.moves.some((move) => move.from === state && move.event === event);
  }

  /**
   * The move that an event makes from a state. Throws IllegalMove where the chart has none. It
   * walks the edges, since charts are small, and comparing a few interned strings is quicker than
   * looking up two.
   */
  move(state: State, event: Event): ChartMove<State, Event, Timer, Action> {
    for (const move of this.moves) {
      if (move.event !== event || move.from !== state) continue;
      if (this.observer !== undefined) this.observer(move as ChartMove<string, string, string>);
      return move;
    }
    throw new IllegalMove(`the ${this.id} chart allows no "${event}" in state "${state}"`);
  }
}

/** For code that handles charts of any states and events. */
// biome-ignore lint/suspicious/noExplicitAny: a chart's types matter only to its sim
export type AnyChart = Chart<any, any, any, any>;

type Leaf<Value> = Value extends string ? Value : Leaf<Value[keyof Value]>;

// biome-ignore lint/suspicious/noExplicitAny: for type parameters of XState that matter to no chart
type Any = any;

/** A machine whose types `compileChart` reads: its events, actions, named delays and states. */
type Machine<
  Event extends { type: string },
  Action extends { type: string },
  Delay extends string,
  Value extends StateTree,
> = StateMachine<
  Any,
  Event,
  Any,
  Any,
  Action & { params: Any },
  Any,
  Delay,
  Value,
  Any,
  Any,
  Any,
  Any,
  Any,
  Any,
  Any
>;

type StateTree = string | { [state: string]: StateTree | undefined };

/** Tabulates a machine. Throws for anything that a chart cannot be: see the top of this file. */
export function compileChart<
  Event extends { type: string },
  Action extends { type: string },
  Delay extends string,
  Value extends StateTree,
>(
  machine: Machine<Event, Action, Delay, Value>,
): Chart<Leaf<Value>, Event['type'] | Delay, Delay, Action['type']> {
  return tabulate(machine as AnyStateMachine) as never;
}

/** Inside, the machine is walked without its types. */
type Snapshot = Any;
type StringMove = ChartMove<string, string, string, string>;
type StringEffect = ChartEffect<string, string>;

/**
 * Walks every (state, event) pair that can be reached. O(states x events) calls of `transition()`.
 */
function tabulate(machine: AnyStateMachine): Chart<string, string, string, string> {
  const fail = (problem: string): never => {
    throw new Error(`the machine ${machine.id} cannot be a chart: ${problem}`);
  };
  const [initial, initialActions] = initialTransition(machine) as [Snapshot, readonly unknown[]];
  if (Object.keys(initial.context as object).length > 0) fail('it has a context');

  const events = machine.events.filter((event) => event !== '*' && event !== 'xstate.init');
  const moves: StringMove[] = [];
  const seen = new Map<string, string>();
  const unexplored: Snapshot[] = [];
  const visit = (snapshot: Snapshot): string => {
    const name = leafOf(snapshot.value, fail);
    const value = JSON.stringify(snapshot.value);
    const known = seen.get(name);
    if (known === undefined) unexplored.push(snapshot);
    else if (known !== value) fail(`two of its states are named "${name}"`);
    seen.set(name, value);
    return name;
  };

  const initialState = visit(initial);
  for (let from = unexplored.pop(); from !== undefined; from = unexplored.pop()) {
    for (const type of events) {
      const event = { type };
      const transitions = machine.getTransitionData(from, event as never);
      if (transitions === undefined || transitions.length === 0) continue;
      if (transitions.some(({ guard }) => guard !== undefined)) fail(`"${type}" has a guard`);
      const [to, actions] = transition(machine, from, event as never) as [Snapshot, unknown[]];
      moves.push({
        from: leafOf(from.value, fail),
        event: timerOf(type, fail) ?? type,
        to: visit(to),
        effects: effectsOf(actions as readonly XStateAction[], fail),
      });
    }
  }
  const effects = effectsOf(initialActions as readonly XStateAction[], fail);
  return new Chart(machine.id, initialState, effects, moves);
}

type Fail = (problem: string) => never;

function leafOf(value: unknown, fail: Fail): string {
  if (typeof value === 'string') return value;
  const children = Object.values(value as Record<string, unknown>);
  return children.length === 1 ? leafOf(children[0], fail) : fail('it has parallel states');
}

interface XStateAction {
  readonly type: string;
  readonly params?: { event?: { type: string }; delay?: unknown; sendId?: string };
}

/** `xstate.after.electionTimeout.raft.follower` is the firing of the timer `electionTimeout`. */
function timerOf(eventType: string, fail: Fail): string | undefined {
  const timer = /^xstate\.after\.([^.]+)\./.exec(eventType)?.[1];
  if (timer !== undefined && /^\d/.test(timer)) return fail(`the delay ${timer} has no name`);
  return timer === undefined ? undefined : interned(timer);
}

function effectsOf(actions: readonly XStateAction[], fail: Fail): StringEffect[] {
  const effects = actions.map(({ type, params }): StringEffect => {
    if (type === 'xstate.cancel') {
      const timer = timerOf(params?.sendId ?? '', fail);
      return { kind: 'stop-timer', timer: timer ?? fail('it cancels an event of its own') };
    }
    if (type === 'xstate.raise') {
      const timer = timerOf(params?.event?.type ?? '', fail);
      return { kind: 'start-timer', timer: timer ?? fail('it raises an event of its own') };
    }
    if (type.startsWith('xstate.')) fail(`it uses ${type}`);
    return { kind: 'act', action: type };
  });
  // Leaving and entering the state of a timer stops and starts it: starting alone does the same.
  const started = new Set(effects.flatMap((e) => (e.kind === 'start-timer' ? [e.timer] : [])));
  return effects.filter((e) => !(e.kind === 'stop-timer' && started.has(e.timer)));
}
