/**
 * Goal: each format that is read is judged right, and each that is not is refused with a sentence.
 * Method: the examples of the guide, and histories whose verdict is known from elsewhere: the quiz of
 * MIT 6.824 of 2017 that Porcupine's tests take over, its model of etcd, Elle's kinds of transactions.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { models } from '../../../src/check/linearizability/models.ts';
import { type CheckRequest, checkHistory } from '../../../src/tools/check/check-history.ts';
import { historyReader } from '../../../src/tools/check/read-history.ts';
import { readFrom } from '../../../src/tools/input/chunk-reader.ts';

function check(
  input: string | Uint8Array,
  { model, ...request }: Partial<Omit<CheckRequest, 'model'>> & { model?: string } = {},
) {
  const history = readFrom(
    [typeof input === 'string' ? Buffer.from(input) : input],
    historyReader(),
  );
  const named = models.find(({ id }) => id === model);
  return checkHistory(history, { model: named, independent: false, triesMax: 1e6, ...request });
}

const verdict = (...of: Parameters<typeof check>) => check(...of).report.verdict;

const folder = 'src/tools/check/examples';
const example = (name: string) => readFileSync(join(folder, name));

describe('the examples', () => {
  const expected: [string, string, string, string][] = [
    ['exact-decimals.edn', 'edn', 'register', 'not-linearizable'],
    ['independent-keys.edn', 'edn', 'key-value', 'linearizable'],
    ['jepsen.log', 'log', 'cas-register', 'linearizable'],
    ['key-value.jsonl', 'json', 'key-value', 'linearizable'],
    ['list-append.edn', 'edn', 'list-append', 'linearizable'],
    ['nemesis-only.edn', 'edn', 'register', 'linearizable'],
    ['porcupine-etcd.json', 'porcupine', 'cas-register', 'linearizable'],
    ['porcupine-events.json', 'porcupine', 'register', 'linearizable'],
    ['porcupine-key-value.json', 'porcupine', 'key-value', 'linearizable'],
    ['register.edn', 'edn', 'register', 'linearizable'],
    ['set.edn', 'edn', 'set', 'linearizable'],
  ];

  test.each(expected)('%s', (name, format, model, outcome) => {
    const { history, model: guessed, report } = check(example(name));
    expect([history.format, guessed.id, report.verdict]).toEqual([format, model, outcome]);
  });

  const refused: [string, string][] = [
    ['cut-off.jsonl', 'line 2: the text after " is never closed'],
    ['latin-1.edn', 'byte'],
    ['one-process-twice.edn', 'line 2: process 0 invokes write while its write in line 1'],
    ['transactions.edn', 'this txn has 2 operations'],
    ['versioned-puts.json', 'A put with a Version is a conditional one'],
  ];

  test.each(refused)('refused/%s', (name, message) => {
    expect(() => check(example(`refused/${name}`))).toThrow(message);
  });

  test('all are tested', () => {
    const names = (entries: [string, ...unknown[]][]) => entries.map(([name]) => name);
    const files = readdirSync(folder).filter(
      (name) => !['refused', 'sessions', 'transactions'].includes(name),
    );
    expect(files.sort()).toEqual(names(expected));
    expect(readdirSync(join(folder, 'refused')).sort()).toEqual(names(refused));
  });
});

describe('a history does not depend on', () => {
  const text = example('list-append.edn').toString();
  test.each([
    ['where it is cut', Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte))],
    ['a byte order mark', [Buffer.from(`\ufeff${text}`)]],
    ['UTF-16', [Buffer.from(`\ufeff${text}`, 'utf16le')]],
    ['CRLF', [Buffer.from(text.replaceAll('\n', '\r\n'))]],
  ])('%s', (_, chunks) => {
    const history = readFrom(chunks, historyReader());
    const whole = readFrom([Buffer.from(text)], historyReader());
    expect(history.operations).toEqual(whole.operations);
  });

  test('CRLF, in a log, and its lines are counted right', () => {
    const log = example('jepsen.log').toString().replaceAll('\n', '\r\n');
    const bytes = Array.from(Buffer.from(log), (byte) => Uint8Array.of(byte));
    expect(readFrom(bytes, historyReader()).operations.at(-1)).toMatchObject({ line: 7 });
  });
});

describe('Porcupine', () => {
  const operation = (
    client: number,
    input: object,
    call: number,
    output: unknown,
    end: unknown,
  ) => ({ ClientId: client, Input: input, Call: call, Output: output, Return: end });
  const put = (value: number) => ({ Op: false, Value: value });
  const get = { Op: true, Value: 0 };
  const json = (...operations: object[]) => JSON.stringify(operations);

  test('the quiz: a read of the old value during the write, and not after a read of the new', () => {
    const quiz = json(
      operation(0, put(100), 0, 0, 100),
      operation(1, get, 25, 100, 75),
      operation(2, get, 30, 0, 60),
    );
    expect(verdict(quiz)).toBe('linearizable');
    const stale = json(
      operation(0, put(200), 0, 0, 100),
      operation(1, get, 10, 200, 30),
      operation(2, get, 40, 0, 90),
    );
    expect(verdict(stale)).toBe('not-linearizable');
  });

  test('operations that touch at one instant are concurrent', () => {
    const atOnce = (value: number) =>
      json(
        operation(0, put(200), 0, 0, 100),
        operation(1, get, 10, 200, 10),
        operation(2, get, 10, value, 10),
        operation(3, get, 40, 0, 90),
      );
    expect(verdict(atOnce(200))).toBe('not-linearizable');
    expect(verdict(json(operation(0, put(1), 0, 0, 5), operation(1, get, 5, 0, 9)))).toBe(
      'linearizable',
    );
    expect(verdict(json(operation(0, put(1), 0, 0, 5), operation(1, get, 6, 0, 9)))).toBe(
      'not-linearizable',
    );
  });

  test('times of nanoseconds since 1970 are exact', () => {
    const text = json(operation(0, put(1), 1, 0, 2), operation(1, get, 3, 0, 4));
    const late = text.replace(/"(Call|Return)":/g, '"$1":175300000000000000');
    expect(verdict(late)).toBe('not-linearizable');
    expect(verdict(late.replace('3,"Output":0', '2,"Output":0'))).toBe('linearizable');
  });

  test('what has not returned, or has an unknown answer, may have happened or not', () => {
    for (const lost of [
      operation(0, put(1), 0, null, null),
      operation(0, put(1), 0, { Unknown: true }, 2),
    ]) {
      expect(verdict(json(lost, operation(1, get, 3, 1, 4)))).toBe('linearizable');
      expect(verdict(json(lost, operation(1, get, 3, 0, 4)))).toBe('linearizable');
    }
  });

  test('a failed cas says that the value differed', () => {
    const etcd = (ok: boolean) =>
      json(
        operation(0, { Op: 1, Arg1: 1, Arg2: 0 }, 1, { Ok: false }, 2),
        operation(0, { Op: 2, Arg1: 1, Arg2: 2 }, 3, { Ok: ok, Exists: false }, 4),
      );
    expect(verdict(etcd(true))).toBe('linearizable');
    expect(verdict(etcd(false))).toBe('not-linearizable');
    expect(verdict(etcd(false), { failed: 'no-effect' })).toBe('linearizable');
  });

  test('names may begin with a small letter, and functions may be words', () => {
    const text = json(
      operation(7, { op: 'Put', key: 'k', value: 'v' }, 1, null, 2),
      operation(7, { op: 'GET', key: 'k' }, 3, { value: 'v' }, 4),
      operation(7, { op: 'get', key: 'other' }, 3, { value: '' }, 4),
    );
    expect(check(text).report).toMatchObject({ verdict: 'linearizable', keys: [{}, {}] });
    expect(verdict(text.replace('{"value":"v"},"Return":4', '{"value":"w"},"Return":4'))).toBe(
      'not-linearizable',
    );
  });

  test.each([
    [
      '{"Call":5,"Input":{"Op":0,"Key":"x"},"Output":{},"Return":3}',
      'returns at 3, before its call at 5',
    ],
    [
      '{"Call":"noon","Input":{"Op":0,"Key":"x"},"Return":3}',
      'call must be a number, and not "noon"',
    ],
    ['{"Call":1,"Input":{"Op":9,"Key":"x"},"Return":3}', 'its Op is 9'],
    ['{"Call":1,"Input":"get x","Return":3}', 'its Input is "get x"'],
    ['{"Call":1,"Input":{"Op":"constructor"},"Return":3}', 'its Op is "constructor"'],
    ['{"Kind":true,"Value":1,"Id":4}', 'the id 4 returns and was not called'],
  ])('%s is refused', (text, message) => {
    expect(() => check(`[${text}]`)).toThrow(message);
  });
});

const event = (process: number | string, type: string, f: string, value: string, more = '') =>
  `{:process ${process}, :type :${type}, :f :${f}, :value ${value}${more}}\n`;
const done = (process: number, f: string, input: string, output = input) =>
  event(process, 'invoke', f, input) + event(process, 'ok', f, output);
const failedCas = (more = '') =>
  event(1, 'invoke', 'cas', '[1 2]') + event(1, 'fail', 'cas', '[1 2]', more);

describe('a failed cas', () => {
  const history = done(0, 'write', '1') + failedCas();

  test('says nothing to Jepsen, and is definite in Porcupine’s model of etcd', () => {
    expect(verdict(history)).toBe('linearizable');
    expect(verdict(history, { failed: 'definite' })).toBe('not-linearizable');
    expect(verdict(done(0, 'write', '3') + failedCas(), { failed: 'definite' })).toBe(
      'linearizable',
    );
    expect(check(history).verdictWithFailedDefinite).toBe('not-linearizable');
  });

  test('for another reason than the value says nothing either way', () => {
    const timeout = done(0, 'write', '1') + failedCas(', :error :timed-out');
    expect(verdict(timeout, { failed: 'definite' })).toBe('linearizable');
    const differed = done(0, 'write', '1') + failedCas(', :error :did-not-succeed');
    expect(verdict(differed, { failed: 'definite' })).toBe('not-linearizable');
  });

  test('names what it found in the explanation', () => {
    const { violation } = check(history, { failed: 'definite' }).report;
    expect(violation).toMatchObject({
      stuck: { action: { words: 'cas 1 → 2 refused' } },
      states: ['holds 1'],
    });
  });
});

describe('transactions of one operation', () => {
  const txn = (process: number, input: string, output = input) =>
    done(process, 'txn', `[[${input}]]`, `[[${output}]]`);

  test('registers, whose reads of nil are definite', () => {
    const history = txn(0, ':w 5 1') + txn(1, ':r 5 nil', ':r 5 1');
    expect(check(history)).toMatchObject({
      model: { id: 'key-value' },
      report: { verdict: 'linearizable' },
    });
    expect(verdict(txn(0, ':w 5 1') + txn(1, ':r 5 nil'))).toBe('not-linearizable');
    expect(verdict(txn(0, ':w 5 1') + txn(1, ':r 6 nil'))).toBe('linearizable');
  });

  test('lists', () => {
    const history = txn(0, ':append :x 1') + txn(1, ':append :x 2');
    expect(verdict(history + txn(0, ':r :x nil', ':r :x [1 2]'))).toBe('linearizable');
    expect(verdict(history + txn(0, ':r :x nil', ':r :x [2 1]'))).toBe('not-linearizable');
    expect(verdict(history + txn(0, ':r :x nil'))).toBe('not-linearizable');
  });

  test('sets', () => {
    const history = txn(0, ':add 1 7') + txn(0, ':add 1 8') + txn(0, ':r 1 nil', ':r 1 #{8 7}');
    expect(check(history)).toMatchObject({
      model: { id: 'set' },
      report: { verdict: 'linearizable' },
    });
  });

  test('in JSON', () => {
    const history =
      '[{"process":0,"type":"invoke","f":"txn","value":[["append","x",1]]},{"process":0,"type":"ok","f":"txn","value":[["append","x",1]]}]';
    expect(check(history).model.id).toBe('list-append');
  });

  test('failed and lost ones', () => {
    const ends = (type: string, value: string) =>
      event(4, 'invoke', 'txn', '[[:append 1 9]]') + event(4, type, 'txn', value);
    const read = txn(0, ':r 1 nil', ':r 1 [9]');
    expect(verdict(ends('fail', '[[:append 1 9]]') + read)).toBe('not-linearizable');
    expect(verdict(ends('info', '[[:append 1 9]]') + read)).toBe('linearizable');
    expect(verdict(ends('info', ':timed-out') + read)).toBe('linearizable');
  });

  test('of several operations are refused, with the question that they pose', () => {
    for (const f of ['txn', 'write']) {
      const history = done(0, f, '[[:w 1 1] [:r 2 nil]]');
      expect(() => check(history)).toThrow(
        /line 1: this txn has 2 operations.*--consistency read-uncommitted, .*serializable/,
      );
    }
    expect(() => check(event(0, 'invoke', 'txn', '[[:rp 1 2]]'))).toThrow('and not [:rp 1 2]');
  });
});

describe('clients', () => {
  test('may have names; a nemesis is not one', () => {
    const history =
      event(':alice', 'invoke', 'write', '1') +
      event(':nemesis', 'invoke', 'kill', 'nil') +
      event(':alice', 'ok', 'write', '1') +
      event('"bob"', 'invoke', 'read', 'nil') +
      event('"bob"', 'ok', 'read', '2');
    expect(check(history)).toMatchObject({
      report: { verdict: 'not-linearizable' },
      history: { skippedEvents: 1 },
    });
  });

  test('that do nothing cannot do wrong', () => {
    const { report, history } = check(event(':nemesis', 'info', 'kill', 'nil'));
    expect([report.verdict, history.operations.length, history.skippedEvents]).toEqual([
      'linearizable',
      0,
      1,
    ]);
    expect(() => check('[]')).toThrow('this is not a history');
  });
});

test('the number of operations has a limit, which is named with its line', () => {
  const history = done(0, 'write', '1') + done(0, 'write', '2');
  expect(() => readFrom([Buffer.from(history)], historyReader(1))).toThrow(
    'line 3: the history has more than 1 operations',
  );
});
