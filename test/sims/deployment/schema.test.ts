/** Goal: schemas are read, and values written as bytes, by the examples of the Avro specification 1.12. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoded, encoded } from '../../../sims/deployment/schema/binary.ts';
import { InvalidSchema, parseSchema } from '../../../sims/deployment/schema/parse.ts';
import { bytesOf, charactersOf, decodedText } from '../../../sims/deployment/schema/text.ts';
import { framed, unframed } from '../../../sims/deployment/schema/topic.ts';
import type { AvroSchema, FieldSchema } from '../../../sims/deployment/schema/types.ts';

const record = (fields: readonly FieldSchema[], more: object = {}): AvroSchema =>
  ({ type: 'record', name: 'Order', fields, ...more }) as AvroSchema;
const id: FieldSchema = { name: 'id', type: 'int' };

describe('binary encoding', () => {
  test.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [-2, '03'],
    [2, '04'],
    [-64, '7f'],
    [64, '8001'],
    [Number.MAX_SAFE_INTEGER, 'feffffffffffff1f'],
    [Number.MIN_SAFE_INTEGER, 'fdffffffffffff1f'],
  ])('the integer %s is %s', (value, hex) => {
    const bytes = encoded({ kind: 'long' }, value);
    expect(Buffer.from(bytes).toString('hex')).toBe(hex);
    expect(decoded({ kind: 'long' }, bytes)).toBe(value);
  });

  test('a string is its length and its UTF-8: foo', () => {
    expect(encoded({ kind: 'string' }, 'foo')).toEqual([0x06, 0x66, 0x6f, 0x6f]);
  });

  test('the record, array and unions of the specification', () => {
    const fields: FieldSchema[] = [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'string' },
    ];
    const bytes = [0x36, 0x06, 0x66, 0x6f, 0x6f];
    expect(encoded(parseSchema(record(fields)), { a: 27, b: 'foo' })).toEqual(bytes);
    const longs = parseSchema({ type: 'array', items: 'long' });
    expect(encoded(longs, [3, 27])).toEqual([0x04, 0x06, 0x36, 0x00]);
    // A negative count is followed by the length of the block, so that it can be skipped.
    expect(decoded(longs, [0x03, 0x04, 0x06, 0x36, 0x00])).toEqual([3, 27]);
    const optional = parseSchema(['null', 'string']);
    expect(encoded(optional, null)).toEqual([0x00]);
    expect(encoded(optional, { string: 'a' })).toEqual([0x02, 0x02, 0x61]);
  });

  test.each([
    ['string', [0x06, 0x66], 'the bytes end too early'],
    ['string', [0x01], 'the bytes end too early'],
    ['int', [0x02, 0x02], 'bytes are left over'],
    [
      'long',
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
      'an integer is beyond 2^53',
    ],
    [{ type: 'array', items: 'null' }, [0xfe, 0xff, 0xff, 0xff, 0x0f, 0x00], 'too many items'],
    [['null', 'int'], [0x04], 'there is no branch 2'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, [0x02], 'there is no symbol 1'],
  ] as const)('%j does not read %j', (schema, bytes, why) => {
    expect(() => decoded(parseSchema(schema as AvroSchema), bytes)).toThrow(why);
  });

  test.each([
    ['int', 2_147_483_648],
    ['int', 0.5],
    ['string', 1],
    ['boolean', null],
    ['bytes', 'Ā'],
    [{ type: 'fixed', name: 'F', size: 2 }, 'a'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, 'B'],
    [['null', 'int'], { string: 'a' }],
  ] as const)('%j does not hold %j', (schema, value) => {
    expect(() => encoded(parseSchema(schema as AvroSchema), value)).toThrow(
      /not of type|no branch/,
    );
  });

  test('text is what the platform decodes, also out of bytes that are not UTF-8', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc3, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0xf4, 0x90),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (bytes) => {
        expect(decodedText(bytes)).toBe(decoder.decode(Uint8Array.from(bytes)));
        expect(bytesOf(charactersOf(bytes))).toEqual(bytes);
      }),
      { numRuns: 3_000 },
    );
  });

  test('a message has a magic byte and the id of its schema in four bytes', () => {
    expect(framed(0x01020304, [9, 8])).toEqual([0, 1, 2, 3, 4, 9, 8]);
    expect(unframed(framed(4_000_000_000, [7]))).toEqual({ id: 4_000_000_000, payload: [7] });
  });
});

describe('schemas that are refused', () => {
  const enumeration = (more: object) => ({ type: 'enum', name: 'E', symbols: ['A'], ...more });
  test.each([
    ['Missing', 'no type is named Missing'],
    [['int', 'int'], 'a union has int twice'],
    [['int', ['null']], 'a union may not contain a union'],
    [record([id, id]), 'Order has id twice'],
    [record([id, { name: 'b', type: 'int', aliases: ['id'] }]), 'Order has id twice'],
    [record([{ name: '1st', type: 'int' }]), 'a name has letters, digits and underscores: "1st"'],
    [record([{ ...id, default: 'x' }]), 'the default of Order.id does not fit: "x"'],
    [
      record([{ name: 'm', type: { type: 'map', values: 'int' }, default: [] }]),
      'Order.m does not fit',
    ],
    [
      record([{ name: 'm', type: { type: 'array', items: 'int' }, default: ['a'] }]),
      'Order.m does not fit',
    ],
    [record([{ name: 'm', type: ['null', 'int'], default: 'a' }]), 'Order.m does not fit'],
    [enumeration({ symbols: ['A', 'A'] }), 'E has A twice'],
    [enumeration({ default: 'B' }), 'the default of E is not one of its symbols: B'],
    [enumeration({ namespace: 'a.2b' }), 'a name has letters, digits and underscores: "2b"'],
    [
      record([
        { name: 'a', type: enumeration({}) as AvroSchema },
        { name: 'b', type: enumeration({}) as AvroSchema },
      ]),
      'E is defined twice',
    ],
  ])('%j: %s', (schema, why) => {
    expect(() => parseSchema(schema as AvroSchema)).toThrow(InvalidSchema);
    expect(() => parseSchema(schema as AvroSchema)).toThrow(why);
  });

  test('names of the specification’s example: inherited, explicit and full', () => {
    const simple = (more: object): AvroSchema =>
      ({ type: 'fixed', name: 'Simple', size: 1, ...more }) as AvroSchema;
    const inner = record([{ name: 'c', type: simple({}) }], {
      name: 'a.full.Name',
      namespace: 'ignored',
    });
    const schema = record(
      [
        { name: 'a', type: simple({}) },
        { name: 'b', type: simple({ namespace: 'explicit' }) },
        { name: 'n', type: inner },
      ],
      { name: 'Example' },
    );
    expect(JSON.stringify(parseSchema(schema))).toContain('"name":"a.full.Simple"');
    expect(JSON.stringify(parseSchema(schema))).toContain('"name":"explicit.Simple"');
    expect(JSON.stringify(parseSchema(schema))).toContain('"name":"Simple"');
  });
});
