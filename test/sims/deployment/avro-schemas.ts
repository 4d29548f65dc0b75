/** Pairs of schemas of Avro, and values: the reader’s schema is the writer’s after some changes. */
import fc from 'fast-check';
import { promotions } from '../../../sims/deployment/schema/resolution.ts';
import type {
  AvroSchema,
  ComplexSchema,
  FieldSchema,
  Primitive,
  Type,
  Value,
} from '../../../sims/deployment/schema/types.ts';
import { branchName, primitives } from '../../../sims/deployment/schema/types.ts';

type RecordSchema = Extract<ComplexSchema, { readonly type: 'record' }>;
type Draw = (below: number) => number;

/** Draws out of a list of numbers, so that fast-check can shrink the list. */
const drawsOf = (numbers: readonly number[]): Draw => {
  let next = 0;
  return (below) => (numbers[next++ % Math.max(1, numbers.length)] ?? 0) % below;
};

const isDefinition = (schema: AvroSchema): schema is ComplexSchema & { name: string } =>
  typeof schema === 'object' && 'name' in schema;

const writerNamespace = 'old';
const depthMax = 3;

/** A schema of nested types. Names are numbered in the order of their definitions. */
function drawnSchema(draw: Draw, depth: number, names: { count: number }): AvroSchema {
  // At the top a record, mostly: a union, an array or a map is the type of one of its fields.
  const kind = depth === depthMax && draw(5) > 0 ? 13 : draw(depth > 0 ? 15 : 8);
  if (kind < 8) return primitives[kind] ?? 'null';
  if (kind === 8) return { type: 'array', items: drawnSchema(draw, depth - 1, names) };
  if (kind === 9) return { type: 'map', values: drawnSchema(draw, depth - 1, names) };
  if (kind === 10) return drawnUnion(draw, depth - 1, names);
  names.count += 1;
  const named = { name: `T${names.count}`, namespace: writerNamespace };
  if (kind === 11) return { type: 'fixed', ...named, size: 1 + draw(3) };
  if (kind === 12) {
    const symbols = ['A', 'B', 'C', 'D'].slice(0, 1 + draw(4));
    return { type: 'enum', ...named, symbols };
  }
  const fields: FieldSchema[] = Array.from({ length: 1 + draw(4) }, (_, place) => ({
    name: `f${place}`,
    type: drawnSchema(draw, depth - 1, names),
  }));
  if (draw(3) === 0) {
    fields.push({ name: 'next', type: ['null', named.name], default: null });
  }
  return { type: 'record', ...named, fields };
}

function drawnUnion(draw: Draw, depth: number, names: { count: number }): AvroSchema {
  const branches: AvroSchema[] = [];
  const kinds = new Set<string>();
  for (let branch = 1 + draw(3); branch > 0; branch--) {
    const one = drawnSchema(draw, depth, names);
    if (Array.isArray(one)) continue;
    const kind =
      typeof one === 'string' ? one : isDefinition(one) ? one.name : (one as ComplexSchema).type;
    if (!kinds.has(kind)) branches.push(one);
    kinds.add(kind);
  }
  return branches.length === 0 ? ['null'] : branches;
}

/** The reader’s schema: most parts as the writer’s, some changed. */
function changed(schema: AvroSchema, draw: Draw, namespace: string): AvroSchema {
  if (typeof schema === 'string') return changedName(schema, draw);
  if (Array.isArray(schema)) {
    const branches = (schema as readonly AvroSchema[]).map((one) => changed(one, draw, namespace));
    if (
      branches.some((one) => Array.isArray(one)) ||
      new Set(branches.map(kindOf)).size < branches.length
    ) {
      return schema;
    }
    if (draw(4) === 0) branches.reverse();
    if (draw(5) === 0 && branches.length > 1) branches.pop();
    return branches;
  }
  const complex = schema as ComplexSchema;
  if (complex.type === 'array') {
    return { type: 'array', items: changed(complex.items, draw, namespace) };
  }
  if (complex.type === 'map') {
    return { type: 'map', values: changed(complex.values, draw, namespace) };
  }
  if (!isDefinition(complex)) return complex;
  const named = { ...complex, namespace };
  if (complex.type === 'fixed') {
    return draw(6) === 0
      ? ({ ...named, size: complex.size + 1 } as AvroSchema)
      : (named as AvroSchema);
  }
  if (complex.type === 'enum') {
    const symbols = draw(3) === 0 ? complex.symbols.slice(1) : [...complex.symbols, 'E'];
    if (symbols.length === 0) return named as AvroSchema;
    const byDefault = draw(2) === 0 ? {} : { default: symbols[0] };
    return { ...named, symbols, ...byDefault } as AvroSchema;
  }
  return {
    ...named,
    fields: changedFields(complex as RecordSchema, draw, namespace),
  } as AvroSchema;
}

