/** Reads a schema: gives every name its definition, and refuses what the specification refuses. */
import { holds } from './binary.ts';
import {
  type AvroSchema,
  branchName,
  type ComplexSchema,
  type Field,
  type FieldSchema,
  type Primitive,
  primitives,
  type Type,
  type Value,
} from './types.ts';

/** A schema that the specification does not allow, and why. */
export class InvalidSchema extends Error {
  override readonly name = 'InvalidSchema';
}

interface Scope {
  readonly defined: Map<string, Type>;
  /** Defaults are read last: the type of one may be defined further on. */
  readonly later: (() => void)[];
}

/** Throws InvalidSchema. */
export function parseSchema(schema: AvroSchema): Type {
  const scope: Scope = { defined: new Map(), later: [] };
  const type = parsed(schema, '', scope);
  for (const read of scope.later) read();
  return type;
}

const isPrimitive = (name: string): name is Primitive =>
  (primitives as readonly string[]).includes(name);

function parsed(schema: AvroSchema, namespace: string, scope: Scope): Type {
  if (typeof schema === 'string') {
    if (isPrimitive(schema)) return { kind: schema };
    const found = scope.defined.get(qualified(schema, namespace));
    if (found === undefined) throw new InvalidSchema(`no type is named ${schema}`);
    return found;
  }
  if (isUnion(schema)) return unionOf(schema.map((branch) => parsed(branch, namespace, scope)));
  switch (schema.type) {
    case 'array':
      return { kind: 'array', items: parsed(schema.items, namespace, scope) };
    case 'map':
      return { kind: 'map', values: parsed(schema.values, namespace, scope) };
    case 'record':
    case 'enum':
    case 'fixed':
      return definedBy(schema, namespace, scope);
    default:
      return parsed(schema.type, namespace, scope);
  }
}

const isUnion = (schema: AvroSchema): schema is readonly AvroSchema[] => Array.isArray(schema);

function unionOf(branches: readonly Type[]): Type {
  if (branches.some(({ kind }) => kind === 'union')) {
    throw new InvalidSchema('a union may not contain a union');
  }
  refuseTwice(branches.map(branchName), 'a union');
  return { kind: 'union', branches };
}

type Defining = Extract<ComplexSchema, { readonly name: string }>;

function definedBy(schema: Defining, enclosing: string, scope: Scope): Type {
  const name = qualified(schema.name, schema.namespace ?? enclosing);
  for (const part of name.split('.')) refuseName(part);
  if (scope.defined.has(name)) throw new InvalidSchema(`${name} is defined twice`);
  const namespace = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const aliases = (schema.aliases ?? []).map((alias) => qualified(alias, namespace));
  if (schema.type === 'fixed') return define({ kind: 'fixed', name, aliases, size: schema.size });
  if (schema.type === 'enum') {
    const { symbols, default: byDefault } = schema;
    for (const symbol of symbols) refuseName(symbol);
    refuseTwice(symbols, name);
    if (byDefault !== undefined && !symbols.includes(byDefault)) {
      throw new InvalidSchema(`the default of ${name} is not one of its symbols: ${byDefault}`);
    }
    return define({ kind: 'enum', name, aliases, symbols, byDefault });
  }
  const fields: Field[] = [];
  // Known before its fields are: they may be of this very type.
  const record = define({ kind: 'record', name, aliases, fields });
  refuseTwice(
    schema.fields.flatMap((field) => [field.name, ...(field.aliases ?? [])]),
    name,
  );
  for (const field of schema.fields) fields.push(fieldOf(field, name, namespace, scope));
  return record;

  function define(type: Type): Type {
    scope.defined.set(name, type);
    return type;
  }
}

function fieldOf(schema: FieldSchema, record: string, namespace: string, scope: Scope): Field {
  refuseName(schema.name);
  const type = parsed(schema.type, namespace, scope);
  const field = { name: schema.name, aliases: schema.aliases ?? [], type };
  const given = schema.default;
  if (given === undefined) return { ...field, byDefault: undefined };
  const parsedField: { -readonly [Key in keyof Field]: Field[Key] } = { ...field, byDefault: null };
  scope.later.push(() => {
    const byDefault = defaultOf(type, given);
    if (byDefault === undefined) {
      const text = JSON.stringify(given);
      throw new InvalidSchema(`the default of ${record}.${schema.name} does not fit: ${text}`);
    }
    parsedField.byDefault = byDefault;
  });
  return parsedField;
}

/** A default as a value: of a union, the first branch that it fits. Undefined if it fits none. */
function defaultOf(type: Type, given: Value): Value | undefined {
  switch (type.kind) {
    case 'union':
      for (const branch of type.branches) {
        const value = defaultOf(branch, given);
        if (value !== undefined) return value === null ? null : { [branchName(branch)]: value };
      }
      return undefined;
    case 'array': {
      if (!Array.isArray(given)) return undefined;
      const items = given.map((item) => defaultOf(type.items, item));
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'map':
      if (!isObject(given)) return undefined;
      return whole(Object.entries(given).map(([key, one]) => [key, defaultOf(type.values, one)]));
    case 'record':
      if (!isObject(given)) return undefined;
      return whole(
        type.fields.map((field) => {
          const own = given[field.name];
          return [field.name, own === undefined ? field.byDefault : defaultOf(field.type, own)];
        }),
      );
    default:
      return holds(type, given) ? given : undefined;
  }
}

const whole = (entries: readonly (readonly [string, Value | undefined])[]): Value | undefined =>
  entries.every((entry): entry is readonly [string, Value] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;

export const isObject = (value: Value): value is { readonly [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const qualified = (name: string, namespace: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

function refuseName(name: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new InvalidSchema(`a name has letters, digits and underscores: "${name}"`);
  }
}

function refuseTwice(names: readonly string[], where: string): void {
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new InvalidSchema(`${where} has ${twice} twice`);
}
