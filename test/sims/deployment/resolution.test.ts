/**
 * Goal: what was written with one schema is read with another one by the examples of the Avro specification 1.12 and of
 * Confluent’s table of compatibility types; and where the package avsc differs from the specification, a test for each side.
 */
import avsc from 'avsc';
import { describe, expect, test } from 'vitest';
import { deploymentRules } from '../../../sims/deployment/rules.ts';
import { encoded } from '../../../sims/deployment/schema/binary.ts';
import {
  type Compatibility,
  canRead,
  compatibilities,
  difference,
  incompatibility,
} from '../../../sims/deployment/schema/compatibility.ts';
import { parseSchema } from '../../../sims/deployment/schema/parse.ts';
import { resolved } from '../../../sims/deployment/schema/resolution.ts';
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
