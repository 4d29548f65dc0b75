/**
 * Schemas of Avro (specification 1.12, Schema Declaration): what they are as JSON, and what they are once every name
 * stands for its definition. Left out: logical types, protocols, the order of fields for sorting, and doc.
 */

export const primitives = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
] as const;
export type Primitive = (typeof primitives)[number];

/** A value as the JSON encoding has it: of a union, null or `{ branch: value }`; bytes are characters up to U+00FF. */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [name: string]: Value };

export interface FieldSchema {
  readonly name: string;
  readonly type: AvroSchema;
  readonly aliases?: readonly string[];
  /** Of a union, a value of one of its branches, without its name. */
  readonly default?: Value;
}

interface Named {
  readonly name: string;
  readonly namespace?: string;
  readonly aliases?: readonly string[];
}

export type ComplexSchema =
  | { readonly type: Primitive }
  | { readonly type: 'array'; readonly items: AvroSchema }
  | { readonly type: 'map'; readonly values: AvroSchema }
  | (Named & { readonly type: 'record'; readonly fields: readonly FieldSchema[] })
  | (Named & {
      readonly type: 'enum';
      readonly symbols: readonly string[];
      readonly default?: string;
    })
  | (Named & { readonly type: 'fixed'; readonly size: number });

/** A name, a union, or a definition. */
export type AvroSchema = string | readonly AvroSchema[] | ComplexSchema;

export interface Field {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: Type;
  /** Undefined if the field has no default. */
  readonly byDefault: Value | undefined;
}

/** Names and aliases are full names: `namespace.name`. */
interface Definition {
  readonly name: string;
  readonly aliases: readonly string[];
}

export interface RecordType extends Definition {
  readonly kind: 'record';
  readonly fields: readonly Field[];
}

export type Type =
  | { readonly kind: Primitive }
  | { readonly kind: 'array'; readonly items: Type }
  | { readonly kind: 'map'; readonly values: Type }
  | { readonly kind: 'union'; readonly branches: readonly Type[] }
  | RecordType
  | (Definition & {
      readonly kind: 'enum';
      readonly symbols: readonly string[];
      readonly byDefault: string | undefined;
    })
  | (Definition & { readonly kind: 'fixed'; readonly size: number });

export type NamedType = Extract<Type, Definition>;

export const isNamed = (type: Type): type is NamedType =>
  type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed';

/** By which a value of a union says its branch: the full name, or the kind. */
export const branchName = (type: Type): string => (isNamed(type) ? type.name : type.kind);

export const unqualified = (fullName: string): string =>
  fullName.slice(fullName.lastIndexOf('.') + 1);
