/**
 * Parameters drawn for each seed, so that a sweep also reaches what no default would.
 *
 * As in swarm testing (Groce, Zhang, Eide, Chen and Regehr, ISSTA 2012), each parameter is left
 * alone in half of the runs: runs that differ in what they leave out find more than runs that all
 * vary everything.
 */

import type * as z from 'zod';
import { pow } from '../../kernel/elementary.ts';
import { must } from '../../kernel/must.ts';
import { chance, pick, type RandomStream, randomInteger } from '../../kernel/random.ts';
import { InputError } from '../input-error.ts';
import { type ParamsSchema, paramInText, parseAssignments, propertiesOf } from '../params.ts';
import type { SampleData } from '../sample.ts';

/** What a scenario allows a parameter to be drawn from: a range, or a list of choices. */
export type SwarmRange = { readonly min: number; readonly max: number } | readonly unknown[];
export type SwarmRanges = Readonly<Record<string, SwarmRange>>;

/** For scenarios that say nothing about it. */
export const noRanges: SwarmRanges = {};

export interface SwarmOptions {
  readonly schema: ParamsSchema;
  /** The scenario's own ranges, for those parameters that have one. */
  readonly ranges: SwarmRanges;
  /** What the user has set: it stays. As typed, `name=value`. */
  readonly set: readonly string[];
  /** The numbers of the files that are named in it. */
  readonly samples?: readonly SampleData[];
}

/** Values that are not allowed together are drawn anew, so often at most. */
const attemptsMax = 100;

/**
 * Draws parameters, as they are written on the command line: `nodes=7`, `latencyMs=0.62..1.9`.
 * Without a range from the scenario: a whole number with both limits from all between them, another
 * number or range from half its default to twice, within its limits; a choice from all.
 */
export function drawParams(options: SwarmOptions, stream: RandomStream): string[] {
  const { schema, ranges, set, samples } = options;
  const setNames = set.map((assignment) => assignment.slice(0, assignment.indexOf('=')).trim());
  const drawers = drawersOf(schema, ranges).filter(([name]) => !setNames.includes(name));
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const drawn = drawers.flatMap(([name, draw]) =>
      chance(stream, 0.5) ? [`${name}=${paramInText(draw(stream))}`] : [],
    );
    if (isAllowed(schema, [...set, ...drawn], samples)) return drawn;
  }
  throw new InputError('No draw of the parameters was allowed; set some of them with --set.');
}

function isAllowed(
  schema: ParamsSchema,
  assignments: readonly string[],
  samples?: readonly SampleData[],
): boolean {
  try {
    parseAssignments(schema, assignments, samples);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

type Drawer = (stream: RandomStream) => unknown;

interface Drawers {
  readonly ranges: SwarmRanges;
  readonly drawers: readonly (readonly [name: string, draw: Drawer])[];
}

/** Reading a schema takes longer than many a run. */
const known = new WeakMap<ParamsSchema, Drawers>();

function drawersOf(schema: ParamsSchema, ranges: SwarmRanges): Drawers['drawers'] {
  const before = known.get(schema);
  if (before?.ranges === ranges) return before.drawers;
  const properties = propertiesOf(schema);
  const drawers = Object.keys(schema.shape).flatMap((name) => {
    const property = must(properties[name], 'schema of the parameter');
    const draw = drawerOf(property, ranges[name]);
    return draw === undefined ? [] : [[name, draw] as const];
  });
  known.set(schema, { ranges, drawers });
  return drawers;
}

function drawerOf(
  property: z.core.JSONSchema.BaseSchema,
  range: SwarmRange | undefined,
): Drawer | undefined {
  if (Array.isArray(range)) return (stream) => pick(stream, range);
  const own = range as { min: number; max: number } | undefined;
  if (property.enum !== undefined) {
    const choices = property.enum;
    return (stream) => pick(stream, choices);
  }
  if (property.type === 'boolean') return (stream) => pick(stream, [false, true]);
  if (property.type === 'object') return drawerOfRange(property.default, own);
  const fallback = typeof property.default === 'number' ? property.default : undefined;
  if (property.type === 'integer') return drawerOfInteger(property, fallback, own);
  if (property.type === 'number') return drawerOfNumber(property, fallback, own);
  return undefined;
}

function drawerOfInteger(
  { minimum, maximum }: z.core.JSONSchema.BaseSchema,
  fallback: number | undefined,
  own: { min: number; max: number } | undefined,
): Drawer | undefined {
  if (own !== undefined) return (stream) => randomInteger(stream, own.min, own.max);
  const low = minimum ?? Number.MIN_SAFE_INTEGER;
  const high = maximum ?? Number.MAX_SAFE_INTEGER;
  if (high - low <= fewIntegers) return (stream) => randomInteger(stream, low, high);
  if (fallback === undefined) return undefined;
  const from = Math.max(low, Math.floor(fallback / 2));
  const to = Math.min(high, Math.ceil(fallback * 2));
  return (stream) => randomInteger(stream, Math.min(from, to), Math.max(from, to));
}

/** Of so many whole numbers at most, any is as good as another. */
const fewIntegers = 20;

function drawerOfNumber(
  property: z.core.JSONSchema.BaseSchema,
  fallback: number | undefined,
  own: { min: number; max: number } | undefined,
): Drawer | undefined {
  if (own !== undefined) return (stream) => inThreeDigits(between(stream, own.min, own.max));
  if (fallback === undefined) return undefined;
  const { minimum, maximum, exclusiveMinimum } = property;
  const low = minimum ?? (exclusiveMinimum === undefined ? -Infinity : Number(exclusiveMinimum));
  const [from, to] = [Math.max(low, fallback / 2), Math.min(maximum ?? Infinity, fallback * 2)];
  return (stream) => inThreeDigits(between(stream, Math.min(from, to), Math.max(from, to)));
}

/** Both ends of a range grow and shrink by the same factor; within the scenario's range if it has one. */
function drawerOfRange(
  fallback: unknown,
  own: { min: number; max: number } | undefined,
): Drawer | undefined {
  if (own !== undefined) {
    return (stream) => {
      const ends = [between(stream, own.min, own.max), between(stream, own.min, own.max)];
      const [min = own.min, max = own.max] = ends.map(inThreeDigits).sort((a, b) => a - b);
      return { min, max };
    };
  }
  if (typeof fallback !== 'object' || fallback === null) return undefined;
  const { min, max } = fallback as { min?: unknown; max?: unknown };
  if (typeof min !== 'number' || typeof max !== 'number') return undefined;
  return (stream) => {
    const factor = between(stream, 0.5, 2);
    return { min: inThreeDigits(min * factor), max: inThreeDigits(max * factor) };
  };
}

/** Evenly on a logarithmic scale where that is possible: small values are as likely as large ones. */
function between(stream: RandomStream, min: number, max: number): number {
  const share = stream();
  return min > 0 ? min * pow(max / min, share) : min + share * (max - min);
}

/** Short enough to type; and what is typed is exactly what was drawn. */
function inThreeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
