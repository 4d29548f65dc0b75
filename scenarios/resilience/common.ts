/**
 * A scenario of resilience compares *arms*: callers that differ in one thing, each with a service of its
 * own. Here is what arms have in common: how they are built, measured and drawn.
 */
import { type Policy, stack } from '../../sims/resilience/call.ts';
import { type Answered, type OpenClientOptions, openClient } from '../../sims/resilience/client.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import type { ResilienceRules } from '../../sims/resilience/rules.ts';
import type { Service } from '../../sims/resilience/service/service.ts';
import { System } from '../../sims/resilience/system.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import type { Plot } from '../../src/check/plot.ts';
import type { Series } from '../../src/check/series.ts';
import type { World } from '../../src/world/world.ts';

/** What `build` gets, with a system in its world. */
export function inSystem<Setup extends { readonly world: World; readonly rules: ResilienceRules }>(
  setup: Setup,
): Setup & { readonly system: System; readonly nowMs: () => number } {
  const { world, rules } = setup;
  return { ...setup, system: new System(world, rules), nowMs: () => world.kernel.nowMs };
}

/** What links take of a call: a millisecond there, and one back. */
export const linksMs = 2;

interface Asking extends Omit<OpenClientOptions, 'name' | 'call' | 'onAnswer'> {
  /** What the streams of its draws are called: the first word of its node’s name unless told. */
  readonly name?: string;
  /** Around each call, outermost first. */
  readonly policies: readonly Policy[];
  /** `asked`: requests of these callers so far. */
  readonly onAnswer?: (answered: Answered, asked: number) => void;
}

/** Adds a node of callers that ask one service; `asking` is made at each start of the node. */
export function addCaller(
  system: System,
  node: string,
  service: Service,
  asking: (machine: Machine) => Asking,
  luck?: string,
): void {
  const [name = node] = node.split('-');
  const start = (machine: Machine) => {
    const { policies, onAnswer, ...options } = asking(machine);
    const client = openClient(machine, {
      name,
      ...options,
      call: stack(policies)(machine.call(service)),
      onAnswer: (answered) => onAnswer?.(answered, client.asked),
    });
  };
  system.caller(node, start, luck);
}

/** A value for each key. */
export function each<const Key extends string, Value>(
  keys: readonly Key[],
  make: (key: Key) => Value,
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<Key, Value>;
}

/** The same under names that end in `suffix`: `noneGoodput` for `none`. */
export function eachNamed<const Key extends string, Suffix extends string, Value>(
  keys: readonly Key[],
  suffix: Suffix,
  make: (key: Key) => Value,
): Readonly<Record<`${Key}${Suffix}`, Value>> {
  const entries = keys.map((key) => [`${key}${suffix}`, make(key)]);
  return Object.fromEntries(entries) as Record<`${Key}${Suffix}`, Value>;
}

/** How the requests of a client ended. */
export class Tally {
  asked = 0;
  answered = 0;
  rejected = 0;
  /** The share that was answered; undefined where nobody has asked. */
  get share(): number | undefined {
    return this.asked === 0 ? undefined : this.answered / this.asked;
  }

  /** For a client’s `onAnswer`. */
  add({ failure }: Answered): void {
    this.asked += 1;
    if (failure === undefined) this.answered += 1;
    else if (failure.kind === 'rejected') this.rejected += 1;
  }
}

/** Holds if one of the services is once so. */
export const someService = (id: string, says: string, test: (service: Service) => boolean) =>
  sometimes<System>(id, says, ({ services }) => services.some(test));

export const turnedAway: Goal<System> = someService(
  'turned-away',
  'the service turns a request away',
  ({ refused }) => refused > 0,
);

/** A line of a plot that goes on at zero where its series ends early. */
export function toTheEnd(series: Series, endMs: number): readonly (readonly [number, number])[] {
  const { points, bucketMs } = series;
  const lastMs = points.at(-1)?.[0] ?? -bucketMs;
  const after = lastMs + bucketMs;
  return after > endMs ? points : [...points, [after, 0] as const, [endMs, 0] as const];
}

interface OverTime {
  readonly title: string;
  readonly yLabel: string;
  readonly endMs: number;
  readonly lines: readonly (readonly [name: string, series: Series])[];
  readonly marks?: readonly (readonly [atMs: number, label: string])[];
}

/** A plot of series over virtual time. */
export const plotOverTime = ({ title, yLabel, endMs, lines, marks = [] }: OverTime): Plot => ({
  title,
  xLabel: 'ms',
  yLabel,
  lines: lines.map(([name, series]) => ({ name, points: toTheEnd(series, endMs) })),
  marks: marks.map(([x, label]) => ({ x, label })),
});

/** The items if the condition holds, and none otherwise. */
export const when = <Item>(condition: boolean, ...items: readonly Item[]): readonly Item[] =>
  condition ? items : [];
