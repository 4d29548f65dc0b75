/**
 * `npm run test:mutants -- [wing]`: how many small faults do the tests of a wing notice? Draws a sample
 * of mutants (`operators.ts`, `sample.ts`) of the wing's mechanisms, runs the wing's tests with each, the
 * cheap ones first, and prints the share killed, by kind of test, and the mutants that survived.
 * `statistics`, `tools`, `sweep` and `queue` of src are sampled in the same way. Without a name: all, one after another.
 *
 *     --seed <text>       of the sample [1]
 *     --count <number>    mutants a wing [60]
 *     --list              print the sample, and run nothing
 *     --out <file>        the report as JSON, written after each mutant; if it is there, go on from it
 *     --only <file>       the mutants of that report, found by their text, instead of a sample
 *     --verdict <word>    of --only: those with that verdict alone, such as survived
 *     --tests <folder>    another version of the project, whose test/ is run instead
 *     --workers <number>  processes [2]
 */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../../src/host/source.ts';
import { must } from '../../src/kernel/must.ts';
import { InputError, unknownChoice } from '../../src/lab/input-error.ts';
import { compilerOf } from './compiler.ts';
import { Judge } from './crew.ts';
import type { Mutant } from './operators.ts';
import {
  mutantInWords,
  type Report,
  readReport,
  reportInWords,
  verdictInWords,
  writeReport,
} from './report.ts';
import { located, mutantsOfWing, portable, sampled, sampleOf } from './sample.ts';
import { survey, tryMutants } from './trial.ts';
import { type Judged, verdicts } from './verdict.ts';

interface Settings {
  readonly seed: string;
  readonly count: number;
  readonly list: boolean;
  readonly out: string | undefined;
  readonly only: string | undefined;
  readonly verdict: string | undefined;
  readonly tests: string;
  readonly workers: number;
}

// An exit closes what is open: judges end with their sandboxes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  const { wings, settings } = read(process.argv.slice(2));
  for (const wing of wings) await judgeWing(wing, settings);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function read(words: string[]): { wings: readonly string[]; settings: Settings } {
  const { values, positionals } = parsed(words);
  const all = sampled(projectFolder);
  for (const wing of positionals) {
    if (!all.includes(wing)) throw unknownChoice('wing', wing, all, `Samples: ${all.join(', ')}.`);
  }
  const wings = positionals.length > 0 ? positionals : all;
  if (wings.length > 1 && (values.out ?? values.only) !== undefined) {
    throw new InputError('--out and --only are of one wing: name it.');
  }
  if (!existsSync(join(values.tests, 'test'))) {
    throw new InputError(`--tests takes a folder that has test/ in it, not "${values.tests}".`);
  }
  if (values.verdict !== undefined && !verdicts.includes(values.verdict)) {
    throw unknownChoice('verdict', values.verdict, verdicts, `Verdicts: ${verdicts.join(', ')}.`);
  }
  const settings = {
    seed: values.seed,
    count: wholeNumber('--count', values.count),
    list: values.list,
    out: values.out,
    only: values.only,
    verdict: values.verdict,
    tests: resolve(values.tests),
    workers: wholeNumber('--workers', values.workers),
  };
  return { wings, settings };
}

function parsed(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        seed: { type: 'string', default: '1' },
        count: { type: 'string', default: '60' },
        list: { type: 'boolean', default: false },
        out: { type: 'string' },
        only: { type: 'string' },
        verdict: { type: 'string' },
        tests: { type: 'string', default: projectFolder },
        workers: { type: 'string', default: '2' },
      },
    });
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}

function wholeNumber(flag: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InputError(`${flag} takes a whole number of at least 1, not "${text}".`);
}

async function judgeWing(wing: string, settings: Settings): Promise<void> {
  const { list, out, tests, workers } = settings;
  const all = mutantsOfWing(projectFolder, wing);
  const report = reportFor(wing, settings, all);
  if (list) {
    for (const mutant of report.mutants) print(mutantInWords(mutant));
    return;
  }
  // Before the first run, so that nothing is lost at the end for want of a folder.
  if (out !== undefined) writeReport(out, report);
  const judged = new Map<Mutant, Judged>();
  for (const mutant of report.mutants) {
    if (mutant.result !== undefined) continue;
    const found = located(mutant, all);
    if (found === undefined) mutant.result = { verdict: 'gone' };
    else judged.set(found, mutant);
  }
  const waiting = [...judged.keys()];
  if (waiting.length > 0) {
    const judges = Array.from({ length: workers }, () => new Judge(projectFolder, tests));
    try {
      const trial = { project: projectFolder, tests, wing, judges };
      const surveyed = await survey(trial, waiting);
      await tryMutants(trial, waiting, surveyed, (mutant, verdict, cpuSeconds) => {
        const entry = must(judged.get(mutant), 'judgement of the mutant');
        entry.result = verdict;
        if (cpuSeconds !== undefined) entry.cpuSeconds = Math.round(cpuSeconds * 10) / 10;
        print(`${mutantInWords(entry)}\n    ${verdictInWords(verdict)}`);
        if (out !== undefined) writeReport(out, report);
      });
    } finally {
      for (const judge of judges) judge.close();
    }
  }
  if (out !== undefined) writeReport(out, report);
  print(reportInWords(report));
}

/** The mutants to be judged: of an unfinished report, of another one, or a new sample. */
function reportFor(wing: string, settings: Settings, all: readonly Mutant[]): Report {
  const { seed, count, out, only, verdict } = settings;
  if (out !== undefined && existsSync(out)) {
    const report = readReport(out);
    if (report.wing === wing && report.seed === seed) return report;
    throw new InputError(`${out} is a report of ${report.wing}, seed ${report.seed}.`);
  }
  if (only !== undefined) {
    const report = readReport(only);
    const mutants = report.mutants
      .filter(({ result }) => verdict === undefined || result?.verdict === verdict)
      .map(({ result: _, cpuSeconds: __, ...mutant }) => mutant);
    return { ...report, mutants };
  }
  const compiles = compilerOf(projectFolder, [...new Set(all.map(({ file }) => file))]);
  const mutants = sampleOf(all, { count, seed, compiles }).map((mutant) => ({
    ...portable(mutant, all),
    line: mutant.line,
  }));
  return { wing, seed, eligible: all.length, mutants };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
