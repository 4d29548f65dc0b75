/**
 * Goal: single rules of schemas, by the examples of the Avro specification 1.12 and of Confluent’s table of
 * compatibility types; and where the package avsc differs from the specification, a test for each side.
 */
import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import { decoded, encoded } from '../../../sims/deployment/schema/binary.ts';
import {
  type Compatibility,
  canRead,
  compatibilities,
  difference,
  incompatibility,
} from '../../../sims/deployment/schema/compatibility.ts';
import { InvalidSchema, parseSchema } from '../../../sims/deployment/schema/parse.ts';
import { resolved } from '../../../sims/deployment/schema/resolution.ts';
import { bytesOf, charactersOf, decodedText } from '../../../sims/deployment/schema/text.ts';
import { framed, unframed } from '../../../sims/deployment/schema/topic.ts';
import {
  type AvroSchema,
  type FieldSchema,
  primitives,
  type Value,
} from '../../../sims/deployment/schema/types.ts';

const rules = deploymentRules.without();
const record = (fields: readonly FieldSchema[], more: object = {}): AvroSchema =>
  ({ type: 'record', name: 'Order', fields, ...more }) as AvroSchema;
const id: FieldSchema = { name: 'id', type: 'int' };
const read = (reader: AvroSchema, writer: AvroSchema, value: Value) =>
  resolved(parseSchema(reader), parseSchema(writer), value, rules);
const reads = (reader: AvroSchema, writer: AvroSchema) =>
  canRead(parseSchema(reader), parseSchema(writer));
const theirs = (schema: AvroSchema) =>
  avsc.Type.forSchema(schema as avsc.Schema, { wrapUnions: true });
/** Of the package, comparing names as the specification does. */
const theirReader = (reader: AvroSchema, writer: AvroSchema) =>
  theirs(reader).createResolver(theirs(writer), { ignoreNamespaces: true } as never);

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

