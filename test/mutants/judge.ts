/**
 * A process that tries mutants: it holds one instance of Vitest over a sandbox, and runs test files
 * as it is told. Its parent ends it if a mutant never comes to an end.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createVitest,
  type InlineConfig,
  type Reporter,
  type TestCase,
  type TestModule,
  type TestSpecification,
} from 'vitest/node';
import { must } from '../../src/kernel/must.ts';

/** What the parent asks for: test files, in order, with some files of the sandbox changed. */
export interface Request {
  readonly changes: readonly { readonly file: string; readonly text: string }[];
  readonly tests: readonly string[];
  /** Each test file in a thread of its own, and all of them even if one fails. */
  readonly separately: boolean;
  /** CPU seconds without a word from a test file after which the run is given up. */
  readonly silentSecondsMax: Readonly<Record<string, number>>;
}

export interface FileResult {
  readonly file: string;
  readonly cpuSeconds: number;
  /** The most CPU that was used between two reports of the file. */
  readonly silentSecondsMax: number;
  readonly probesReached: readonly number[];
}

export interface Failure {
  readonly file: string;
  /** From the outermost `describe` to the test; empty if the file itself failed. */
  readonly names: readonly string[];
  readonly message: string;
}

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly files: readonly FileResult[]; readonly failure?: Failure }
  | { readonly kind: 'silent'; readonly file: string };

/** A hung promise uses no CPU; a test that waits for one is given up after so long. */
const testTimeoutMs = 600_000;

const [sandbox, setupFile] = process.argv.slice(2) as [string, string];

/** Follows one run: who speaks when, and what fails first. */
class Listener implements Reporter {
  file = '';
  failure: Failure | undefined;
  silentSecondsMax = 0;
  #spokeAt = cpuSecondsNow();

  begin(file: string): void {
    this.file = file;
    this.failure = undefined;
    this.silentSecondsMax = 0;
    this.#spokeAt = cpuSecondsNow();
  }

  get silentSeconds(): number {
    return cpuSecondsNow() - this.#spokeAt;
  }

  onTestModuleQueued({ moduleId }: TestModule): void {
    this.#hear(moduleId);
  }
  onTestModuleStart({ moduleId }: TestModule): void {
    this.#hear(moduleId);
  }
  onTestCaseReady({ module }: TestCase): void {
    this.#hear(module.moduleId);
  }
  onTestCaseResult(test: TestCase): void {
    this.#hear(test.module.moduleId);
    const { state, errors } = test.result();
    if (state === 'failed') this.#fail(namesOf(test), errors?.[0]?.message ?? '');
  }
  onTestModuleEnd(module: TestModule): void {
    this.#hear(module.moduleId);
    const suites = [...module.children.allSuites()];
    const [error] = [module, ...suites].flatMap((part) => part.errors());
    if (error !== undefined) this.#fail([], error.message);
  }

  fail(message: string): void {
    this.#fail([], message);
  }

  #hear(moduleId: string): void {
    this.file = relative(sandbox, moduleId);
    this.silentSecondsMax = Math.max(this.silentSecondsMax, this.silentSeconds);
    this.#spokeAt = cpuSecondsNow();
  }

  #fail(names: readonly string[], message: string): void {
    this.failure ??= { file: this.file, names, message };
  }
}

/** Runs test files in the order in which they are given. */
class AsGiven {
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
  sort(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

const listener = new Listener();
const vitest = await createVitest('test', await settings());
const project = must(vitest.projects[0], 'first project');
answer({ kind: 'ready' });
process.on('message', (request: Request) => perform(request));
process.on('disconnect', () => process.exit());

/** The project's own settings of its unit tests, with what a run with a mutant needs. */
async function settings(): Promise<InlineConfig & { config: false }> {
  const { default: config } = await import(pathToFileURL(join(sandbox, 'vitest.config.ts')).href);
  const projects: { test: InlineConfig }[] = config.test.projects;
  const unit = projects.find(({ test }) => test.name === 'unit')?.test;
  if (unit === undefined) throw new Error('vitest.config.ts has no project "unit"');
  return {
    ...unit,
    config: false,
    root: sandbox,
    watch: false,
    setupFiles: [unit.setupFiles ?? [], setupFile].flat(),
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    bail: 1,
    update: 'none',
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    reporters: [listener],
    sequence: { sequencer: AsGiven },
  };
}

async function perform({ changes, tests, separately, silentSecondsMax }: Request): Promise<void> {
  const originals = changes.map(({ file }) => ({
    file,
    text: readFileSync(join(sandbox, file), 'utf8'),
  }));
  for (const change of changes) write(change);
  const watchdog = setInterval(() => {
    const { file, silentSeconds } = listener;
    if (silentSeconds > (silentSecondsMax[file] ?? Infinity)) answer({ kind: 'silent', file });
  }, 500);
  const results: FileResult[] = [];
  let failure: Failure | undefined;
  for (const files of separately ? tests.map((file) => [file]) : [tests]) {
    results.push(await runFiles(files));
    failure ??= listener.failure;
  }
  clearInterval(watchdog);
  for (const original of originals) write(original);
  answer({ kind: 'done', files: results, ...(failure && { failure }) });
}

/** One run in one thread. The result is that of its first file. */
async function runFiles(files: readonly string[]): Promise<FileResult> {
  const startedAt = cpuSecondsNow();
  listener.begin(must(files[0], 'file of the run'));
  const specifications = files.map((file) => project.createSpecification(join(sandbox, file)));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const [error] = unhandledErrors as Error[];
  if (error !== undefined) listener.fail(error.message);
  if (testModules.length === 0) listener.fail('no test file was run');
  const reached = testModules.flatMap(
    (module) => (module.meta() as { probesReached?: number[] }).probesReached ?? [],
  );
  return {
    file: must(files[0], 'file of the run'),
    cpuSeconds: cpuSecondsNow() - startedAt,
    silentSecondsMax: listener.silentSecondsMax,
    probesReached: reached,
  };
}

function write({ file, text }: { file: string; text: string }): void {
  const path = join(sandbox, file);
  writeFileSync(path, text);
  vitest.invalidateFile(path);
}

function namesOf(test: TestCase): string[] {
  const names = [test.name];
  for (let part = test.parent; part.type === 'suite'; part = part.parent) names.unshift(part.name);
  return names;
}

/** Of all threads of this process: the tests' as well. */
function cpuSecondsNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function answer(message: Answer): void {
  process.send?.(message);
}
