/** The models that a history can be checked against. */
import type { Operation } from './history.ts';
import type { AnyModel } from './model.ts';
import { counter } from './models/counter.ts';
import { keyValue } from './models/key-value.ts';
import { list } from './models/list.ts';
import { mutex } from './models/mutex.ts';
import { queue } from './models/queue.ts';
import { casRegister, register } from './models/register.ts';
import { set } from './models/set.ts';
import { elementsOf } from './value.ts';

export const models: readonly AnyModel[] = [
  register,
  casRegister,
  keyValue,
  queue,
  mutex,
  counter,
  set,
  list,
];

/**
 * The models that a history may be of, by its functions: one where there is no doubt. Of registers
 * the simplest that will do; where the history is of several keys, a key-value store.
 */
export function modelsThatFit(operations: readonly Operation[]): readonly AnyModel[] {
  const functions = [...new Set(operations.map(({ f }) => f))];
  const hasKeys = operations.some(({ key }) => key !== undefined);
  const knowing = models.filter((model) => functions.every((f) => model.functions.includes(f)));
  if (functions.includes('append') && knowing.includes(list)) {
    return [isOfTexts(operations) ? keyValue : list];
  }
  if (knowing.includes(keyValue)) {
    const registers = knowing.filter((model) => model === register || model === casRegister);
    return hasKeys || registers.length === 0 ? [keyValue] : registers.slice(0, 1);
  }
  return knowing.length > 1 ? knowing.filter((model) => fitsReads(model, operations)) : knowing;
}

/** Are texts appended to a text, as in Porcupine's key-value store, and not elements to a list? */
function isOfTexts(operations: readonly Operation[]): boolean {
  return operations.every(({ f, input, output }) =>
    f === 'append' ? typeof input === 'string' : elementsOf(output) === undefined,
  );
}

/** Does what was read look like a value of the model: a number for a counter, a list for a set? */
function fitsReads(model: AnyModel, operations: readonly Operation[]): boolean {
  return operations.every(({ f, output }) => {
    if (f !== 'read' || output === undefined || output === null) return true;
    return model === set ? elementsOf(output) !== undefined : typeof output === 'number';
  });
}
