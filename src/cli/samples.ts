/** `--set latencyMs=@mine.csv:column` and `--data mine.csv`: files that parameters are drawn from. */
import type { Files } from '../host/files.ts';
import { InputError } from '../lab/input-error.ts';
import { type ParamsSchema, requireDrawn } from '../lab/params.ts';
import {
  isSampleText,
  parseSampleText,
  Sample,
  type SampleData,
  type SampleReference,
  sampleText,
} from '../lab/sample.ts';
import type { ChunkReader } from '../tools/input/chunk-reader.ts';
import { shown } from '../words/shown.ts';
import { decimalMark } from './choice.ts';
import type { CommandIo } from './io.ts';
import { type InputFlags, inputLimits } from './limits.ts';

export interface SampleFlags extends Partial<InputFlags> {
  readonly decimal?: string;
  /** Files for a token or a shard, which name their numbers and do not hold them. */
  readonly data?: readonly string[];
}

/** Whatever names such files. */
export interface SampleFileFlags extends Pick<SampleFlags, 'data'> {
  readonly set?: readonly string[];
  readonly vary?: readonly string[];
}

/** The paths of the files that are named. */
export function sampleFiles(
  { set = [], vary = [], data = [] }: SampleFileFlags,
  { exists }: Files,
): readonly string[] {
  const texts = [
    ...set.map((assignment) => partsOf(assignment)[1]),
    ...vary.flatMap((variation) => partsOf(variation)[1].split(',')),
  ];
  const named = texts.map((text) => text.trim()).filter(isSampleText);
  return [...named.map((text) => parseSampleText(text, exists).path), ...data];
}

export type SampleIo = Pick<CommandIo, 'files' | 'say'>;

export interface Opened {
  /** Assignments in which every file is named with its column and the digest of its numbers. */
  readonly set: readonly string[];
  /** The numbers of these files. */
  readonly samples: readonly SampleData[];
}

/** Reads the files that assignments name, and says how each was understood. Throws InputError. */
export async function openSamples(
  schema: ParamsSchema,
  assignments: readonly string[],
  flags: SampleFlags,
  io: SampleIo,
): Promise<Opened> {
  const samples: SampleData[] = [];
  const set: string[] = [];
  for (const assignment of assignments) {
    const [parameter, text] = partsOf(assignment);
    if (!isSampleText(text)) {
      set.push(assignment);
      continue;
    }
    // The schema's own sentence is better for a parameter that there is not.
    if (Object.hasOwn(schema.shape, parameter)) requireDrawn(schema, parameter);
    const reference = parseSampleText(text, io.files.exists);
    const sample = await readSample(reference, parameter, flags, io);
    if (reference.digest !== undefined && reference.digest !== sample.digest) {
      throw otherNumbers(sample.path, parameter, sample, reference.digest);
    }
    samples.push(sample);
    set.push(`${parameter}=${sampleText(sample)}`);
  }
  return { set, samples };
}

/** The same for `--vary name=@one.csv,@other.csv`. */
export async function openVariations(
  schema: ParamsSchema,
  variations: readonly string[],
  flags: SampleFlags,
  io: SampleIo,
): Promise<{ readonly vary: readonly string[]; readonly samples: readonly SampleData[] }> {
  const samples: SampleData[] = [];
  const vary: string[] = [];
  for (const variation of variations) {
    const [parameter, values] = partsOf(variation);
    const texts = values.split(',').map((value) => `${parameter}=${value}`);
    const opened = await openSamples(schema, texts, flags, io);
    samples.push(...opened.samples);
    const written = opened.set.map((text) => partsOf(text)[1]);
    vary.push(opened.samples.length === 0 ? variation : `${parameter}=${written.join(',')}`);
  }
  return { vary, samples };
}

/**
 * Parameters of a token, with the numbers of `--data` in place of their names. Without the flag they
 * stay names, which `parseParams` refuses. Throws InputError if the numbers are others.
 */
export async function withData(
  params: Readonly<Record<string, unknown>>,
  flags: SampleFlags,
  io: SampleIo,
): Promise<Record<string, unknown>> {
  const filled: [string, unknown][] = [];
  for (const [name, value] of Object.entries(params)) {
    const sample = isSampleText(value) ? await dataFor(name, value, flags, io) : undefined;
    filled.push([name, sample === undefined ? value : new Sample(sample)]);
  }
  return Object.fromEntries(filled);
}

/** The numbers that the assignments of a shard name, from `--data`. Throws InputError. */
export async function samplesOf(
  assignments: readonly string[],
  flags: SampleFlags,
  io: SampleIo,
): Promise<SampleData[]> {
  const samples: SampleData[] = [];
  for (const assignment of assignments) {
    const [name, text] = partsOf(assignment);
    const sample = isSampleText(text) ? await dataFor(name, text, flags, io) : undefined;
    // Assignments find their numbers by the text that they were written with.
    if (sample !== undefined) samples.push({ ...sample, path: parseSampleText(text).path });
  }
  return samples;
}

async function dataFor(
  parameter: string,
  text: string,
  flags: SampleFlags,
  io: SampleIo,
): Promise<SampleData | undefined> {
  const { column, digest } = parseSampleText(text);
  let problem: InputError | undefined;
  for (const path of flags.data ?? []) {
    try {
      const sample = await readSample({ path, column, digest }, parameter, flags, io);
      if (sample.digest === digest) return sample;
      problem ??= otherNumbers(path, parameter, sample, digest);
    } catch (error) {
      // It may hold the numbers of another parameter.
      if (!(error instanceof InputError)) throw error;
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
  return undefined;
}

function otherNumbers(
  path: string,
  parameter: string,
  { column, digest }: SampleData,
  wanted: string | undefined,
): InputError {
  return new InputError(
    `${parameter} was drawn from other numbers than those in column ${column} of ${shown(path)}: their digest is ${digest}, and was ${wanted}.`,
  );
}

async function readSample(
  { path, column }: SampleReference,
  parameter: string,
  flags: SampleFlags,
  { files, say }: SampleIo,
): Promise<SampleData> {
  if (path === '') throw new InputError(`Which file? Write ${parameter}=@file.csv:column.`);
  // Most runs draw nothing from a file, and start sooner without it.
  const { sampleReader } = await import('../tools/sample/reader.ts');
  const reader = sampleReader({ column, parameter, decimal: decimalMark(flags.decimal) });
  const read = await files.read(path, naming(path, reader), inputLimits(flags));
  const facts = read.understood.facts.map(({ name, value }) => `${name} ${value}`);
  say(`${parameter} from ${shown(path)}: ${[read.understood.format, ...facts].join('; ')}`);
  return { path, column: read.column, digest: read.digest, values: read.values };
}

/** Says of which file it is that something is wrong. */
function naming<Result>(path: string, reader: ChunkReader<Result>): ChunkReader<Result> {
  const attempt = <Value>(action: () => Value): Value => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`"${shown(path)}" cannot be drawn from. ${error.message}`);
    }
  };
  return {
    push: (bytes) => attempt(() => reader.push(bytes)),
    end: () => attempt(() => reader.end()),
  };
}

function partsOf(assignment: string): [name: string, text: string] {
  const equals = assignment.indexOf('=');
  return [assignment.slice(0, Math.max(equals, 0)).trim(), assignment.slice(equals + 1).trim()];
}