const kindOf = (schema: AvroSchema): string =>
  typeof schema === 'string'
    ? schema
    : isDefinition(schema)
      ? schema.name
      : (schema as ComplexSchema).type;

function changedName(schema: string, draw: Draw): AvroSchema {
  const into = promotions[schema as Primitive] ?? [];
  if (draw(3) === 0 && into.length > 0) return into[draw(into.length)] ?? schema;
  // A union around a type that had none; a type that refers to itself stays as it is.
  if (draw(8) === 0 && primitives.includes(schema as Primitive) && schema !== 'null') {
    return ['null', schema];
  }
  return schema;
}

function changedFields(record: RecordSchema, draw: Draw, namespace: string): FieldSchema[] {
  const fields: FieldSchema[] = [];
  for (const field of record.fields) {
    const deed = draw(8);
    if (deed === 0) continue;
    const own = { ...field, type: changed(field.type, draw, namespace) };
    if (JSON.stringify(own.type) !== JSON.stringify(field.type))
      delete (own as { default?: Value }).default;
    if (deed === 1) fields.push({ ...own, name: `${field.name}new`, aliases: [field.name] });
    else fields.push(own);
  }
  if (draw(4) === 0) fields.push({ name: 'added', type: 'int', default: 7 });
  if (draw(4) === 0) fields.push({ name: 'maybe', type: ['null', 'string'], default: null });
  if (draw(9) === 0) fields.push({ name: 'required', type: 'int' });
  if (draw(3) === 0) fields.reverse();
  return fields;
}

export interface Pair {
  readonly writer: AvroSchema;
  readonly reader: AvroSchema;
  /** For values of the writer’s schema. */
  readonly numbers: readonly number[];
}

const numbers = fc.array(fc.nat(9_999), { minLength: 40, maxLength: 80 });

export const schemaPairs: fc.Arbitrary<Pair> = fc
  .tuple(numbers, numbers, numbers, fc.constantFrom(writerNamespace, 'fresh'))
  .map(([schema, changes, values, namespace]) => {
    const writer = drawnSchema(drawsOf(schema), depthMax, { count: 0 });
    return { writer, reader: changed(writer, drawsOf(changes), namespace), numbers: values };
  });

const texts = ['', 'a', 'Zürich', '\u00ff', '東京', '🙂', '\u0000'];
/** Exact as a float, so that the package’s way of promoting integers makes no difference. */
const integers = [0, 1, -1, 63, -64, 64, 8_191, -8_192, 1_000_000, -16_777_216];

/** Some values of a type: each branch and each symbol is in one of them. */
export function valuesOf(type: Type, given: readonly number[], count = 12): Value[] {
  const draw = drawsOf(given);
  return Array.from({ length: count }, (_, turn) => value(type, 3, turn));

  function value(of: Type, depth: number, turn: number): Value {
    switch (of.kind) {
      case 'null':
        return null;
      case 'boolean':
        return draw(2) === 0;
      case 'int':
      case 'long':
        return integers[draw(integers.length)] ?? 0;
      case 'float':
      case 'double':
        return (draw(2_000) - 1_000) / 8;
      case 'string':
        return texts[draw(texts.length)] ?? '';
      case 'bytes':
        return ['', 'abc', '\u00c3\u00bc', '\u00ff\u0000'][draw(4)] ?? '';
      case 'fixed':
        return '\u0080'.repeat(of.size);
      case 'enum':
        return of.symbols[turn % of.symbols.length] ?? '';
      case 'array':
        return depth < 0
          ? []
          : Array.from({ length: 1 + draw(2) }, () => value(of.items, depth - 1, turn));
      case 'map':
        return depth < 0 ? {} : { key: value(of.values, depth - 1, turn) };
      case 'union': {
        const place = depth < 0 ? 0 : turn % of.branches.length;
        const branch = of.branches[place] ?? { kind: 'null' };
        const inner = value(branch, depth - 1, Math.floor(turn / of.branches.length));
        return branch.kind === 'null' ? null : { [branchName(branch)]: inner };
      }
      case 'record':
        return Object.fromEntries(
          of.fields.map((field) => [field.name, value(field.type, depth - 1, turn)]),
        );
    }
  }
}
