/**
 * Reads what was written with one schema as another one has it (Avro specification 1.12, Schema Resolution): the reader
 * has both schemas, and fields are matched by name.
 */
import { must } from '../../../src/kernel/must.ts';
import type { DeploymentRules } from '../rules.ts';
import { chosen } from './binary.ts';
import { bytesOf, charactersOf, decodedText, encodedText } from './text.ts';
import {
  branchName,
  type Field,
  isNamed,
  type NamedType,
  type Primitive,
  type RecordType,
  type Type,
  unqualified,
  type Value,
} from './types.ts';
import { Unreadable } from './unreadable.ts';

export type ReadingRules = Pick<
  DeploymentRules,
  | 'match-fields-by-name'
  | 'default-for-missing-field'
  | 'alias-is-old-name'
  | 'default-for-unknown-symbol'
>;

/** Into which types a primitive is promoted, itself apart. */
export const promotions: Readonly<Partial<Record<Primitive, readonly Primitive[]>>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/** Whether the two are alike enough to be resolved; records, enums and unions may still fail inside. */
export function matches(reader: Type, writer: Type): boolean {
  if (reader.kind === 'union' || writer.kind === 'union') return true;
  if (reader.kind === 'array')
    return writer.kind === 'array' && matches(reader.items, writer.items);
  if (reader.kind === 'map') return writer.kind === 'map' && matches(reader.values, writer.values);
  if (isNamed(reader)) {
    if (!isNamed(writer) || reader.kind !== writer.kind || !isNameOf(reader, writer)) return false;
    return reader.kind !== 'fixed' || writer.kind !== 'fixed' || reader.size === writer.size;
  }
  const promoted: readonly string[] = promotions[writer.kind as Primitive] ?? [];
  return writer.kind === reader.kind || promoted.includes(reader.kind);
}

/** Names match without their namespaces; an alias is the full name that the writer had. */
const isNameOf = (reader: NamedType, writer: NamedType): boolean =>
  unqualified(reader.name) === unqualified(writer.name) || reader.aliases.includes(writer.name);

/** What the writer calls a field of the reader. */
export function writtenField(
  field: Pick<Field, 'name' | 'aliases'>,
  writer: RecordType,
): Field | undefined {
  return (
    writer.fields.find(({ name }) => name === field.name) ??
    writer.fields.find(({ name }) => field.aliases.includes(name))
  );
}

/** Throws Unreadable. */
export function resolved(reader: Type, writer: Type, value: Value, rules: ReadingRules): Value {
  if (writer.kind === 'union') {
    const { branch, inner } = chosen(writer.branches, value);
    return resolved(reader, branch, inner, rules);
  }
  if (reader.kind === 'union') {
    const branch = reader.branches.find((one) => matches(one, writer));
    if (branch === undefined) throw new Unreadable(mismatch(reader, writer));
    const inner = resolved(branch, writer, value, rules);
    return branch.kind === 'null' ? null : { [branchName(branch)]: inner };
  }
  if (!matches(reader, writer)) throw new Unreadable(mismatch(reader, writer));
  if (reader.kind === 'array' && writer.kind === 'array') {
    const items = value as readonly Value[];
    return items.map((item) => resolved(reader.items, writer.items, item, rules));
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    const entries = Object.entries(value as { readonly [name: string]: Value });
    const read = entries.map(
      ([key, one]) => [key, resolved(reader.values, writer.values, one, rules)] as const,
    );
    return Object.fromEntries(read);
  }
  if (reader.kind === 'record' && writer.kind === 'record') {
    return resolvedRecord(reader, writer, value as { readonly [name: string]: Value }, rules);
  }
  if (reader.kind === 'enum') {
    if (reader.symbols.includes(value as string)) return value;
    if (rules['default-for-unknown-symbol'] && reader.byDefault !== undefined) {
      return reader.byDefault;
    }
    throw new Unreadable(`${reader.name} has no symbol ${value}`);
  }
  return promoted(reader, writer, value);
}

function resolvedRecord(
  reader: RecordType,
  writer: RecordType,
  value: { readonly [name: string]: Value },
  rules: ReadingRules,
): Value {
  const read = reader.fields.map((field, place) => {
    const aliases = rules['alias-is-old-name'] ? field.aliases : [];
    const written = rules['match-fields-by-name']
      ? writtenField({ name: field.name, aliases }, writer)
      : writer.fields[place];
    if (written !== undefined) {
      const own = must(value[written.name], 'value of a field');
      return [field.name, resolved(field.type, written.type, own, rules)] as const;
    }
    if (field.byDefault === undefined || !rules['default-for-missing-field']) {
      throw new Unreadable(`${reader.name} needs ${field.name}, which was not written`);
    }
    return [field.name, field.byDefault] as const;
  });
  return Object.fromEntries(read);
}

function promoted(reader: Type, writer: Type, value: Value): Value {
  if (reader.kind === 'bytes' && writer.kind === 'string') {
    return charactersOf(encodedText(value as string));
  }
  if (reader.kind === 'string' && writer.kind === 'bytes') {
    return decodedText(bytesOf(value as string));
  }
  return reader.kind === 'float' ? Math.fround(value as number) : value;
}

export const mismatch = (reader: Type, writer: Type): string =>
  `${branchName(writer)} is not read as ${branchName(reader)}`;
