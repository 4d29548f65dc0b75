/**
 * Goal: histories mean what Jepsen means by them.
 * Method: small histories, one for each sentence.
 */
import { describe, expect, test } from 'vitest';
import {
  checkLinearizability,
  defaultCheckOptions,
} from '../../../src/check/linearizability/check.ts';
import { HistoryError, operationsOf } from '../../../src/check/linearizability/history.ts';
import { hasKeysInValues, withKeysFromValues } from '../../../src/check/linearizability/keyed.ts';
import { casRegister } from '../../../src/check/linearizability/models/register.ts';
import { models, modelsThatFit } from '../../../src/check/linearizability/models.ts';
import { eventsIn } from '../../support/history-events.ts';

const operationsIn = (edn: string) => operationsOf(eventsIn(edn));

function verdict(modelId: string, edn: string, options = {}) {
  const model = models.find(({ id }) => id === modelId);
  if (model === undefined) throw new Error(modelId);
  const { operations } = operationsIn(edn);
  return checkLinearizability(operations, model, { ...defaultCheckOptions, ...options }).verdict;
}

const event = (process: number, type: string, f: string, value: string) =>
  `{:process ${process}, :type :${type}, :f :${f}, :value ${value}}\n`;

const wrote1 = event(0, 'invoke', 'write', '1') + event(0, 'ok', 'write', '1');
const read = (value: string) => event(1, 'invoke', 'read', 'nil') + event(1, 'ok', 'read', value);

describe('what became of an operation', () => {
  test('ok: it took effect while it was open', () => {
    expect(verdict('register', wrote1 + read('1'))).toBe('linearizable');
    expect(verdict('register', wrote1 + read('2'))).toBe('not-linearizable');
    const overlapping = event(1, 'invoke', 'read', 'nil') + wrote1 + event(1, 'ok', 'read', 'nil');
    expect(verdict('register', overlapping, { nilReads: 'absent' })).toBe('linearizable');
  });

  test('fail: it did not happen', () => {
    const failed = event(2, 'invoke', 'write', '2') + event(2, 'fail', 'write', '2');
    expect(verdict('register', wrote1 + failed + read('1'))).toBe('linearizable');
    expect(verdict('register', wrote1 + failed + read('2'))).toBe('not-linearizable');
    expect(operationsIn(wrote1 + failed)).toMatchObject({ failed: 1 });
  });

  test.each(['info', 'nothing'])('%s: a write stays pending for ever, a read is dropped', (end) => {
    const infoOf = (process: number, f: string) =>
      end === 'info' ? event(process, 'info', f, ':timed-out') : '';
    const pending = event(2, 'invoke', 'write', '2') + infoOf(2, 'write');
    const lostRead = event(3, 'invoke', 'read', 'nil') + infoOf(3, 'read');
    const history = wrote1 + pending + lostRead;
    expect(verdict('register', history + read('1'))).toBe('linearizable');
    expect(verdict('register', history + read('1') + read('1') + read('2'))).toBe('linearizable');
    expect(verdict('register', history + read('2') + read('1'))).toBe('not-linearizable');
  });

  test('a pending cas may have happened, where it could', () => {
    const pending = event(2, 'invoke', 'cas', '[1 2]') + event(2, 'info', 'cas', '[1 2]');
    expect(verdict('cas-register', wrote1 + pending + read('2'))).toBe('linearizable');
    const impossible = pending.replaceAll('[1 2]', '[3 2]');
    expect(verdict('cas-register', wrote1 + impossible + read('2'))).toBe('not-linearizable');
  });

  test('an ok read without a value is legal anywhere; nil can be taken to say: nothing there', () => {
    const without = wrote1 + read('nil').replace(/, :value nil\}\n$/, '}\n');
    expect(verdict('register', without, { nilReads: 'absent' })).toBe('linearizable');
    expect(verdict('register', wrote1 + read('nil'))).toBe('linearizable');
    expect(verdict('register', wrote1 + read('nil'), { nilReads: 'absent' })).toBe(
      'not-linearizable',
    );
    expect(verdict('register', read('nil') + wrote1, { nilReads: 'absent' })).toBe('linearizable');
  });

  test('what the object held before can be said', () => {
    expect(verdict('register', read('7'))).toBe('not-linearizable');
    expect(verdict('register', read('7'), { initial: 7 })).toBe('linearizable');
  });

  test('a nemesis is not a client', () => {
    const nemesis = '{:process :nemesis, :type :info, :f :start, :value "cut off"}\n';
    expect(operationsIn(nemesis + wrote1 + nemesis)).toMatchObject({ skippedEvents: 2 });
  });
});

