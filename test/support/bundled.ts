/**
 * Programs for processes that tests start often: bundled, a worker starts in a fifth of the time that
 * it takes to load its TypeScript, file by file.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { afterAll } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';

/**
 * Bundles modules of the project, which share what they have in common; answers where they are until
 * the test file ends. Not for what looks for files of the project: it is elsewhere.
 */
export async function bundled(...modules: readonly URL[]): Promise<URL[]> {
  return bundledIn(mkdtempSync(join(tmpdir(), 'seedlab-bundled-')), modules, {});
}

/** The command line, two folders below the project's as its source is, so that it finds the sources that it shows. */
export async function bundledLab(): Promise<string> {
  const folder = mkdtempSync(join(projectFolder, 'node_modules', '.seedlab-'));
  const main = [new URL('../../src/cli/main.ts', import.meta.url)];
  const [program] = await bundledIn(folder, main, { packages: 'external' });
  return fileURLToPath(program as URL);
}

async function bundledIn(
  folder: string,
  modules: readonly URL[],
  options: BuildOptions,
): Promise<URL[]> {
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
    ...options,
  });
  return names.map((name) => pathToFileURL(join(folder, `${name}.mjs`)));
}
