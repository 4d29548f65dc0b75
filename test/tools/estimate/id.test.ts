/**
 * Goal: `estimate id` says what stands in an id, exactly, and which layouts fit if several do. Vectors are those of the
 * documentation of each kind; UUIDs of versions 1, 6 and 7 are made by the package `uuid` besides.
 */
import { fc, test as property } from '@fast-check/vitest';
import { v1, v6, v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { must } from '../../../src/kernel/must.ts';
import { decodedId, type Reading } from '../../../src/tools/estimate/id.ts';
import { dateOf } from '../../../src/words/civil.ts';
import { lab } from '../../support/lab-process.ts';

const only = (...words: string[]): Reading => {
  const { readings } = decodedId(words);
  expect(readings).toHaveLength(1);
  return must(readings[0], 'reading');
};
const valuesOf = ({ fields }: Reading) =>
  Object.fromEntries(fields.map(({ name, value }) => [name, value]));

describe('RFC 9562, appendix A', () => {
  test.each([
    ['C232AB00-9414-11EC-B3C8-9F6BDECED846', 'uuidv1', '2022-02-22 19:22:22.0000000'],
    ['5df41881-3aed-3515-88a7-2f4a814cf09e', 'uuidv3', undefined],
    ['919108f7-52d1-4320-9bac-f847db4148a8', 'uuidv4', undefined],
    ['2ed6657d-e927-568b-95e1-2665a8aea6a2', 'uuidv5', undefined],
    ['1EC9414C-232A-6B00-B3C8-9F6BDECED846', 'uuidv6', '2022-02-22 19:22:22.0000000'],
    ['017F22E2-79B0-7CC3-98C4-DC0C0C07398F', 'uuidv7', '2022-02-22 19:22:22.000'],
    ['5c146b14-3c52-8afd-938a-375d0df1fbf6', 'uuidv8', undefined],
    ['00000000-0000-0000-0000-000000000000', 'uuid', undefined],
    ['FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', 'uuid', undefined],
    // Of Microsoft's variant, and of a version that there is not.
    ['00000000-0000-0000-C000-000000000046', 'uuid', undefined],
    ['919108f7-52d1-9320-9bac-f847db4148a8', 'uuid', undefined],
  ])('%s is %s of %s', (text, layout, at) => {
    const forms = [
      text,
      text.toLowerCase(),
      text.replaceAll('-', ''),
      `{${text}}`,
      `urn:uuid:${text}`,
    ];
    for (const form of forms) {
      const reading = only(form);
      expect([reading.layout, reading.time?.at]).toEqual([layout, at]);
      const hex = reading.fields.map(({ value, bits }) =>
        BigInt(value).toString(2).padStart(bits, '0'),
      );
      expect(BigInt(`0b${hex.join('')}`)).toBe(BigInt(`0x${text.replaceAll('-', '')}`));
    }
  });

  test('the fields of versions 1 and 6 are those of the figures', () => {
    const common = { clockSequence: `${0x33c8}`, node: `${0x9f6bdeced846}`, variant: '2' };
    expect(valuesOf(only('C232AB00-9414-11EC-B3C8-9F6BDECED846'))).toEqual({
      ...{ timeLow: `${0xc232ab00}`, timeMid: `${0x9414}`, version: '1', timeHigh: `${0x1ec}` },
      ...common,
    });
    expect(valuesOf(only('1EC9414C-232A-6B00-B3C8-9F6BDECED846'))).toEqual({
      ...{ timeHigh: `${0x1ec9414c}`, timeMid: `${0x232a}`, version: '6', timeLow: `${0xb00}` },
      ...common,
    });
  });
});

test.each([
  // ULID README; KSUID README; MongoDB manual, ObjectId.getTimestamp().
  ['01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ulid', '2016-07-30 23:54:10.259', '1469922850259'],
  ['01arz3ndektsv4rrffq69g5fav', 'ulid', '2016-07-30 23:54:10.259', '1469922850259'],
  ['0ujtsYcgvSTl8PAuAdqWYSMnLOv', 'ksuid', '2017-10-10 04:00:47', '1507608047000'],
  ['507c7f79bcf86cd7994f6c0e', 'objectid', '2012-10-15 21:26:17', '1350336377000'],
])('%s is %s of %s', (text, layout, at, unixMs) => {
  const reading = only(text);
  expect([reading.layout, reading.time]).toEqual([layout, { at, unixMs }]);
});

describe('a number', () => {
  test('may be of several services: the example of Discord’s reference', () => {
    const { readings, forgotten } = decodedId(['175928847299117063']);
    expect(readings.map(({ layout, time }) => [layout, time?.at])).toEqual([
      ['twitter', '2012-03-03 13:01:20.453'],
      ['discord', '2016-04-30 11:18:25.796'],
      ['instagram', '2012-04-23 14:46:14.619'],
      ['sonyflake', '2017-12-27 16:16:04.490'],
    ]);
    expect(valuesOf(must(readings[1], 'that of Discord'))).toEqual({
      time: '41944705796',
      workerId: '1',
      processId: '0',
      sequence: '7',
    });
    expect(forgotten).toContain('175928847299117060');
  });

  test('of 64 bits is none of those with 63', () => {
    const layouts = (text: string) => decodedId([text]).readings.map(({ layout }) => layout);
    expect(layouts('9223372036854775807')).toEqual([
      ...['twitter', 'discord', 'instagram', 'sonyflake'],
    ]);
    expect(layouts('9223372036854775808')).toEqual(['discord', 'instagram']);
    expect(layouts('18446744073709551615')).toEqual(['discord', 'instagram']);
  });

  test('is read with an epoch of one’s own: 2015 is Discord’s', () => {
    const at = '2016-04-30 11:18:25.796';
    for (const epoch of ['2015-01-01', '2015-01-01T00:00:00Z', '1420070400000'])
      expect(only('175928847299117063', `epoch=${epoch}`).time?.at).toBe(at);
  });
});

const aMs = fc.integer({ min: 0, max: 2 ** 43 });
const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
property.prop([aMs, fc.integer({ min: 0, max: 9_999 }), bytes], { numRuns: 200 })(
  'what the package uuid makes has its time, to 100 ns',
  (msecs, nsecs, random) => {
    const below = nsecs === 0 ? '' : `.${`${nsecs}`.padStart(4, '0').replace(/0+$/, '')}`;
    for (const make of [v1, v6]) {
      const { time } = only(make({ msecs, nsecs, random, clockseq: 5, node: random.slice(10) }));
      expect(time?.unixMs).toBe(`${msecs}${below}`);
      const ticks = `${msecs % 1_000}`.padStart(3, '0') + `${nsecs}`.padStart(4, '0');
      expect(time?.at).toBe(`${dateOf(msecs)}.${ticks}`);
    }
    expect(only(v7({ msecs, random })).time?.unixMs).toBe(`${msecs}`);
  },
);

describe('what people forget', () => {
  test.each([
    ['C232AB00-9414-11EC-B3C8-9F6BDECED846', 'random number'],
    ['c232ab00-9414-11ec-b3c8-001122334455', '00:11:22:33:44:55'],
    ['919108f7-52d1-4320-9bac-f847db4148a8', 'holds no time'],
    ['01ARZ3NDEKTSV4RRFFQ69G5FAV', 'when it was made'],
  ])('of %s: %s', (text, says) => {
    expect(decodedId([text]).forgotten).toContain(says);
  });

  test('of a number that a double holds, nothing of JSON', () => {
    expect(decodedId(['9007199254740992']).forgotten).not.toContain('JSON');
    expect(decodedId(['9007199254740993']).forgotten).toContain('9007199254740992');
  });
});

describe('is refused in a sentence', () => {
  test.each([
    [
      ['18446744073709551616'],
      /not an id of a known kind: a Snowflake is a whole number below 2\^64/,
    ],
    [['-1'], /not an id of a known kind/],
    [['foo'], /not an id of a known kind/],
    [['__proto__'], /not an id of a known kind/],
    [['8ZZZZZZZZZZZZZZZZZZZZZZZZZ'], /looks like a ULID, but .* is too large/],
    [['01ARYZ6S41000000000000000I'], /looks like a ULID, but "I" is not a digit/],
    [['zzzzzzzzzzzzzzzzzzzzzzzzzzz'], /looks like a KSUID, but .* is too large/],
    [['919108f7-52d1-4320-9bac-f847db4148a'], /not an id of a known kind/],
    [['12', '13'], /One id at a time/],
    [['12', 'epoc=2015'], /no key "epoc". Did you mean "epoch"/],
    [['12', 'epoch=soon'], /epoch takes a date such as/],
    [['9223372036854775808', 'epoch=2015-01-01'], /too large for the 63 bits/],
    [['01ARZ3NDEKTSV4RRFFQ69G5FAV', 'epoch=2015-01-01'], /An epoch is for Snowflakes/],
  ])('%s', (words, says) => {
    expect(() => decodedId(words)).toThrow(says);
  });
});

test('from the command line: text, JSON, help, a topic nearby', async () => {
  const { stdout, status } = await lab('estimate', 'id', '507c7f79bcf86cd7994f6c0e');
  expect([status, stdout]).toEqual([0, expect.stringContaining('2012-10-15 21:26:17 UTC')]);
  const json = await lab('estimate', 'id', '507c7f79bcf86cd7994f6c0e', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    topic: 'id',
    readings: [{ layout: 'objectid' }],
  });
  expect((await lab('estimate', 'id')).stdout).toContain('estimate id 175928847299117063');
  const bad = await lab('estimate', 'ids');
  expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining('Did you mean "id"')]);
  expect((await lab('estimate', 'id', 'foo')).status).toBe(2);
});
