/**
 * Parameters of scenarios: a zod schema gives their defaults, limits, help and error messages.
 */

import * as z from 'zod';
import { meanOf, quantileOf, type Typical } from '../kernel/distribution.ts';
import { must } from '../kernel/must.ts';
import { didYouMean, InputError, unknownChoice } from './input-error.ts';
import { isSampleText, parseSampleText, Sample, type SampleData, sampleText } from './sample.ts';

const rangePattern = /^\s*\[?\s*([^\s,[\]]+?)\s*(?:\.\.|,|-)\s*([^\s,[\]]+?)\s*\]?\s*$/;

/**
 * A parameter that is a range, written `150..300` on the command line; one number means both ends.
 */
export function range(min: number, max: number) {
  const number = z.number().min(0);
  return z
    .preprocess(
      rangeFromText,
      z
        .strictObject({ min: number, max: number })
        .refine((range) => range.min <= range.max, 'the lower end must not be above the upper end'),
    )
    .default({ min, max });
}

/**
 * A range that is drawn from, uniformly; instead of it the user may give a column of numbers, and each
 * of them is then drawn equally often. See `drawnFrom`.
 */
export function distribution(min: number, max: number) {
  return range(min, max).meta({ isDrawn: true });
}

/**
 * A number that a scenario draws around: the mean of a time, or the quantile of it that `of` names.
 * Instead of it the user may give a column of numbers, and each of them is then drawn equally often;
 * the number's limits then hold for their mean or quantile. See `drawnAround`.
 */
export function typical(number: z.ZodNumber, byDefault: number, of: 'mean' | number = 'mean') {
  const schema = number.default(byDefault).meta({ isDrawn: true, drawnAround: of });
  // A sample is held to the schema by one number, and then takes its place again.
  return schema as unknown as z.ZodDefault<z.ZodType<Typical, Typical>>;
}

/** The parameters that can be drawn from a file. */
export function drawnParams(schema: ParamsSchema): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    (field as z.ZodType).meta()?.['isDrawn'] === true ? [name] : [],
  );
}

function rangeFromText(value: unknown): unknown {
  if (typeof value === 'number') return { min: value, max: value };
  if (typeof value !== 'string') return value;
  const [, min, max] = rangePattern.exec(value) ?? [];
  return min === undefined || max === undefined ? value : { min: Number(min), max: Number(max) };
}

export type ParamsSchema = z.ZodObject;

/**
 * `k=v` assignments from a command line, checked against the schema. Throws InputError with what
 * would be valid.
 */
export function parseAssignments(
  schema: ParamsSchema,
  assignments: readonly string[],
  samples: readonly SampleData[] = [],
): object {
  // Entries, because an assignment to `__proto__` would set no property.
  const values: [name: string, value: unknown][] = [];
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    if (equals <= 0) {
      const example = Object.keys(schema.shape)[0] ?? 'name';
      throw new InputError(
        `"--set ${assignment}" is not an assignment: write --set name=value, for example ${example}=…`,
      );
    }
    const text = assignment.slice(equals + 1).trim();
    const sample = isSampleText(text) && samples.find((data) => sampleText(data) === text);
    const value = sample ? new Sample(sample) : valueFromText(text);
    values.push([assignment.slice(0, equals).trim(), value]);
  }
  return parseParams(schema, Object.fromEntries(values));
}

function valueFromText(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text !== '' && !Number.isNaN(Number(text))) return Number(text);
  return text;
}

/** The error for a parameter that a scenario does not have. */
export function unknownParameter(name: string, names: readonly string[]): InputError {
  const taken = names.length === 0 ? 'It takes no parameters.' : `It takes: ${names.join(', ')}.`;
  return unknownChoice('parameter', name, names, taken);
}

/**
 * Values from anywhere, checked against the schema, with its defaults filled in. Throws InputError.
 */
export function parseParams(schema: ParamsSchema, values: object): object {
  const names = Object.keys(schema.shape);
  for (const name of Object.keys(values)) {
    if (!names.includes(name)) throw unknownParameter(name, names);
  }
  for (const [name, value] of Object.entries(values)) requireSample(schema, name, value);
  const samples = Object.entries(values).filter(([, value]) => value instanceof Sample);
  const held = { ...values, ...Object.fromEntries(samples.map(heldBy(schema))) };
  const parsed = schema.safeParse(held);
  if (parsed.success) {
    for (const name of Object.keys(values)) requireReasonable(name, parsed.data[name]);
    return { ...parsed.data, ...Object.fromEntries(samples) };
  }
  const [issue] = parsed.error.issues;
  throw new InputError(inWords(issue as z.core.$ZodIssue, held));
}

/** About 30,000 years in milliseconds: sums and products of such numbers stay finite. */
const sizeMax = 1e15;

/** Throws InputError for a number, or an end of a range, that no experiment can mean. */
function requireReasonable(name: string, value: unknown): void {
  const numbers = typeof value === 'object' && value !== null ? Object.values(value) : [value];
  for (const number of numbers) {
    if (typeof number !== 'number' || Math.abs(number) <= sizeMax) continue;
    throw new InputError(`${name} must be between -${sizeMax} and ${sizeMax}, not ${number}.`);
  }
}

