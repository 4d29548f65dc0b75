/**
 * What a run always needs in one file. esbuild puts modules together that the same entries lead to, which by itself gives
 * a hundred small files for a run; opening them took longer than the run.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

/** What all that runs scenarios has in common. */
const ofRuns = [
  ...['kernel', 'world', 'check'].map((name) => `src/package/${name}.ts`),
  ...['run', 'token', 'narrate', 'highlights', 'sample'].map((name) => `src/lab/${name}.ts`),
];

/** What all commands have in common. */
const ofCommands = ['src/cli/lab.ts'];

/** Whatever leads to one of these is about runs. */
const aboutRuns =
  /^(src\/(kernel\/(kernel|process|random|queue|chart)|check\/|world\/|lab\/(param|run|token))|node_modules\/(zod\/v4\/core|xstate)\/)/;

/** These start without what a run needs. */
const reading = new Set(['src/cli/main.ts', 'src/cli/commands/list.ts', 'scenarios/index.ts']);

/** Imports that make an entry lead to what runs have in common. */
export const withRuns = (project: string): string => importsOf(project, ofRuns);

/** `apart` is how the entries are bundled without this. */
export function togetherPlugin(project: string, apart: Metafile): Plugin {
  const shared = new Map(entriesOf(apart).map((entry) => [entry, sharedBy(entry, apart)]));
  return {
    name: 'what runs have in common together',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
        const imports = shared.get(path.slice(project.length).replaceAll('\\', '/'));
        if (imports === undefined || imports.length === 0) return undefined;
        return {
          contents: importsOf(project, imports) + readFileSync(path, 'utf8'),
          loader: 'ts',
          resolveDir: dirname(path),
        };
      });
    },
  };
}

/** The entries that were named, and whatever is loaded only when it is needed. */
function entriesOf({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
}

function sharedBy(entry: string, { inputs }: Metafile): string[] {
  const led = new Set([entry]);
  // A set gives also what is added while it is gone through.
  for (const file of led) {
    for (const { path, kind } of inputs[file]?.imports ?? []) {
      if (kind !== 'dynamic-import') led.add(path);
    }
  }
  const isCommand = entry.startsWith('src/cli/commands/');
  const runs = [...led].some((file) => aboutRuns.test(file));
  return [...(isCommand ? ofCommands : []), ...(runs && !reading.has(entry) ? ofRuns : [])];
}

function importsOf(project: string, files: readonly string[]): string {
  return files.map((file) => `import ${JSON.stringify(join(project, file))};`).join('');
}
