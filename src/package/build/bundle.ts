/**
 * The package's programs, entries and page, bundled together: what several of them use is there once. A command starts
 * in a third of the time that its files one by one take.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { minifySync } from 'vite';
import { codeDigestFile, digestOfCode } from '../../host/code-version.ts';
import { holdToBrowser, pageEntries, pagePlugin, writePage } from './page.ts';
import { togetherPlugin, withRuns } from './together.ts';
import { wingPlugin } from './wings.ts';

/**
 * Loaded when they are needed. The queue of sweeps only if the user has it; fast-check, with which hunt shrinks what it
 * finds, is a dependency of the package.
 */
const external = ['bullmq', 'ioredis', 'fast-check'];

/** zod carries its messages in fifty languages; the lab writes its own. */
const inEnglish: Plugin = {
  name: 'zod in English',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** CommonJS among the dependencies asks for modules of Node, which a browser must not meet in code that it shares. */
const nodeForCommonJs: Plugin = {
  name: 'modules of Node for CommonJS',
  setup({ onResolve, onLoad }) {
    const namespace = 'node-for-commonjs';
    onResolve({ filter: /^node:/ }, ({ kind, path }) =>
      kind === 'require-call' ? { path, namespace } : { path, external: true },
    );
    // What seedrandom says of itself in a browser: it is there for seeds that nobody gives.
    onResolve({ filter: /^crypto$/ }, () => ({ path: 'crypto', namespace: 'empty' }));
    onLoad({ filter: /./, namespace: 'empty' }, () => ({ contents: '' }));
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `export * from '${path}'; export { default } from '${path}';`,
    }));
  },
};

/** Every entry keeps its place and name: `src/cli/main.ts` becomes `dist/src/cli/main.mjs`. */
export async function bundle(project: string, dist: string): Promise<void> {
  const apart = await build({
    ...optionsOf(project, dist),
    plugins: pluginsOf(project),
    write: false,
  });
  const page = pagePlugin(project);
  const { metafile } = await build({
    ...optionsOf(project, dist),
    plugins: [togetherPlugin(project, apart.metafile), ...pluginsOf(project, page.plugin)],
  });
  minify(project, metafile);
  holdToBrowser(project, dist, metafile);
  await writePage(project, dist, page.styles());
  writeFileSync(join(dist, 'seedlab.mjs'), starter, { mode: 0o755 });
  writeFileSync(join(project, codeDigestFile), digestOfCode(project));
  writeFileSync(join(dist, 'third-party.txt'), notices(project, metafile));
}

/** Once more after esbuild, over whole chunks: 43 kB less when packed. */
function minify(project: string, { outputs }: Metafile): void {
  for (const path of Object.keys(outputs).filter((path) => path.endsWith('.mjs'))) {
    const file = join(project, path);
    const { code, errors } = minifySync(path, readFileSync(file, 'utf8'), {
      module: true,
      compress: { target: 'es2023' },
      mangle: { toplevel: true },
    });
    if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message)}`);
    writeFileSync(file, code);
  }
}

const pluginsOf = (project: string, page = pagePlugin(project).plugin): Plugin[] => [
  inEnglish,
  nodeForCommonJs,
  wingPlugin(withRuns(project)),
  page,
];

function optionsOf(project: string, dist: string) {
  return {
    absWorkingDir: project,
    entryPoints: [
      'src/cli/main.ts',
      'src/host/sweep-worker.ts',
      'scenarios/index.ts',
      ...pageEntries,
      ...entryFiles(project),
    ],
    outdir: dist,
    outbase: project,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    // Svelte is another library on a server.
    conditions: ['browser', 'module'],
    define: { 'process.env.NODE_ENV': '"production"', process: 'globalThis.process' },
    target: ['node20.19', 'es2023'],
    minify: true,
    legalComments: 'none',
    external,
    metafile: true,
    logLevel: 'warning',
  } satisfies BuildOptions;
}

/** The modules that `exports` of package.json names, by path in the project. */
export function entryFiles(project: string): string[] {
  return ['src/package', 'src/package/sims'].flatMap((folder) =>
    readdirSync(join(project, folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
}

/** From Node 22.8 on, compiled code is kept between calls. */
const starter = `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
await import('./src/cli/main.mjs');
`;

/** The licences of what is bundled: each asks to be kept with its code. */
function notices(project: string, { inputs }: Metafile): string {
  const packages = new Set(
    Object.keys(inputs).flatMap((path) => {
      const [folder] = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path) ?? [];
      return folder === undefined ? [] : [folder];
    }),
  );
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(project, folder, 'package.json'), 'utf8'),
      );
      return `${name} ${version}, ${license}\n\n${licenceIn(join(project, folder))}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** Some packages have it at the end of their README. */
function licenceIn(folder: string): string {
  const names = readdirSync(folder);
  const file = names.find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trimEnd();
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const [section] = /^LICENSE[^\n]*\n-+\n[\s\S]*/m.exec(readme) ?? [];
  if (section === undefined) throw new Error(`${folder} says nowhere what its licence is`);
  return section.trimEnd();
}
