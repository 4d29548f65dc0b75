/**
 * How the answer of a command and its files come out. The files are opened before the work; the
 * answer is printed before they are written, so that a full disk cannot cost what was measured.
 */
import type { Plot } from '../check/plot.ts';
import { plotsAsSvg } from '../draw/plot-svg.ts';
import type { WriteTarget } from '../host/targets.ts';
import { InputError } from '../lab/input-error.ts';
import type { CommandIo } from './io.ts';

export interface WantedFile {
  readonly flag: string;
  readonly path: string;
}

export interface OpenFlags {
  readonly force: boolean;
  /** Whether the answer is printed as JSON. */
  readonly json: boolean;
}

/** The file of `--plot`, if one is wanted. */
export function plotFile(path: string | undefined): WantedFile[] {
  return path === undefined ? [] : [{ flag: '--plot', path }];
}

/** Opens what is to be written. Throws InputError for what could not be. */
export function openFiles(
  { files }: CommandIo,
  wanted: readonly WantedFile[],
  inputs: readonly string[],
  { force, json }: OpenFlags,
): WriteTarget {
  const streamed = wanted.find(({ path }) => path === '-');
  if (json && streamed !== undefined) {
    throw new InputError(`--json and ${streamed.flag} - both go to standard output: name a file.`);
  }
  return files.targets(wanted, { inputs, force });
}

export interface FilledFile {
  /** `-` is standard output, where it stands instead of the answer. */
  readonly path: string;
  /** What it holds, in a word or two. */
  readonly kind: string;
  readonly text: string;
}

/** The file of `--plot`, if one is wanted, with its drawing. */
export function drawn(path: string | undefined, plots: () => readonly Plot[]): FilledFile[] {
  return path === undefined ? [] : [{ path, kind: 'SVG', text: plotsAsSvg(plots()) }];
}

/** Prints the answer, and writes the files. Throws WriteError after all were tried. */
export function deliver(
  { print, say }: CommandIo,
  write: WriteTarget,
  filled: readonly FilledFile[],
  answer: () => void,
): void {
  const streamed = filled.find(({ path }) => path === '-');
  if (streamed === undefined) answer();
  else print(streamed.text);
  const failures: unknown[] = [];
  for (const { path, kind, text } of filled) {
    if (path === '-') continue;
    try {
      write(path, text);
      say(`wrote ${path} (${kind})`);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 0) return;
  for (const other of failures.slice(1)) say((other as Error).message);
  throw failures[0];
}
