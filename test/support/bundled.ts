/**
 * Programs for processes that tests start often: bundled, a worker starts in a fifth of the time that
 * it takes to load its TypeScript, file by file.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

/**
 * Bundles modules of the project, which share what they have in common; answers where they are until
 * the test file ends. Not for what looks for files of the project: it is elsewhere.
 */
export async function bundled(...modules: readonly URL[]): Promise<URL[]> {
  const folder = mkdtempSync(join(tmpdir(), 'seedlab-bundled-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const names = modules.map(({ pathname }) => basename(pathname, '.ts'));
  const paths = modules.map((module) => fileURLToPath(module));
  await build({
    entryPoints: Object.fromEntries(names.map((name, place) => [name, paths[place] ?? ''])),
    bundle: true,
    splitting: true,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  return names.map((name) => pathToFileURL(join(folder, `${name}.mjs`)));
}
