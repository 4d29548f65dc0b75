/**
 * Histories of clients that act on real objects at the same time: linearizable, since each operation
 * takes effect at one instant while it is open; and what is not, once a read is changed.
 */

import type { HistoryEvent } from '../../src/check/linearizability/history.ts';
import type { Value } from '../../src/check/linearizability/value.ts';
import { must } from '../../src/kernel/must.ts';
import { chance, pick, type RandomStream, RandomStreams } from '../../src/kernel/random.ts';

export interface HistoryOptions {
  readonly seed: string;
  readonly operations: number;
  readonly clients: number;
  readonly keys: number;
  /** How many of the operations are reads. */
  readonly reads: number;
  /** How many of the others end with info, which may or may not have taken effect. */
  readonly lost: number;
  readonly model: 'cas-register' | 'key-value';
}

interface Step {
  readonly process: number;
  readonly f: string;
  readonly key: string;
  readonly input: Value;
  readonly calledAt: number;
  readonly effectAt: number;
  readonly returnedAt: number;
  readonly end: 'ok' | 'info' | 'lost';
  output: Value;
  fails: boolean;
}

/** Of a history, the value that a read is to have instead. */
export type Change = (value: Value) => Value;

/** With `change`, one read in the last third says something else. */
export function randomHistory(options: HistoryOptions, change?: Change): HistoryEvent[] {
  const stream = new RandomStreams(options.seed).stream('history');
  const steps = stepsOf(options, stream);
  takeEffect(steps);
  if (change !== undefined) {
    const reads = steps.filter(({ f, output }) => f === readOf(options) && output !== null);
    const changed = reads[Math.floor(reads.length * 0.7)];
    if (changed !== undefined) changed.output = change(changed.output);
  }
  return eventsOf(steps);
}

const readOf = ({ model }: HistoryOptions) => (model === 'key-value' ? 'get' : 'read');

function stepsOf(options: HistoryOptions, stream: RandomStream): Step[] {
  const { operations, clients, keys, reads, lost } = options;
  const freeAt = Array.from({ length: clients }, () => stream());
  const processes = Array.from({ length: clients }, (_, client) => client);
  return Array.from({ length: operations }, (_, number) => {
    const client = freeAt.indexOf(Math.min(...freeAt));
    const calledAt = must(freeAt[client], 'time when the client is free');
    const lastsFor = 2 * stream();
    const isRead = chance(stream, reads);
    const end: Step['end'] =
      !isRead && chance(stream, lost) ? pick(stream, ['info', 'lost'] as const) : 'ok';
    const step = {
      process: must(processes[client], 'process of the client'),
      ...(isRead ? { f: readOf(options), input: null } : change(options, number, stream)),
      key: String(Math.floor(stream() * keys)),
      calledAt,
      effectAt: calledAt + stream() * lastsFor,
      returnedAt: calledAt + lastsFor,
      end,
      output: null,
      fails: false,
    };
    if (end !== 'ok') processes[client] = clients + number;
    freeAt[client] = calledAt + lastsFor + stream();
    return step;
  });
}

function change({ model }: HistoryOptions, number: number, stream: RandomStream) {
  if (model === 'key-value') {
    return { f: chance(stream, 0.9) ? 'append' : 'put', input: `(${number})` };
  }
  const value = () => Math.floor(stream() * 5);
  return chance(stream, 0.5)
    ? { f: 'write', input: value() }
    : { f: 'cas', input: [value(), value()] };
}

function takeEffect(steps: readonly Step[]): void {
  const state = new Map<string, Value>();
  for (const step of steps.toSorted((a, b) => a.effectAt - b.effectAt)) {
    const before = state.get(step.key) ?? (step.f === 'get' || step.f === 'append' ? '' : null);
    step.output = step.input;
    if (step.f === 'read' || step.f === 'get') step.output = before;
    else if (step.end === 'lost') continue;
    else if (step.f === 'append') state.set(step.key, `${before}${step.input}`);
    else if (step.f === 'cas') {
      const [from, to] = step.input as [Value, Value];
      step.fails = from !== before;
      if (!step.fails) state.set(step.key, to);
    } else state.set(step.key, step.input);
  }
}

function eventsOf(steps: readonly Step[]): HistoryEvent[] {
  const events = steps.flatMap(({ process, f, key, input, output, end, fails, ...at }) => [
    { at: at.calledAt, event: { type: 'invoke' as const, process, f, key, value: input } },
    {
      at: at.returnedAt,
      event: {
        type: end !== 'ok' ? ('info' as const) : fails ? ('fail' as const) : ('ok' as const),
        process,
        f,
        key,
        value: output,
      },
    },
  ]);
  return events.sort((a, b) => a.at - b.at).map(({ event }) => event);
}
