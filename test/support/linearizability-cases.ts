/** Each model with its oracle and with operations that collide often. */
import {
  checkLinearizability,
  defaultCheckOptions,
} from '../../src/check/linearizability/check.ts';
import type { Operation } from '../../src/check/linearizability/history.ts';
import type { AnyModel } from '../../src/check/linearizability/model.ts';
import { counter } from '../../src/check/linearizability/models/counter.ts';
import { keyValue } from '../../src/check/linearizability/models/key-value.ts';
import { list } from '../../src/check/linearizability/models/list.ts';
import { mutex } from '../../src/check/linearizability/models/mutex.ts';
import { queue } from '../../src/check/linearizability/models/queue.ts';
import { casRegister, register } from '../../src/check/linearizability/models/register.ts';
import { set } from '../../src/check/linearizability/models/set.ts';
import {
  counterObject,
  listObject,
  mutexObject,
  type ObjectToCheck,
  queueObject,
  registerObject,
  setObject,
  textObject,
} from './brute-force-linearizability.ts';
import type { Deed } from './history-shapes.ts';

export interface Case {
  readonly model: AnyModel;
  readonly object: ObjectToCheck;
  readonly menu: readonly Deed[];
}

const reads = (...values: Deed['output'][]): Deed[] =>
  values.map((output) => ({ f: 'read', output: output as never }));

const refusals: readonly Deed[] = [
  { f: 'write', input: 1 },
  { f: 'write', input: 2 },
  { f: 'cas', input: [1, 2] },
  { f: 'cas', input: [1, 2], refused: true },
  ...reads(1, 2),
];

export const cases: readonly Case[] = [
  {
    model: register,
    object: registerObject,
    menu: [{ f: 'write', input: 1 }, { f: 'write', input: 2 }, ...reads(1, 2, null)],
  },
  {
    model: casRegister,
    object: registerObject,
    menu: [
      { f: 'write', input: 1 },
      { f: 'cas', input: [1, 2] },
      { f: 'cas', input: [2, 1] },
      ...reads(1, 2),
    ],
  },
  {
    model: keyValue,
    object: textObject,
    menu: [
      { f: 'put', input: 'x' },
      { f: 'append', input: 'x' },
      { f: 'append', input: 'y' },
      { f: 'get', output: '' },
      { f: 'get', output: 'x' },
      { f: 'get', output: 'xy' },
    ],
  },
  {
    model: queue,
    object: queueObject,
    menu: [
      { f: 'enqueue', input: 1 },
      { f: 'enqueue', input: 2 },
      { f: 'dequeue', output: 1 },
      { f: 'dequeue', output: 2 },
      { f: 'dequeue', output: null },
    ],
  },
  { model: mutex, object: mutexObject, menu: [{ f: 'acquire' }, { f: 'release' }] },
  {
    model: counter,
    object: counterObject,
    menu: [{ f: 'add', input: 1 }, { f: 'add', input: 2 }, ...reads(0, 1, 2, 3)],
  },
  {
    model: set,
    object: setObject,
    menu: [
      { f: 'add', input: 1 },
      { f: 'add', input: 2 },
      { f: 'remove', input: 1 },
      ...reads([], [1], [2, 1]),
    ],
  },
  {
    model: list,
    object: listObject,
    menu: [
      { f: 'append', input: 1 },
      { f: 'append', input: 2 },
      ...reads(null, [1], [1, 2], [2, 1]),
    ],
  },
  { model: casRegister, object: registerObject, menu: refusals },
  { model: keyValue, object: registerObject, menu: refusals },
];

/** The checker, with nil as a value like any other. */
export function check(operations: readonly Operation[], { model }: Case) {
  return checkLinearizability(operations, model, { ...defaultCheckOptions, nilReads: 'absent' });
}
