/** The parent's side of the judges: one process for each core, started again after a mutant hung it. */
import { type ChildProcess, fork } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Request } from './judge.ts';
import { makeSandbox, removeSandbox } from './sandbox.ts';

const program = fileURLToPath(new URL('./judge.ts', import.meta.url));
const setupFile = fileURLToPath(new URL('./setup.ts', import.meta.url));

/** A last resort, for what neither computes nor answers: a process that a test waits for. */
const wallMinutesMax = 30;

export type Outcome =
  | Extract<Answer, { kind: 'done' | 'silent' }>
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'stuck' };

export class Judge {
  readonly #project: string;
  readonly #sandbox: string;
  #child: ChildProcess | undefined;
  readonly #onExit = () => this.close();

  constructor(project: string, tests: string) {
    this.#project = project;
    this.#sandbox = makeSandbox(project, tests);
    process.once('exit', this.#onExit);
  }

  /** Performs one request. A judge that did not come to an end is ended, and its sandbox mended. */
  async perform(request: Request): Promise<Outcome> {
    this.#child ??= await this.#start();
    const child = this.#child;
    const outcome = await new Promise<Outcome>((resolve) => {
      const stuck = setTimeout(() => resolve({ kind: 'stuck' }), wallMinutesMax * 60_000);
      child.on('message', (answer: Answer) => {
        clearTimeout(stuck);
        if (answer.kind !== 'ready') resolve(answer);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(stuck);
        resolve({ kind: 'crashed', message: `the process ended with ${signal ?? code}` });
      });
      child.send(request);
    });
    child.removeAllListeners();
    if (outcome.kind !== 'done') {
      this.#end();
      for (const { file } of request.changes) {
        cpSync(join(this.#project, file), join(this.#sandbox, file));
      }
    }
    return outcome;
  }

  close(): void {
    process.off('exit', this.#onExit);
    this.#end();
    removeSandbox(this.#sandbox);
  }

  #end(): void {
    const pid = this.#child?.pid;
    this.#child = undefined;
    // The group: what a test has started goes with it.
    if (pid !== undefined) endGroup(pid);
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(program, [this.#sandbox, setupFile], {
      cwd: this.#sandbox,
      execArgv: ['--import', import.meta.resolve('tsx'), '--max-old-space-size=3072'],
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, VITEST: 'true', NODE_ENV: 'test' },
    });
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors = `${errors}${text}`.slice(-4_000);
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', () => reject(new Error(`A judge did not start.\n${errors}`)));
    });
    return child;
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
