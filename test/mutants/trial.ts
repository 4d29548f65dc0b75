/** Tries the mutants of a wing: first which tests reach each, then those tests with each. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { group } from 'd3-array';
import { must } from '../../src/kernel/must.ts';
import { InputError } from '../../src/lab/input-error.ts';
import type { Judge } from './crew.ts';
import type { FileResult, Request } from './judge.ts';
import { applied, type Mutant } from './operators.ts';
import { probed } from './probes.ts';
import { rankOf, type Verdict, verdictOf } from './verdict.ts';

/** A mutant is given up after ten times the longest silence without it, and some CPU seconds. */
const silenceFactor = 10;
const silenceSecondsMin = 10;

export interface Trial {
  readonly project: string;
  /** The folder of the project whose tests are run. */
  readonly tests: string;
  readonly wing: string;
  readonly judges: readonly Judge[];
}

/** The test files of a wing, laws last: those whose path names it. */
export function testsOfWing(tests: string, wing: string): string[] {
  return readdirSync(join(tests, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => `test/${name}`)
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => name.replace('.test.ts', '').split('/').includes(wing))
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/**
 * Runs the unmutated tests once, with a probe at each mutant. Throws InputError if a test fails, because
 * then it would seem to kill every mutant.
 */
export async function survey(trial: Trial, mutants: readonly Mutant[]): Promise<FileResult[]> {
  const { project, tests, wing, judges } = trial;
  const numbers = new Map(mutants.map((mutant, number) => [mutant, number]));
  const changes = [...group(mutants, ({ file }) => file)].map(([file, inFile]) => ({
    file,
    text: probed(
      readFileSync(join(project, file), 'utf8'),
      inFile,
      inFile.map((mutant) => must(numbers.get(mutant), 'number of the mutant')),
    ),
  }));
  const files = testsOfWing(tests, wing);
  const surveys = judges.map(async (judge, place) => {
    const mine = files.filter((_, index) => index % judges.length === place);
    const outcome = await judge.perform({
      changes,
      tests: mine,
      separately: true,
      silentSecondsMax: {},
    });
    if (outcome.kind !== 'done')
      throw new InputError(`The tests of ${wing} do not come to an end.`);
    if (outcome.failure !== undefined) {
      const { file, names, message } = outcome.failure;
      throw new InputError(`Without a mutant ${[file, ...names].join(' > ')} fails: ${message}`);
    }
    return outcome.files;
  });
  const results = (await Promise.all(surveys)).flat();
  return results.sort((a, b) => rankOf(a.file) - rankOf(b.file) || a.cpuSeconds - b.cpuSeconds);
}

/** Tries the mutants one by one on all judges, and tells each verdict as it comes. */
export async function tryMutants(
  trial: Trial,
  mutants: readonly Mutant[],
  surveyed: readonly FileResult[],
  tell: (mutant: Mutant, verdict: Verdict, cpuSeconds?: number) => void,
): Promise<void> {
  const waiting = [...mutants.entries()];
  const silentSecondsMax = Object.fromEntries(
    surveyed.map((test) => [test.file, silenceFactor * test.silentSecondsMax + silenceSecondsMin]),
  );
  const work = trial.judges.map(async (judge) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [number, mutant] = next;
      const reaching = surveyed.filter(({ probesReached }) => probesReached.includes(number));
      if (reaching.length === 0) {
        tell(mutant, { verdict: 'not covered' });
        continue;
      }
      const request: Request = {
        changes: [{ file: mutant.file, text: mutantText(trial, mutant) }],
        tests: reaching.map(({ file }) => file),
        separately: false,
        silentSecondsMax,
      };
      const outcome = await judge.perform(request);
      const cpuSeconds = outcome.kind === 'done' ? outcome.files[0]?.cpuSeconds : undefined;
      tell(mutant, verdictOf(outcome, trial.project, trial.wing), cpuSeconds);
    }
  });
  await Promise.all(work);
}

function mutantText({ project }: Trial, mutant: Mutant): string {
  return applied(readFileSync(join(project, mutant.file), 'utf8'), mutant);
}
