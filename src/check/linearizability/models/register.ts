/** Registers: they hold one value, nil before the first write. */
import { type Call, type Model, type ModelOptions, type Reading, saysNothing } from '../model.ts';
import { inWords, isPair, keyOf, type Value } from '../value.ts';

/** No text gives this keyword. */
const unseen: Value = { keyword: '' };

export const register: Model<Value> = {
  id: 'register',
  says: 'a register with read and write',
  functions: ['read', 'write'],
  initial: (value = null) => value,
  unseen,
  actionOf: (call, options) => (call.f === 'read' ? read(call, options) : write(call)),
  keyOf,
  inWords: (value) =>
    value === unseen ? 'holds what no read has seen' : `holds ${inWords(value)}`,
};

export const casRegister: Model<Value> = {
  ...register,
  id: 'cas-register',
  says: 'a register with read, write and compare-and-set',
  functions: ['read', 'write', 'cas'],
  actionOf: (call, options) =>
    call.f === 'cas' ? compareAndSet(call) : register.actionOf(call, options),
};

function read({ output, completed }: Call, options: ModelOptions): Reading<Value> {
  if (!completed || saysNothing(output, options)) return 'unconstrained';
  const seen = output as Value;
  const key = keyOf(seen);
  const isSeen = (state: Value) => keyOf(state) === key;
  return {
    words: `read ${inWords(seen, Infinity)}`,
    reads: true,
    step: (state) => (isSeen(state) ? state : undefined),
    // Nothing is ever added to a register: what it holds is read, or overwritten.
    canFollow: isSeen,
  };
}

function write({ input, output }: Call): Reading<Value> {
  const value = input ?? output ?? null;
  const words = `write ${inWords(value, Infinity)}`;
  return { words, reads: false, undoes: 'all', step: () => value };
}

/**
 * One that failed did not happen; one that came back, or is pending, found the old value. One that
 * was refused found another.
 */
function compareAndSet({ input, output, refused }: Call): Reading<Value> {
  const pair = isPair(input) ? input : output;
  if (!isPair(pair)) return { wrong: 'a cas needs a pair [old new]' };
  const [from, to] = pair;
  const key = keyOf(from);
  const words = `cas ${inWords(from, Infinity)} → ${inWords(to, Infinity)}`;
  const found = (state: Value) => state !== unseen && keyOf(state) === key;
  if (refused) {
    const differs = (state: Value) => state !== unseen && !found(state);
    return {
      words: `${words} refused`,
      reads: true,
      step: (state) => (differs(state) ? state : undefined),
      canFollow: differs,
    };
  }
  return { words, reads: false, undoes: 'some', step: (state) => (found(state) ? to : undefined) };
}
