/** Goal: messages with numbered fields are written and read as the Protocol Buffers documentation, Encoding, says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import {
  decodedNumbered,
  encodedNumbered,
  type NumberedField,
  reusedNumber,
} from '../../../sims/deployment/schema/numbered.ts';

const rules = deploymentRules.without();
const field = (number: number, name: string, type: NumberedField['type']): NumberedField => ({
  number,
  name,
  type,
});
const count = field(1, 'count', 'uint64');
const text = field(2, 'text', 'string');
const bytes = (hex: string) => [...Buffer.from(hex.replaceAll(' ', ''), 'hex')];

test('the examples of the documentation', () => {
  expect(encodedNumbered([count], { count: 150 })).toEqual(bytes('08 96 01'));
  expect(encodedNumbered([text], { text: 'testing' })).toEqual(bytes('12 07 74 65 73 74 69 6e 67'));
  expect(decodedNumbered([count], bytes('08 96 01'), rules)).toEqual({ count: 150 });
  // From number 16 on a tag takes two bytes.
  expect(encodedNumbered([field(16, 'far', 'uint64')], { far: 127 })).toEqual(bytes('80 01 7f'));
  expect(encodedNumbered([field(16, 'far', 'uint64')], { far: 128 })).toEqual(bytes('80 01 80 01'));
});

test('what is 0 or empty is not written, and what was not written is 0 or empty', () => {
  expect(encodedNumbered([count, text], { count: 0, text: '' })).toEqual([]);
  expect(decodedNumbered([count, text], [], rules)).toEqual({ count: 0, text: '' });
});

test('the last value counts, an unknown number or another wire type is skipped', () => {
  expect(decodedNumbered([count], bytes('08 01 08 02'), rules)).toEqual({ count: 2 });
  expect(decodedNumbered([count], bytes('12 01 61 08 02 18 05'), rules)).toEqual({ count: 2 });
  expect(decodedNumbered([field(1, 'count', 'string')], bytes('08 02'), rules)).toEqual({
    count: '',
  });
  const strict = deploymentRules.without('skip-unknown-numbers');
  expect(() => decodedNumbered([count], bytes('18 05'), strict)).toThrow('field 3 is unknown');
});

test.each([
  ['08', 'the bytes end too early'],
  ['08 80', 'the bytes end too early'],
  ['12 02 61', 'the bytes end too early'],
  ['0d 00 00 00 00', 'field 1 has wire type 5'],
  ['08 ff ff ff ff ff ff ff 1f', 'an integer is beyond 2^53'],
])('%s: %s', (hex, why) => {
  expect(() => decodedNumbered([count, text], bytes(hex), rules)).toThrow(why);
});

test('what is written is read, whatever the order of the fields and their names', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.string({ unit: 'grapheme' }), (value, string) => {
      const written = encodedNumbered([count, text], { count: value, text: string });
      const renamed = [field(2, 'words', 'string'), field(1, 'total', 'uint64')];
      expect(decodedNumbered(renamed, written, rules)).toEqual({ total: value, words: string });
    }),
    { numRuns: 500 },
  );
});

test('a reserved number is refused', () => {
  expect(reusedNumber([count, text], [2, 7], rules)).toBe('text uses number 2, which is reserved');
  expect(reusedNumber([count, text], [3], rules)).toBeUndefined();
  const without = deploymentRules.without('deleted-numbers-are-reserved');
  expect(reusedNumber([count, text], [2], without)).toBeUndefined();
});
