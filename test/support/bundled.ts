/**
 * Programs for processes that tests start often: bundled, a worker starts in a fifth of the time that
 * it takes to load its TypeScript, file by file.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { afterAll } from 'vitest';
import { codeDigestFile, digestOfCode } from '../../src/host/code-version.ts';
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

/**
 * The command line with what its worker processes load, laid out as the package is, so that those are
 * bundled, too; answers the program. It names itself `seedlab`.
 */
export async function bundledPackage(): Promise<string> {
  const folder = mkdtempSync(join(projectFolder, 'node_modules', '.seedlab-'));
  copyFileSync(join(projectFolder, 'package.json'), join(folder, 'package.json'));
  const names = ['src/cli/main', 'src/host/sweep-worker', 'scenarios/index'];
  const modules = names.map((name) => new URL(`../../${name}.ts`, import.meta.url));
  await bundledIn(join(folder, 'dist'), modules, { packages: 'external', outbase: projectFolder });
  writeFileSync(join(folder, codeDigestFile), digestOfCode(projectFolder));
  afterAll(() => rmSync(folder, { recursive: true }));
  return join(folder, 'dist/src/cli/main.mjs');
}

async function bundledIn(
  folder: string,
  modules: readonly URL[],
  options: BuildOptions,
): Promise<URL[]> {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const paths = modules.map((module) => fileURLToPath(module));
  const { outbase } = options;
  const names = paths.map((path) =>
    outbase === undefined ? basename(path, '.ts') : relative(outbase, path).replace(/\.ts$/, ''),
  );
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