/** Whether the schema takes these values. */
export function areAllowed(schema: ParamsSchema, values: object): boolean {
  try {
    parseParams(schema, values);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** To its limits the schema holds a sample as it holds any range, or by the number that it stands for. */
function heldBy(schema: ParamsSchema) {
  return ([name, sample]: [string, Sample]): [string, unknown] => {
    const { min, max } = sample;
    const of = must(schema.shape[name], 'schema of the parameter').meta()?.['drawnAround'];
    if (of === undefined) return [name, { min, max }];
    if (min < 0) {
      throw new InputError(`${name} is a time, and one of the numbers of ${sample} is ${min}.`);
    }
    return [name, typeof of === 'number' ? quantileOf(sample, of) : meanOf(sample)];
  };
}

/** Throws InputError for a file where none can be drawn from, or whose numbers are not there. */
function requireSample(schema: ParamsSchema, name: string, value: unknown): void {
  if (isSampleText(value) || value instanceof Sample) requireDrawn(schema, name);
  if (!isSampleText(value)) return;
  const { path, column, digest } = parseSampleText(value);
  const numbers = column === undefined ? 'its numbers' : `the numbers of column ${column}`;
  const which = digest === undefined ? '' : ` (digest ${digest})`;
  throw new InputError(
    `${name} is drawn from a file, ${path}, and ${numbers}${which} are not here: give the file with --data ${path}.`,
  );
}

/** Throws InputError if the parameter cannot be drawn from a file. */
export function requireDrawn(schema: ParamsSchema, name: string): void {
  const drawn = drawnParams(schema);
  if (drawn.includes(name)) return;
  const instead =
    drawn.length === 0
      ? 'no parameter of this scenario can'
      : `of this scenario’s parameters ${drawn.join(', ')} can`;
  throw new InputError(`${name} cannot be drawn from a file: ${instead}.`);
}

function inWords(issue: z.core.$ZodIssue, values: Record<string, unknown>): string {
  const name = issue.path.join('.');
  const value = values[String(issue.path[0])];
  const given = typeof value === 'number' ? String(value) : JSON.stringify(value);
  switch (issue.code) {
    case 'too_big': {
      const limit = issue.inclusive === false ? 'below' : 'at most';
      return `${name} must be ${limit} ${issue.maximum}, not ${given}.`;
    }
    case 'too_small': {
      const limit = issue.inclusive === false ? 'above' : 'at least';
      return `${name} must be ${limit} ${issue.minimum}, not ${given}.`;
    }
    case 'invalid_type':
      return `${name} must be ${typeNames[issue.expected] ?? issue.expected}, not ${given}.`;
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const hint = typeof value === 'string' ? didYouMean(value, choices) : '';
      return `${name} must be one of ${choices.join(', ')}, not ${given}.${hint}`;
    }
    default:
      return value === undefined
        ? `${name}: ${issue.message}.`
        : `${name}: ${issue.message}; ${given} was given.`;
  }
}

const typeNames: Record<string, string> = {
  int: 'a whole number',
  number: 'a finite number',
  boolean: 'true or false',
  object: 'a range such as 150..300',
};

/** A parameter as a reader sees it. */
export interface ParamHelp {
  readonly name: string;
  readonly says: string;
  readonly default: unknown;
  /** What it may be, in words: `1 to 9`, `a or b`. */
  readonly allowed: string;
}

/** What JSON Schema says of each parameter. */
export function propertiesOf(
  schema: ParamsSchema,
): Readonly<Record<string, z.core.JSONSchema.BaseSchema>> {
  const { properties = {} } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  return properties as Record<string, z.core.JSONSchema.BaseSchema>;
}

/** What can be set, for help texts: read from the schema itself. */
export function describeParams(schema: ParamsSchema): ParamHelp[] {
  const properties = propertiesOf(schema);
  return Object.entries(schema.shape).map(([name, field]) => {
    const property = must(properties[name], 'schema of the parameter');
    return {
      name,
      says: (field as z.ZodType).description ?? '',
      default: property.default,
      allowed: allowedInWords(property),
    };
  });
}

/** The parameters that count something, so that a smaller one makes a smaller run. */
export function countingParams(schema: ParamsSchema): string[] {
  const properties = Object.entries(propertiesOf(schema));
  return properties.flatMap(([name, { type }]) => (type === 'integer' ? [name] : []));
}

function allowedInWords(property: z.core.JSONSchema.BaseSchema): string {
  if (property.enum !== undefined) return property.enum.join(' or ');
  if (property.type === 'boolean') return 'true or false';
  const allowed = property.type === 'object' ? 'a range, min..max' : numberInWords(property);
  return property['isDrawn'] === true ? `${allowed}, or @file:column` : allowed;
}

function numberInWords(property: z.core.JSONSchema.BaseSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property;
  const whole = property.type === 'integer' ? 'whole number' : 'number';
  const lower = minimum ?? exclusiveMinimum;
  const upper = maximum ?? exclusiveMaximum;
  if (lower !== undefined && upper !== undefined) return `${whole}, ${lower} to ${upper}`;
  if (lower !== undefined) return `${whole}, ${minimum === undefined ? 'above' : 'from'} ${lower}`;
  return whole;
}

/** A parameter's value the way it is written on the command line. */
export function paramInText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'min' in value && 'max' in value) {
    if (value instanceof Sample) return String(value);
    return `${value.min}..${value.max}`;
  }
  return String(value);
}