describe('resolution', () => {
  test('promotions are those of the specification, and no others', () => {
    const promoted = primitives.flatMap((writer) =>
      primitives
        .filter((reader) => reader !== writer && reads(reader, writer))
        .map((reader) => `${writer} to ${reader}`),
    );
    expect(promoted).toEqual([
      ...['int to long', 'int to float', 'int to double'],
      ...['long to float', 'long to double', 'float to double'],
      ...['bytes to string', 'string to bytes'],
    ]);
  });

  test('text and bytes: ü is two bytes in UTF-8', () => {
    expect(read('bytes', 'string', 'ü')).toBe('\u00c3\u00bc');
    expect(read('string', 'bytes', '\u00c3\u00bc')).toBe('ü');
  });

  test('a field that was not written has its default, one that is unknown is left out', () => {
    const note: FieldSchema = { name: 'note', type: ['null', 'string'], default: null };
    const text: FieldSchema = { name: 'text', type: ['string', 'null'], default: 'x' };
    expect(read(record([id, note, text]), record([id]), { id: 1 })).toEqual({
      id: 1,
      note: null,
      text: { string: 'x' },
    });
    expect(read(record([id]), record([id, note]), { id: 1, note: null })).toEqual({ id: 1 });
    expect(
      difference(parseSchema(record([id, { name: 'a', type: 'int' }])), parseSchema(record([id]))),
    ).toBe('a is not written, and has no default');
  });

  test('an alias is the name before, of a field and of a type', () => {
    const total: FieldSchema = { name: 'total', type: 'int', aliases: ['amount'] };
    const writer = record([{ name: 'amount', type: 'int' }], {
      name: 'Purchase',
      namespace: 'old',
    });
    const reader = (aliases: string[]) => record([total], { namespace: 'shop', aliases });
    expect(read(reader(['old.Purchase']), writer, { amount: 7 })).toEqual({ total: 7 });
    // Without a namespace an alias is in that of its type.
    expect(reads(reader(['Purchase']), writer)).toBe(false);
    expect(
      reads(reader(['Purchase']), { ...(writer as object), namespace: 'shop' } as AvroSchema),
    ).toBe(true);
  });

  test('names match without their namespaces; fixed also by its size', () => {
    const md5 = (namespace: string, size: number): AvroSchema => ({
      type: 'fixed',
      name: 'Md5',
      namespace,
      size,
    });
    expect(reads(md5('a', 16), md5('b', 16))).toBe(true);
    expect(reads(md5('a', 16), md5('a', 15))).toBe(false);
    expect(reads(md5('a', 16), { type: 'enum', name: 'Md5', symbols: ['A'] })).toBe(false);
  });

  test('an enum with a default reads a symbol that it does not know; one without does not', () => {
    const suit = (symbols: string[], more: object = {}): AvroSchema => ({
      type: 'enum',
      name: 'Suit',
      symbols,
      ...more,
    });
    expect(read(suit(['A', 'B'], { default: 'B' }), suit(['A', 'C']), 'C')).toBe('B');
    expect(read(suit(['A', 'B']), suit(['A', 'C']), 'A')).toBe('A');
    expect(() => read(suit(['A', 'B']), suit(['A', 'C']), 'C')).toThrow('Suit has no symbol C');
    expect(reads(suit(['A', 'B']), suit(['A', 'C']))).toBe(false);
  });

  test('unions: the first branch of the reader that matches, and every branch of the writer', () => {
    expect(read(['null', 'double', 'long'], 'int', 3)).toEqual({ double: 3 });
    expect(read('long', ['null', 'int'], { int: 3 })).toBe(3);
    expect(() => read('long', ['null', 'int'], null)).toThrow('null is not read as long');
    expect(reads('long', ['null', 'int'])).toBe(false);
    expect(() => read(['null', 'int'], 'string', 'a')).toThrow('string is not read as union');
  });

  test('a list that refers to itself gets a field', () => {
    const list = (fields: FieldSchema[]): AvroSchema => ({
      type: 'record',
      name: 'List',
      fields: [{ name: 'value', type: 'int' }, { name: 'next', type: ['null', 'List'] }, ...fields],
    });
    const value = { value: 1, next: { List: { value: 2, next: null } } };
    expect(read(list([{ name: 'tag', type: 'string', default: '-' }]), list([]), value)).toEqual({
      value: 1,
      next: { List: { value: 2, next: null, tag: '-' } },
      tag: '-',
    });
    expect(reads(list([{ name: 'tag', type: 'string' }]), list([]))).toBe(false);
  });

  test('defaults of records take the defaults of their fields', () => {
    const inner: AvroSchema = {
      type: 'record',
      name: 'Inner',
      fields: [
        { name: 'a', type: 'int' },
        {
          name: 'b',
          type: { type: 'map', values: { type: 'array', items: 'int' } },
          default: { k: [1] },
        },
      ],
    };
    const reader = record([{ name: 'inner', type: inner, default: { a: 2 } }]);
    expect(read(reader, record([]), {})).toEqual({ inner: { a: 2, b: { k: [1] } } });
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

describe('compatibility', () => {
  const required: FieldSchema = { name: 'extra', type: 'string' };
  const optional: FieldSchema = { ...required, default: '' };
  /** Confluent Platform documentation, Schema Evolution, Compatibility types: changes allowed. */
  const changes: readonly (readonly [string, AvroSchema, AvroSchema, readonly Compatibility[]])[] =
    [
      [
        'add an optional field',
        record([id]),
        record([id, optional]),
        ['backward', 'forward', 'full'],
      ],
      ['add a required field', record([id]), record([id, required]), ['forward']],
      [
        'delete an optional field',
        record([id, optional]),
        record([id]),
        ['backward', 'forward', 'full'],
      ],
      ['delete a required field', record([id, required]), record([id]), ['backward']],
      ['rename a field', record([id, required]), record([id, { ...required, name: 'other' }]), []],
    ];
  test.each(changes)('%s', (_, before, after, allowed) => {
    const [next, earlier] = [parseSchema(after), parseSchema(before)];
    const found = compatibilities.filter(
      (one) => incompatibility(next, [earlier], one) === undefined,
    );
    expect(found).toEqual(allowed);
  });

  test('each neighbour can be read, and the first version cannot', () => {
    const [first, second, third] = [
      record([id]),
      record([id, optional]),
      record([id, required]),
    ].map(parseSchema) as [never, never, never];
    expect(incompatibility(third, [second], 'backward')).toBeUndefined();
    expect(incompatibility(second, [first], 'backward')).toBeUndefined();
    expect(incompatibility(third, [first, second], 'backward')).toBe(
      'extra is not written, and has no default',
    );
    expect(incompatibility(third, [first, second], 'forward')).toBeUndefined();
  });
});

describe('where avsc 5.7 differs from the specification', () => {
  test('it reads an integer as a float without rounding it to one', () => {
    const beyond = 2 ** 24 + 1;
    expect(read('float', 'int', beyond)).toBe(2 ** 24);
    const float = theirs('float');
    const bytes = Buffer.from(encoded({ kind: 'int' }, beyond));
    expect(float.fromBuffer(bytes, float.createResolver(theirs('int')))).toBe(beyond);
  });

  test('it takes the first branch that it can read wholly, not the first that matches', () => {
    const named = (namespace: string, name: string): AvroSchema =>
      record([{ name, type: 'int' }], { namespace });
    const reader: AvroSchema = [named('a', 'other'), named('b', 'id')];
    const writer = named('c', 'id');
    expect(() => read(reader, writer, { id: 1 })).toThrow(
      'a.Order needs other, which was not written',
    );
    expect(reads(reader, writer)).toBe(false);
    expect(() => theirReader(reader, writer)).not.toThrow();
  });

  test('it refuses a field that was written under both of its names', () => {
    const reader = record([{ name: 'total', type: 'int', aliases: ['amount'] }]);
    const writer = record([
      { name: 'total', type: 'int' },
      { name: 'amount', type: 'int' },
    ]);
    expect(read(reader, writer, { total: 1, amount: 2 })).toEqual({ total: 1 });
    expect(() => theirReader(reader, writer)).toThrow('ambiguous aliasing');
  });

  test('it takes a default for the first branch of a union alone, as before version 1.12', () => {
    const schema = record([{ name: 'note', type: ['null', 'string'], default: 'x' }]);
    expect(read(schema, record([]), {})).toEqual({ note: { string: 'x' } });
    expect(() => theirs(schema)).toThrow('first branch');
  });
});
