/** The result of a wing, as a file that a later run goes on from, and as text. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { sum } from 'd3-array';
import * as z from 'zod';
import { InputError } from '../../src/lab/input-error.ts';
import { type Judged, judgedSchema, kinds, type Verdict } from './verdict.ts';

const reportSchema = z.object({
  wing: z.string(),
  seed: z.string(),
  /** All mutants from which the sample was drawn. */
  eligible: z.number(),
  mutants: z.array(judgedSchema),
});

export type Report = z.infer<typeof reportSchema>;

/** Throws InputError if the file cannot be read, or is not a report. */
export function readReport(path: string): Report {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError(`Cannot read ${path}: ${(error as NodeJS.ErrnoException).code}.`);
  }
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    throw new InputError(`${path} is not a report of test:mutants.`);
  }
}

/**
 * Replaces the file as a whole, so that an interrupted run leaves the last good one. Throws InputError
 * if it cannot be written.
 */
export function writeReport(path: string, report: Report): void {
  try {
    writeFileSync(`${path}.new`, `${JSON.stringify(report, undefined, 1)}\n`);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new InputError(`Cannot write ${path}: ${(error as NodeJS.ErrnoException).code}.`);
  }
}

export function isKilled({ verdict }: Verdict): boolean {
  return verdict === 'killed' || verdict === 'timed out' || verdict === 'crashed';
}

/** The counts by verdict and kind, then every mutant that no test noticed. */
export function reportInWords({ wing, seed, eligible, mutants }: Report): string {
  const results = mutants.flatMap(({ result }) => result ?? []);
  const killed = results.filter(isKilled).length;
  const tried = results.filter(({ verdict }) => verdict !== 'gone').length;
  const count = (verdict: Verdict['verdict']) =>
    results.filter((result) => result.verdict === verdict).length;
  const byKind = kinds.map((kind) => {
    const found = results.filter((result) => result.verdict === 'killed' && result.by === kind);
    return `${found.length} by ${kind}`;
  });
  const missed = mutants.filter(({ result }) => result !== undefined && !isKilled(result));
  return [
    `${wing}: ${killed} of ${tried} mutants killed (${percent(killed, tried)}), seed ${seed}, ${eligible} eligible`,
    `  CPU          ${Math.round(sum(mutants, ({ cpuSeconds }) => cpuSeconds))} s of tests`,
    `  killed       ${count('killed')}  (${byKind.join(', ')})`,
    `  timed out    ${count('timed out')}`,
    `  crashed      ${count('crashed')}`,
    `  survived     ${count('survived')}`,
    `  not covered  ${count('not covered')}`,
    `  gone         ${count('gone')}`,
    ...missed.map((mutant) => `${mutant.result?.verdict}: ${mutantInWords(mutant)}`),
  ].join('\n');
}

export function mutantInWords({ file, line, operator, original, mutated }: Judged): string {
  const change = `${oneLine(original)}  ->  ${oneLine(mutated)}`;
  return `${file}:${line}  ${operator}: ${change}`;
}

export function verdictInWords(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'killed':
      return `killed by ${verdict.by}: ${verdict.test}`;
    case 'timed out':
      return `timed out (${verdict.limit}): ${verdict.test}`;
    case 'crashed':
      return `crashed: ${verdict.message}`;
    default:
      return verdict.verdict;
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${Math.round((100 * part) / whole)}%`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
