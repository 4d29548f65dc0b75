/**
 * A copy of the project in which mutants are written, so that none is ever in the tree, and so that
 * processes and workers which a test starts run the same mutant as the test.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies the sources of `project` with the tests of `tests`, another version's folder or the same. */
export function makeSandbox(project: string, tests: string): string {
  const sandbox = mkdtempSync(join(tmpdir(), 'seedlab-mutants-'));
  for (const folder of ['src', 'sims', 'scenarios']) {
    cpSync(join(project, folder), join(sandbox, folder), { recursive: true });
  }
  cpSync(join(tests, 'test'), join(sandbox, 'test'), { recursive: true });
  for (const { name } of readdirSync(tests, { withFileTypes: true }).filter((it) => it.isFile())) {
    cpSync(join(tests, name), join(sandbox, name));
  }
  symlinkSync(join(project, 'node_modules'), join(sandbox, 'node_modules'));
  return sandbox;
}

export function removeSandbox(sandbox: string): void {
  rmSync(sandbox, { recursive: true, force: true });
}
