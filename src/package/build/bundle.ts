/** The package's programs and entries, bundled: a command starts in a third of the time that its files one by one take. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

/** Loaded when they are needed, and only if the user has them: an oracle of texts, and the queue of sweeps. */
const external = ['yjs', 'bullmq', 'ioredis'];

/** zod carries its messages in fifty languages; the lab writes its own. */
const inEnglish: Plugin = {
  name: 'zod in English',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** CommonJS among the dependencies asks for modules of Node. */
const requires =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** Every entry keeps its place and name: `src/cli/main.ts` becomes `dist/src/cli/main.mjs`. */
export async function bundle(project: string, dist: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [
      'src/cli/main.ts',
      'src/host/sweep-worker.ts',
      'scenarios/index.ts',
      ...entryFiles(project),
    ],
    outdir: dist,
    outbase: project,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    banner: { js: requires },
    external,
    plugins: [inEnglish],
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(dist, 'seedlab.mjs'), starter, { mode: 0o755 });
  writeFileSync(join(dist, 'third-party.txt'), notices(project, metafile));
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
