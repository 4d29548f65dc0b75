/** The words of `explore`: bounds, operations, stages and properties. */
import type { Bounds, Stage } from '../check/exploration.ts';
import { type ExploreOptions, modelOf, type ScenarioModel } from '../explore/of-scenario.ts';
import { parseRules } from '../lab/catalogue.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { parseAssignments } from '../lab/params.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { type LimitFlags, wholeNumber } from './limits.ts';
import type { QueueFlags } from './queue-flags.ts';

export interface ExploreFlags extends LimitFlags, QueueFlags {
  readonly without: readonly string[];
  readonly set: readonly string[];
  readonly bound: readonly string[];
  readonly operation: readonly string[];
  readonly operations: boolean;
  readonly stage: readonly string[];
  readonly property?: string;
  readonly reachable?: string;
  readonly all: boolean;
  readonly statesMax: string;
  readonly mibMax: string;
  readonly schedules?: string;
  readonly changes: string;
  readonly json: boolean;
}

/** Throws InputError for words that mean nothing to random schedules. */
export function refuseFlagsOfOrders(flags: ExploreFlags): void {
  const given = [
    ...(flags.bound.length > 0 ? ['--bound'] : []),
    ...(flags.operation.length > 0 ? ['--operation'] : []),
    ...(flags.operations ? [] : ['--no-operations']),
    ...(flags.stage.length > 0 ? ['--stage'] : []),
    ...(flags.reachable === undefined ? [] : ['--reachable']),
    ...(flags.all ? ['--all'] : []),
  ];
  if (given.length === 0) return;
  throw new InputError(
    `${given[0]} is for every order: with --schedules, a run goes as its scenario has it, and the first that breaks something is shown.`,
  );
}

/** Only those parameters that were given. */
export function givenParams({ params }: AnyScenario, set: readonly string[]): object {
  const given = set.map((text) => text.slice(0, text.indexOf('=')).trim());
  const all = parseAssignments(params, set) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(all).filter(([name]) => given.includes(name)));
}

export function optionsFrom(scenario: AnyScenario, flags: ExploreFlags): ExploreOptions {
  const params = givenParams(scenario, flags.set);
  const { bounds, reach } = boundsFrom(scenario, flags.bound);
  const operations = flags.operation.map((text) => operationFrom(text));
  const own = !flags.operations ? [] : operations.length > 0 ? operations : undefined;
  return {
    params,
    without: parseRules(scenario.sim.rules, flags.without),
    bounds,
    reach,
    operations: own,
  };
}

const choices: Readonly<Record<string, readonly string[]>> = {
  network: ['multiset', 'set', 'links'],
  disks: ['at-once', 'any-time'],
  ownMessages: ['first', 'any-time'],
  operations: ['in-order', 'by-node'],
  unheard: ['stay', 'arrive'],
};
const counts: readonly string[] = ['losses', 'duplicates', 'crashes', 'tears', 'starts'];

function boundsFrom(scenario: AnyScenario, texts: readonly string[]) {
  const model = modelOf(scenario);
  const timers = Object.keys(model.bounds.timeouts);
  const reaches = Object.keys(model.reach);
  const names = [...Object.keys(choices), ...counts, ...timers, ...reaches];
  const bounds: Record<string, unknown> = {};
  const timeouts: Record<string, number> = {};
  const reach: Record<string, number> = {};
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=').map((part) => part.trim());
    const words = Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (words !== undefined) {
      if (!words.includes(value)) {
        throw unknownChoice(
          `value of --bound ${name}`,
          value,
          words,
          `There are: ${words.join(', ')}.`,
        );
      }
      bounds[name] = value;
      continue;
    }
    if (!names.includes(name)) {
      throw unknownChoice('bound', name, names, `There are: ${names.join(', ')}.`);
    }
    const count = value === 'any' ? Infinity : wholeNumber(`--bound ${name}`, value, 0);
    if (counts.includes(name)) bounds[name] = count;
    else if (timers.includes(name)) timeouts[name] = count;
    else reach[name] = count;
  }
  return { bounds: { ...bounds, timeouts } as Partial<Bounds>, reach };
}

function operationFrom(text: string): object {
  try {
    const operation: unknown = JSON.parse(text);
    if (typeof operation === 'object' && operation !== null) return operation;
  } catch {
    // Said below.
  }
  throw new InputError(`--operation takes an operation as JSON, not "${text}".`);
}

export function stageFrom(text: string, { goals = [], properties = [] }: ScenarioModel): Stage {
  const [word = '', messages = 'kept'] = text.split(':');
  const goal = idFrom('goal or property', word, [...goals, ...properties]);
  const words = ['kept', 'dropped'];
  if (!words.includes(messages))
    throw unknownChoice('word', messages, words, 'Say kept or dropped.');
  return { goal, keepsMessages: messages === 'kept' };
}

export function propertyFrom(property: string | undefined, { properties = [] }: ScenarioModel) {
  return property === undefined ? undefined : idFrom('property', property, properties);
}

export function goalFrom(goal: string | undefined, { goals = [] }: ScenarioModel) {
  return goal === undefined ? undefined : idFrom('goal', goal, goals);
}

function idFrom(what: string, word: string, things: readonly { readonly id: string }[]): string {
  const ids = things.map(({ id }) => id);
  if (ids.includes(word)) return word;
  throw unknownChoice(what, word, ids, `There are: ${ids.join(', ')}.`);
}