describe('what a process cannot have done', () => {
  test.each([
    [
      event(0, 'invoke', 'read', 'nil') + event(0, 'invoke', 'read', 'nil'),
      'line 2: process 0 invokes read while its read in line 1 is still open: a process has one operation open at a time',
    ],
    [event(3, 'ok', 'read', '1'), 'line 1: process 3 reports ok of a read that it did not invoke'],
    [
      event(3, 'invoke', 'read', 'nil') + event(3, 'ok', 'write', '1'),
      'line 2: process 3 reports ok of a write, but what it invoked in line 1 is a read',
    ],
    [
      event(3, 'invoke', 'write', '1') +
        event(3, 'info', 'write', '1') +
        wrote1.replaceAll('0', '3'),
      'line 3: process 3 acts again after its write ended with info in line 1',
    ],
  ])('%s', (edn, message) => {
    expect(() => operationsIn(edn)).toThrow(HistoryError);
    expect(() => operationsIn(edn)).toThrow(message);
  });
});

describe('several objects', () => {
  const tuple = (process: number, f: string, input: string, output = input) =>
    event(process, 'invoke', f, input) + event(process, 'ok', f, output);
  const history =
    tuple(0, 'write', '[:x 1]') + tuple(1, 'write', '[:y 2]') + tuple(0, 'cas', '[:x [1 3]]');

  test('pairs of key and value are told from values', () => {
    const keyed = (edn: string) => hasKeysInValues(operationsIn(edn).operations);
    expect(keyed(history)).toBe(true);
    expect(keyed(tuple(0, 'write', '[:x 1]') + tuple(1, 'read', '[:x nil]', '[:x 1]'))).toBe(true);
    expect(keyed(tuple(0, 'cas', '[1 2]'))).toBe(false);
    expect(keyed(tuple(0, 'write', '[1 2]') + tuple(1, 'read', 'nil', '[1 2]'))).toBe(false);
    expect(keyed(wrote1)).toBe(false);
  });

  test('each is checked by itself', () => {
    const check = (edn: string) => {
      const operations = withKeysFromValues(operationsIn(edn).operations);
      const [model] = modelsThatFit(operations);
      return checkLinearizability(operations, model as never);
    };
    expect(check(history + tuple(2, 'read', '[:x nil]', '[:x 3]'))).toMatchObject({
      verdict: 'linearizable',
      keys: [
        { key: { keyword: 'x' }, operations: 3 },
        { key: { keyword: 'y' }, operations: 1 },
      ],
    });
    expect(check(history + tuple(2, 'read', '[:y nil]', '[:y 3]'))).toMatchObject({
      verdict: 'not-linearizable',
      violation: { key: { keyword: 'y' }, states: ['holds 2'] },
    });
  });
});

