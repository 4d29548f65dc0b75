/**
 * Numbers of the user's own, from which a parameter is drawn instead of from a range.
 *
 * The command line names them `@mine.csv:latency_ms#8f14e45fceea167a`: the file, its column, and the
 * digest of the numbers. Tokens hold the same text, without the folder: they name the numbers and do
 * not carry them, so a replay asks for the file and refuses another one.
 */

import type { MeasuredRange } from '../kernel/distribution.ts';
import { must } from '../kernel/must.ts';
import { Digest } from '../trace/digest.ts';

/** Plain data, which a worker process gets a copy of. */
export interface SampleData {
  /** The file, as the user names it. */
  readonly path: string;
  /** The name of its column, or its number, from 1. */
  readonly column: string;
  /** 64 bits over the numbers in ascending order: the order of the rows makes no difference. */
  readonly digest: string;
  /** Ascending, at least one. */
  readonly values: Float64Array;
}

/** The value of a parameter: a range, with the values that were measured within it. */
export class Sample implements MeasuredRange {
  readonly min: number;
  readonly max: number;
  readonly values: Float64Array;
  readonly #data: SampleData;

  constructor(data: SampleData) {
    const { values } = data;
    if (values.length === 0) throw new RangeError('a sample needs at least one value');
    this.#data = data;
    this.values = values;
    this.min = must(values[0], 'smallest value');
    this.max = must(values[values.length - 1], 'largest value');
  }

  /** As it is written on the command line. */
  toString(): string {
    return sampleText(this.#data);
  }

  /** As tokens, traces and results hold it. */
  toJSON(): string {
    const { path } = this.#data;
    return sampleText({ ...this.#data, path: path.slice(path.search(/[^/\\]*$/)) });
  }
}

/** A file that a parameter is drawn from, as it is written. */
export interface SampleReference {
  readonly path: string;
  /** Undefined if it was left out. */
  readonly column: string | undefined;
  readonly digest: string | undefined;
}

export const isSampleText = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('@');

/** Ends as every sample has it: what is not named is left out. */
export function sampleText({ path, column, digest }: SampleReference): string {
  const ofColumn = column === undefined ? '' : `:${column}`;
  return `@${path}${ofColumn}${digest === undefined ? '' : `#${digest}`}`;
}

/** `isFile` tells a file with a colon in its name from a file and its column. */
export function parseSampleText(
  text: string,
  isFile: (path: string) => boolean = () => false,
): SampleReference {
  const [, named = '', digest] = /^@(.*?)(?:#([0-9a-f]{16}))?$/s.exec(text) ?? [];
  const colon = named.lastIndexOf(':');
  if (colon <= 0 || isFile(named)) return { path: named, column: undefined, digest };
  return { path: named.slice(0, colon), column: named.slice(colon + 1), digest };
}

/** Of numbers in ascending order. O(values). */
export function digestOfSample(values: Float64Array): string {
  const digest = new Digest();
  digest.word(values.length);
  for (const value of values) digest.number(value);
  return digest.hex();
}
