/**
 * A scenario of resilience compares *arms*: callers that differ in one thing, each with its own
 * service. This file builds, measures and plots what all arms share.
 */

import type { Policy } from '../../sims/resilience/call.ts';
import { stack } from '../../sims/resilience/call.ts';
import {
  type Answered,
  type OpenClient,
  type OpenClientOptions,
  openClient,
} from '../../sims/resilience/client.ts';
import type { Machine } from '../../sims/resilience/machine.ts';
import type { Service } from '../../sims/resilience/service/service.ts';
import type { System } from '../../sims/resilience/system.ts';
import type { Gauge } from '../../src/check/metric.ts';

/** Link latency of a call: one millisecond in each direction. */
export const linksMs = 2;

interface Asking extends Omit<OpenClientOptions, 'name' | 'call' | 'onAnswer'> {
  /** Names the streams of its draws (default: the first word of its node's name). */
  readonly name?: string;
  /** Policies around each call, outermost first (default: none). */
  readonly policies?: readonly Policy[];
  /** `asked`: requests of these callers so far. */
  readonly onAnswer?: (answered: Answered, asked: number) => void;
}

/** Callers on a started machine, which call one service. */
export function askFrom(
  machine: Machine,
  name: string,
  service: Service,
  asking: Asking,
): OpenClient {
  const { policies = [], onAnswer, ...options } = asking;
  const client = openClient(machine, {
    name,
    ...options,
    call: stack(policies)(machine.call(service)),
    onAnswer: (answered) => onAnswer?.(answered, client.asked),
  });
  return client;
}

/**
 * Adds a node of callers that call one service; `asking` runs at each start of the node, and can
 * read the number of requests since.
 */
export function addCaller(
  system: System,
  node: string,
  service: Service,
  asking: (machine: Machine, asked: () => number) => Asking,
  luck?: string,
): void {
  const [name = node] = node.split('-');
  const start = (machine: Machine) => {
    let client: OpenClient | undefined;
    const asked = () => client?.asked ?? 0;
    client = askFrom(machine, name, service, asking(machine, asked));
  };
  system.caller(node, start, luck);
}

/** The arms of a scenario, from the description of each. */
export const armsOf = <Arm extends string>(says: Readonly<Record<Arm, string>>): readonly Arm[] =>
  Object.keys(says) as Arm[];

/** A value for each key. */
export function each<const Key extends string, Value>(
  keys: readonly Key[],
  make: (key: Key) => Value,
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<Key, Value>;
}

/** The same, with `suffix` appended to the names: `noneGoodput` for `none`. */
export function eachNamed<const Key extends string, Suffix extends string, Value>(
  keys: readonly Key[],
  suffix: Suffix,
  make: (key: Key) => Value,
): Readonly<Record<`${Key}${Suffix}`, Value>> {
  const entries = keys.map((key) => [`${key}${suffix}`, make(key)]);
  return Object.fromEntries(entries) as Record<`${Key}${Suffix}`, Value>;
}

/** The same, under node names: `service-none` for `none`. */
export const eachNode = <const Key extends string, Value>(
  node: string,
  keys: readonly Key[],
  make: (key: Key) => Value,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(keys.map((key) => [`${node}-${key}`, make(key)]));

/** The same, under the words that a reader sees, for the lines of a plot. */
export function eachSaid<Key extends string, Value>(
  says: Readonly<Record<Key, string>>,
  make: (key: Key) => Value,
): Readonly<Record<string, Value>> {
  const entries = Object.entries(says) as [Key, string][];
  return Object.fromEntries(entries.map(([key, words]) => [words, make(key)]));
}

/** How a client's requests ended. */
export class Tally {
  asked = 0;
  answered = 0;
  rejected = 0;
  /** The share that was answered; undefined if there was no request. */
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

/** For a client's `onAnswer`: records the share that was answered in a metric. */
export function shareIn(metric: Gauge): (answered: Answered) => void {
  const tally = new Tally();
  return (answered) => {
    tally.add(answered);
    metric.set(tally.share ?? 0);
  };
}

/** Records the largest of the given values in a metric. */
export function largestIn(metric: Gauge): (value: number) => void {
  return (value) => metric.set(Math.max(metric.value ?? value, value));
}

/** The share of good answers among the last `count` answers. */
export function lastAnswers(size: number) {
  const ring: boolean[] = [];
  let place = 0;
  let good = 0;
  return {
    add(isGood: boolean): void {
      if (ring[place] === true) good -= 1;
      ring[place] = isGood;
      if (isGood) good += 1;
      place = (place + 1) % size;
    },
    answered: () => (ring.length === 0 ? 1 : good / ring.length),
  };
}
