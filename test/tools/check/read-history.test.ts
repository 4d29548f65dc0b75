/**
 * Goal: histories are read from what Jepsen, Knossos and Porcupine write, and what is broken is
 * refused with its line.
 * Method: one text for each thing that occurs in the wild; histories that were written are read
 * again.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../src/check/linearizability/history.ts';
import { keyOf, type Value } from '../../../src/check/linearizability/value.ts';
import { toHistoryEdn, toHistoryJson } from '../../../src/check/linearizability/write-history.ts';
import { historyReader } from '../../../src/tools/check/read-history.ts';
import { readFrom } from '../../../src/tools/input/chunk-reader.ts';
import { eventsIn as read } from '../../support/history-events.ts';

function readHistory(text: string) {
  return readFrom([Buffer.from(text)], historyReader());
}

const valueIn = (edn: string) =>
  read(`{:process 0, :type :invoke, :f :write, :value ${edn}}`)[0]?.value;

const two: readonly object[] = [
  { process: 0, type: 'invoke', f: 'write', value: 3, line: 1 },
  { process: 0, type: 'ok', f: 'write', value: 3, line: 2 },
];

describe('formats', () => {
  const edn = ['{:process 0, :type :invoke, :f :write, :value 3}'];
  edn.push('{:process 0, :type :ok, :f :write, :value 3}');
  const json = ['{"process":0,"type":"invoke","f":"write","value":3}'];
  json.push('{"process": 0, "type": "ok", "f": ":write", "value": 3}');

  test.each([
    ['EDN, a map a line', edn.join('\n'), 'edn'],
    ['one vector', `[${edn.join('\n ')}]`, 'edn'],
    ['one list, as Knossos has it', `(${edn.join('\n ')}\n)\n`, 'edn'],
    ['records', edn.map((map) => `#jepsen.history.Op${map}`).join('\n'), 'edn'],
    ['JSON Lines', json.join('\n'), 'json'],
    ['a JSON array', `[${json.join(',\n')}]`, 'json'],
    ['Windows line ends', edn.join('\r\n'), 'edn'],
  ])('%s', (_, text, format) => {
    const history = readHistory(text);
    expect(history.format).toBe(format);
    expect(history.operations).toMatchObject([{ process: 0, f: 'write', input: 3, output: 3 }]);
    expect(read(text)).toMatchObject(two);
  });

  test('comments, forms to be ignored and maps over several lines', () => {
    const text = `; a comment\n#_ {:not this}\n[{:process 0,\n :type :invoke ; another }\n :f :write, :value 3}]`;
    expect(read(text)).toMatchObject([{ process: 0, f: 'write', value: 3, line: 3 }]);
  });

  test('a log of a Jepsen run, with lines about other things', () => {
    const log = [
      'INFO  jepsen.core - Worker 0 starting',
      'INFO  jepsen.util - 0\t:invoke\t:cas\t[3 0]',
      '2021-07-01 12:00:00{GMT}\tINFO\t[jepsen worker 1] jepsen.util: 1\t:invoke\t:read\tnil',
      'INFO  jepsen.util - :nemesis\t:info\t:start\t"Cut off {:n1 #{:n2"',
      '0\t:info\t:cas\t:timed-out\t[:error {:a 1}]',
      'INFO  jepsen.util - 1\t:ok\t:read\t5',
    ].join('\n');
    expect(readHistory(log)).toMatchObject({
      format: 'log',
      otherLines: 1,
      skippedEvents: 1,
      operations: [
        { process: 0, f: 'cas', input: [3, 0], line: 2, returnedAt: Infinity },
        { process: 1, f: 'read', input: null, output: 5, line: 3, returnLine: 6 },
      ],
    });
  });

  test('keys in a field of their own, as in Porcupine’s histories', () => {
    const line = '{:process 3, :type :invoke, :f :append, :key "0", :value "x 0 \\"y"}';
    expect(read(line)).toMatchObject([{ process: 3, key: '0', value: 'x 0 "y' }]);
  });
});

describe('values', () => {
  test.each<[string, Value]>([
    ['nil', null],
    ['[1 -2 3.5]', [1, -2, 3.5]],
    ['(1 2)', [1, 2]],
    ['#{1 2}', { set: [1, 2] }],
    [':a/b', { keyword: 'a/b' }],
    ['#jepsen.independent.Tuple [:k nil]', [{ keyword: 'k' }, null]],
    ['{:a 1}', { map: [[{ keyword: 'a' }, 1]] }],
    ['9007199254740993', 9007199254740993n],
    ['7N', 7],
    ['"a\\nb"', 'a\nb'],
    ['\\a', 'a'],
    ['\\{', '{'],
    ['true', true],
  ])('%s', (edn, value) => {
    expect(keyOf(valueIn(edn) as Value)).toBe(keyOf(value));
  });

  test('integers that differ only beyond what a number can hold are different', () => {
    const json = (integer: string) =>
      read(`{"process":0,"type":"ok","f":"read","value":${integer}}`)[0]?.value as Value;
    expect(keyOf(json('9007199254740993'))).not.toBe(keyOf(json('9007199254740992')));
    expect(json('0.1234567890123456')).toBe(0.1234567890123456);
  });

  test('sets and maps have no order, and texts are no keywords', () => {
    expect(keyOf(valueIn('#{1 2}') as Value)).toBe(keyOf(valueIn('#{2 1}') as Value));
    expect(keyOf(valueIn('{:a 1 :b 2}') as Value)).toBe(keyOf(valueIn('{:b 2 :a 1}') as Value));
    expect(keyOf(valueIn('"a"') as Value)).not.toBe(keyOf(valueIn(':a') as Value));
    expect(keyOf(valueIn('"1"') as Value)).not.toBe(keyOf(valueIn('1') as Value));
  });
});

describe('what is broken is named with its line', () => {
  const good = '{:process 0, :type :invoke, :f :read, :value nil}\n';
  test.each([
    ['cut off in a map', `${good}{:process 0, :type :ok, :f :re`, 'line 2: the map that opens'],
    ['cut off in a vector', `[${good}`, 'line 1: the vector that opens with "["'],
    ['cut off in a text', `${good}{:process 0, :error "tim`, 'line 2: the text after " is never'],
    ['a bracket too many', `${good}}`, 'line 2: "}" closes nothing'],
    ['brackets that cross', `${good}[{:process 0]`, 'line 2: "]" closes the map that opens'],
    ['a number', `${good}17\n`, 'line 2: an event is a map, and not 17'],
    ['no type', `${good}{:process 0 :f :read}`, 'line 2: the event has no type'],
    ['no process', `${good}{:type :ok :f :read}`, 'line 2: the event has no process'],
    ['another type', good.replace('invoke', 'okay'), 'line 1: the type is okay; it should be'],
    [
      'JSON cut off',
      '{"process":0,"type":"invoke","f":"read"}\n{"proc',
      'line 2: the text after "',
    ],
    [
      'JSON without a comma',
      '{"process":0,"type":"ok" "f":"read"}',
      'line 1: this is not JSON: "f" stands for a comma or the end',
    ],
    [
      'a map with a key and no value',
      '{:process 0 :type :ok :f}',
      'line 1: a map has a key without a value',
    ],
    ['prose', 'Dear Sir or Madam,\n', 'line 1: this is not a history'],
    ['nothing', '\n', 'line 1: this is not a history'],
  ])('%s', (_, text, message) => {
    expect(() => readHistory(text)).toThrow(message);
  });
});

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.stringMatching(/^[a-z][a-z-]{0,8}$/).map((keyword) => ({ keyword })),
    fc.array(tie('value'), { maxLength: 3 }).map((set) => ({ set })),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((map) => ({ map })),
  ),
})).value;

const event: fc.Arbitrary<HistoryEvent> = fc.record({
  type: fc.constantFrom('invoke', 'ok', 'fail', 'info'),
  process: fc.oneof(fc.nat(), fc.constant('nemesis')),
  f: fc.constantFrom('read', 'compare-and-set'),
  key: fc.option(value, { nil: undefined }),
  value: fc.option(value, { nil: undefined }),
  timeNs: fc.option(fc.nat(), { nil: undefined }),
});

property.prop([fc.array(event, { minLength: 1, maxLength: 5 })])(
  'what is written as EDN is read as it was',
  (events) => {
    const comparable = ({ line: _, key, value, ...rest }: HistoryEvent) => ({
      ...rest,
      key: key === undefined ? undefined : keyOf(key),
      value: value === undefined ? undefined : keyOf(value),
    });
    expect(read(toHistoryEdn(events)).map(comparable)).toEqual(events.map(comparable));
  },
);

test('what is written as JSON has texts for keywords, lists for sets, and no less', () => {
  const events: HistoryEvent[] = [
    { type: 'invoke', process: 0, f: 'cas', key: { keyword: 'x' }, value: [1, { set: [2] }] },
    { type: 'ok', process: 0, f: 'cas', value: 9007199254740993n, timeNs: 5 },
    { type: 'info', process: 'nemesis', f: 'start' },
  ];
  expect(toHistoryJson(events).split('\n')[0]).toBe(
    '{"index":0,"type":"invoke","process":0,"f":"cas","key":"x","value":[1,[2]]}',
  );
  expect(read(toHistoryJson(events))).toMatchObject([
    { type: 'invoke', process: 0, f: 'cas', key: 'x', value: [1, [2]] },
    { type: 'ok', process: 0, f: 'cas', value: 9007199254740993n, timeNs: 5 },
    { type: 'info', process: 'nemesis', f: 'start' },
  ]);
});
