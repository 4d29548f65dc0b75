/** A counter: a number that is added to, and read. */
import { type Call, type Model, type ModelOptions, type Reading, saysNothing } from '../model.ts';
import type { Value } from '../value.ts';

const increments = ['inc', 'incr', 'increment'];
const decrements = ['dec', 'decr', 'decrement'];

export const counter: Model<number> = {
  id: 'counter',
  says: 'a counter with add, inc, dec and read',
  functions: ['read', 'add', ...increments, ...decrements],
  initial: (value) => (typeof value === 'number' ? value : 0),
  actionOf: (call, options) => {
    if (call.f === 'read') return read(call, options);
    const sign = decrements.includes(call.f) ? -1 : 1;
    return add(call, call.f === 'add' ? undefined : 1, sign);
  },
  keyOf: String,
  inWords: (value) => `is at ${value}`,
};

function read({ output, completed }: Call, options: ModelOptions): Reading<number> {
  if (!completed || saysNothing(output, options)) return 'unconstrained';
  const seen = output === null ? 0 : asNumber(output);
  if (seen === undefined) return { wrong: 'a read of a counter gives a number' };
  return {
    words: `read ${seen}`,
    reads: true,
    step: (value) => (value === seen ? value : undefined),
    canFollow: (value) => value <= seen,
  };
}

function add({ f, input }: Call, byDefault: number | undefined, sign: number): Reading<number> {
  const amount = input === null || input === undefined ? byDefault : asNumber(input);
  if (amount === undefined) return { wrong: `${f} needs a number` };
  const change = sign * amount;
  const words = `${f} ${amount}`;
  const step = (value: number) => value + change;
  return { words, reads: false, step, ...(change < 0 ? { undoes: 'some' } : {}) };
}

function asNumber(value: Value | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
