/** Git itself, in a folder of its own: no configuration of the machine counts. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const env = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

export const hasGit = spawnSync('git', ['--version']).status === 0;

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

export class GitFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'seedlab-git-'));

  /** Throws if git fails. */
  git(folder: string, ...words: readonly string[]): string {
    const cwd = join(this.path, folder);
    return execFileSync('git', words, {
      cwd,
      env,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    }).trim();
  }

  tries(folder: string, ...words: readonly string[]): Ran {
    const cwd = join(this.path, folder);
    const { status, stdout, stderr } = spawnSync('git', words, { cwd, env, encoding: 'utf8' });
    return { status, output: `${stdout}\n${stderr}` };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
