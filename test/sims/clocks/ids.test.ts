/**
 * Goal: ids are packed, written and read exactly, and as others do it. Vectors come from the
 * documentation of each kind; ULIDs and UUIDs are also compared with the packages `ulid` and
 * `uuid`.
 */
import { fc, test as property } from '@fast-check/vitest';
import { decodeTime, encodeTime } from 'ulid';
import { v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import {
  bitsOf,
  fullAtMs,
  type IdLayout,
  idLayoutNames,
  idLayouts,
  msOf,
  pack,
  ticksAt,
  unpack,
} from '../../../sims/clocks/ids/layout.ts';
import { outgrowsAtMs, survivesJson } from '../../../sims/clocks/ids/length.ts';
import { Snowflakes } from '../../../sims/clocks/ids/snowflake.ts';
import { fromBase, idFrom, inBase, textOf } from '../../../sims/clocks/ids/text.ts';
import { clocksRules } from '../../../sims/clocks/rules.ts';
import { must } from '../../../src/kernel/must.ts';
import { dateOf } from '../../../src/words/civil.ts';

describe('vectors', () => {
  test.each([
    // Discord API reference, Snowflakes.
    [
      'discord',
      '175928847299117063',
      1_462_015_105_796,
      { workerId: 1n, processId: 0n, sequence: 7n },
    ],
    // A public post of Wikipedia’s of June 2022; the article on snowflake ids has its bits: machine 01 0111 1010, sequence 0.
    [
      'twitter',
      '1541815603606036480',
      1_656_432_460_105,
      { datacenterId: 11n, workerId: 26n, sequence: 0n },
    ],
    // RFC 9562, A.6.
    [
      'uuidv7',
      '017F22E2-79B0-7CC3-98C4-DC0C0C07398F',
      1_645_557_742_000,
      { version: 7n, randomA: 0xcc3n, variant: 2n, randomB: 0x18c4dc0c0c07398fn },
    ],
    // README of the package ulid, Seed Time: ulid(1469918176385) begins with 01ARYZ6S41.
    ['ulid', '01ARYZ6S410000000000000000', 1_469_918_176_385, { randomness: 0n }],
    // README of ksuid-cli.
    [
      'ksuid',
      '151zOCJ2I9szGtX4VwDJjnmvrpZ',
      (127_126_360 + 1_400_000_000) * 1_000,
      { payload: 0xa38b910c80235b72a6f6b5df5ca3c929n },
    ],
    // MongoDB manual, ObjectId.getTimestamp(): ISODate("2012-10-15T21:26:17Z").
    [
      'objectid',
      '507c7f79bcf86cd7994f6c0e',
      1_350_336_377_000,
      { process: 0xbcf86cd799n, counter: 0x4f6c0en },
    ],
  ] as const)('%s %s', (name, text, ms, fields) => {
    const id = idFrom(name, text);
    const read = unpack(idLayouts[name], id);
    expect(msOf(idLayouts[name], read)).toBe(ms);
    expect(read).toMatchObject(fields);
    expect(textOf(name, id).toLowerCase()).toBe(text.toLowerCase());
    const { time = 0n } = read;
    expect(pack(idLayouts[name], { ...fields, time })).toBe(id);
    expect(ticksAt(idLayouts[name], ms)).toBe(time);
  });

  test('Instagram’s article: shard 31341 % 2000 = 1341, sequence 5001 % 1024 = 905', () => {
    const time = 1_387_263_000n;
    const id = pack(idLayouts.instagram, { time, shardId: 1_341n, sequence: 905n });
    expect(id).toBe(time * 2n ** 23n + 1_341n * 1_024n + 905n);
  });
});

test('the largest of each kind', () => {
  expect(textOf('ulid', 2n ** 128n - 1n)).toBe('7ZZZZZZZZZZZZZZZZZZZZZZZZZ');
  expect(textOf('ksuid', 2n ** 160n - 1n)).toBe('aWgEPTl1tmebfsQzFP4bxwgy80V');
  expect(idLayoutNames.map((name) => bitsOf(idLayouts[name]))).toEqual([
    63, 64, 64, 63, 128, 128, 160, 96,
  ]);
});

describe('what is not an id is refused', () => {
  test.each([
    ['ulid', '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', /too large for the 128 bits/],
    ['ulid', '01ARYZ6S41000000000000000I', /"I" is not a digit of base32/],
    ['ulid', '01ARYZ6S41', /has 10 digits, but a ulid has 26/],
    ['ksuid', 'zzzzzzzzzzzzzzzzzzzzzzzzzzz', /too large/],
    ['twitter', '9223372036854775808', /too large for the 63 bits/],
    ['twitter', '', /has 0 digits/],
    ['uuidv7', '017F22E2-79B07CC3-98C4-DC0C0C07398F', /has 35 digits/],
  ] as const)('%s %s', (name, text, how) => {
    expect(() => idFrom(name, text)).toThrow(how);
  });

  test('a UUID of another version, fields that do not fit, are missing or unknown', () => {
    const v4 = idFrom('uuidv7', '919108f7-52d1-4320-9bac-f847db4148a8');
    expect(() => unpack(idLayouts.uuidv7, v4)).toThrow(
      'version is 4, but an id of this layout has 7',
    );
    expect(() => unpack(idLayouts.twitter, 2n ** 63n)).toThrow('does not fit');
    const fields = { time: 1n, shardId: 1n, sequence: 1n };
    expect(() => pack(idLayouts.instagram, { ...fields, sequence: 1_024n })).toThrow(
      'sequence has 10 bits',
    );
    expect(() => pack(idLayouts.instagram, { ...fields, shardId: -1n })).toThrow('does not fit');
    expect(() => pack(idLayouts.instagram, { time: 1n, shardId: 1n })).toThrow(
      'sequence is missing',
    );
    expect(() => pack(idLayouts.instagram, { ...fields, toString: 1n })).toThrow(
      'no field "toString"',
    );
    expect(() => pack(idLayouts.ulid, { time: 1n })).toThrow('randomness is missing');
  });
});

const anId = fc.constantFrom(...idLayoutNames).chain((name) =>
  fc.record({
    name: fc.constant(name),
    values: fc.tuple(
      ...must<IdLayout>(idLayouts[name], 'layout').fields.map(({ bits, always }) =>
        always === undefined ? fc.bigInt(0n, 2n ** BigInt(bits) - 1n) : fc.constant(always),
      ),
    ),
  }),
);

property.prop([anId], { numRuns: 300 })(
  'written and read again, an id is the same',
  ({ name, values }) => {
    const layout: IdLayout = idLayouts[name];
    const fields = Object.fromEntries(
      layout.fields.map((field, place) => [field.name, must(values[place], 'value of the field')]),
    );
    const id = pack(layout, fields);
    // An oracle without shifts: the digits of each field in base 2, one after the other.
    const digits = layout.fields.map(({ bits }, place) =>
      must(values[place], 'value of the field').toString(2).padStart(bits, '0'),
    );
    expect(id).toBe(BigInt(`0b${digits.join('')}`));
    expect(unpack(layout, idFrom(name, textOf(name, id)))).toEqual(fields);
  },
);

property.prop([fc.integer({ min: 0, max: 2 ** 48 - 1 })], { numRuns: 200 })(
  'the package ulid writes the same time',
  (ms) => {
    const id = pack(idLayouts.ulid, { time: BigInt(ms), randomness: 5n });
    expect(textOf('ulid', id).slice(0, 10)).toBe(encodeTime(ms, 10));
    expect(decodeTime(textOf('ulid', id))).toBe(ms);
  },
);

property.prop(
  [fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.uint8Array({ minLength: 16, maxLength: 16 })],
  { numRuns: 200 },
)('what the package uuid makes is read back', (msecs, random) => {
  const text = v7({ msecs, random });
  const fields = unpack(idLayouts.uuidv7, idFrom('uuidv7', text));
  expect(msOf(idLayouts.uuidv7, fields)).toBe(msecs);
  expect(textOf('uuidv7', pack(idLayouts.uuidv7, fields))).toBe(text);
});

test('epochs, as the sources of each kind write them', () => {
  const epochs = idLayoutNames.map((name) => {
    const { epochMs } = idLayouts[name];
    return [name, `${dateOf(epochMs)} and ${epochMs % 1_000} ms`];
  });
  expect(Object.fromEntries(epochs)).toEqual({
    twitter: '2010-11-04 01:42:54 and 657 ms',
    discord: '2015-01-01 00:00:00 and 0 ms',
    // our_epoch := 1314220021721
    instagram: '2011-08-24 21:07:01 and 721 ms',
    sonyflake: '2014-09-01 00:00:00 and 0 ms',
    uuidv7: '1970-01-01 00:00:00 and 0 ms',
    ulid: '1970-01-01 00:00:00 and 0 ms',
    // 14e8 seconds.
    ksuid: '2014-05-13 16:53:20 and 0 ms',
    objectid: '1970-01-01 00:00:00 and 0 ms',
  });
});

test('lives: 69.7 years of milliseconds in 41 bits, 174 of ten in 39', () => {
  const years = (layout: IdLayout) => (fullAtMs(layout) - layout.epochMs) / (365.2425 * 86_400_000);
  expect(years(idLayouts.twitter)).toBeCloseTo(69.68, 1);
  expect(years(idLayouts.sonyflake)).toBeCloseTo(174.2, 1);
});

test('base62 needs 11 characters from 62^10 on: the id before does with 10', () => {
  for (const name of ['twitter', 'discord'] as const) {
    const layout = idLayouts[name];
    const ms = outgrowsAtMs(layout, 62, 10);
    const at = (of: number) => ticksAt(layout, of) << 22n;
    expect(inBase(at(ms), 'base62')).toHaveLength(11);
    expect(inBase(at(ms - 1), 'base62')).toHaveLength(10);
  }
  expect(dateOf(outgrowsAtMs(idLayouts.twitter, 62, 10))).toMatch(/^2017-03-08/);
  expect(dateOf(outgrowsAtMs(idLayouts.discord, 62, 10))).toMatch(/^2021-05-05/);
  expect(fromBase(inBase(62n ** 10n, 'base62'), 'base62')).toBe(62n ** 10n);
});

test('a double holds 2^53, and not the id after it', () => {
  expect([2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 2n].map(survivesJson)).toEqual([
    true,
    false,
    true,
  ]);
  expect(survivesJson(175_928_847_299_117_063n)).toBe(false);
});

/** With any clock that goes forward, and back by any amount: never the same id twice. */
property.prop(
  [
    fc.constantFrom('refuse', 'wait', 'borrow'),
    fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }),
    fc.nat(3),
  ],
  { numRuns: 150 },
)('a generator makes no id twice, in the order of time', (whenBack, steps, start) => {
  const made: number[] = [];
  const generator = new Snowflakes(
    clocksRules.without(),
    { sequenceBits: 2, whenBack: whenBack as 'refuse', startOf: () => start },
    99,
  );
  let clockMs = 100;
  for (const step of steps) {
    clockMs += step / 2;
    const taken = generator.take(clockMs);
    if ('ms' in taken) {
      made.push(taken.ms * 4 + taken.sequence);
      expect(taken.sequence).toBeLessThan(4);
      if (whenBack !== 'borrow') expect(taken.ms).toBe(Math.floor(clockMs));
    } else {
      expect(taken.noneUntilMs).toBeGreaterThan(Math.floor(clockMs));
      expect(taken.because === 'spent' || whenBack !== 'borrow').toBe(true);
    }
  }
  expect(new Set(made).size).toBe(made.length);
  const times = made.map((id) => Math.floor(id / 4));
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