describe('models', () => {
  test('an operation that a model does not know is named, with its line', () => {
    expect(() => verdict('register', wrote1 + event(4, 'invoke', 'cas', '[1 2]'))).toThrow(
      'line 3: the model register knows no cas: it knows read, write',
    );
  });

  test.each([
    ['read write', wrote1 + read('1'), ['register']],
    ['read write cas', wrote1 + event(1, 'invoke', 'cas', '[1 2]'), ['cas-register']],
    ['put get', event(1, 'invoke', 'put', '1') + event(2, 'invoke', 'get', 'nil'), ['key-value']],
    ['enqueue', event(1, 'invoke', 'enqueue', '1'), ['queue']],
    ['acquire', event(1, 'invoke', 'acquire', 'nil'), ['mutex']],
    ['add, a number read', event(0, 'invoke', 'add', '1') + read('1'), ['counter']],
    ['add, a list read', event(0, 'invoke', 'add', '1') + read('[1]'), ['set']],
    ['add alone', event(0, 'invoke', 'add', '1'), ['counter', 'set']],
    ['nothing known', event(0, 'invoke', 'txn', 'nil'), []],
  ])('are guessed from the operations: %s', (_, edn, ids) => {
    expect(modelsThatFit(operationsIn(edn).operations).map(({ id }) => id)).toEqual(ids);
  });

  test('a drain is as many dequeues, with room for others in between', () => {
    const enqueue = (value: number) =>
      event(0, 'invoke', 'enqueue', `${value}`) + event(0, 'ok', 'enqueue', `${value}`);
    const drains = [
      event(1, 'invoke', 'drain', 'nil') + event(2, 'invoke', 'drain', 'nil'),
      event(1, 'ok', 'drain', '[1 3]') + event(2, 'ok', 'drain', '[2]'),
    ].join('');
    expect(verdict('queue', enqueue(1) + enqueue(2) + enqueue(3) + drains)).toBe('linearizable');
    expect(verdict('queue', enqueue(1) + enqueue(3) + drains)).toBe('not-linearizable');
  });

  test('a key that nobody wrote reads as nothing; other values are collected by append', () => {
    const call = (f: string, input: string, output = input) =>
      event(0, 'invoke', f, input) + event(0, 'ok', f, output);
    const empty = call('get', 'nil', '""') + call('get', 'nil', '[]');
    expect(verdict('key-value', empty)).toBe('linearizable');
    const lists = call('append', '1') + call('append', '2') + call('get', 'nil', '[1 2]');
    expect(verdict('key-value', lists)).toBe('linearizable');
    const texts = call('append', '"a"') + call('append', '"b"') + call('get', 'nil', '"ab"');
    expect(verdict('key-value', texts)).toBe('linearizable');
    expect(verdict('key-value', texts + call('delete', 'nil') + call('get', 'nil', '"ab"'))).toBe(
      'not-linearizable',
    );
  });
});

describe('the budget', () => {
  /** Fourteen writes and a cas at once, and then a read that no order of them explains. */
  const writers = Array.from({ length: 14 }, (_, writer) => writer);
  const hard =
    writers.map((i) => event(i + 10, 'invoke', 'write', `${i}`)).join('') +
    event(30, 'invoke', 'cas', '[0 100]') +
    writers.map((i) => event(i + 10, 'ok', 'write', `${i}`)).join('') +
    event(30, 'ok', 'cas', '[0 100]') +
    read('99');

  test('that runs out is unknown, never a refutation', () => {
    expect(verdict('cas-register', hard, { triesMax: 50 })).toBe('unknown');
    expect(verdict('cas-register', hard, { bytesMax: 1 })).toBe('unknown');
    expect(verdict('cas-register', hard)).toBe('not-linearizable');
  });

  test('is shared by turns: a key that is refuted at once need not wait for a hard one', () => {
    const keyed = (edn: string, key: string, offset: number) =>
      edn
        .replaceAll(/:process (\d+)/g, (_, process) => `:process ${Number(process) + offset}`)
        .replaceAll('}', `, :key "${key}"}`);
    const history = keyed(hard, 'hard', 100) + keyed(wrote1 + read('2'), 'easy', 0);
    const report = checkLinearizability(operationsIn(history).operations, casRegister);
    expect(report.violation?.key).toBe('easy');
    expect(report.keys[0]?.verdict).toBe('unknown');
  });
});
