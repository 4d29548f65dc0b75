/**
 * The page of the package: it loads the very modules that the commands load, so that every scenario is there once. Its
 * own are compiled here as Vite compiles them for a static host.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Metafile, type Plugin, transform } from 'esbuild';
import { compile, compileModule } from 'svelte/compiler';

const start = 'src/web/main';
const worker = 'src/web/worker/page-worker';

export const pageEntries = [`${start}.ts`, `${worker}.ts`];

interface PagePlugin {
  readonly plugin: Plugin;
  /** All styles of the page, once it is built. */
  readonly styles: () => string;
}

/** What Vite does to the sources of the page, with one file of styles. */
export function pagePlugin(project: string): PagePlugin {
  const styles = new Map<string, string>();
  const plugin: Plugin = {
    name: 'the page',
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /\.svelte$/ }, ({ path: filename }) => {
        const source = readFileSync(filename, 'utf8');
        const { js, css } = compile(source, {
          filename: relative(project, filename),
          generate: 'client',
          css: 'external',
        });
        if (css !== null) styles.set(filename, css.code);
        return { contents: js.code, loader: 'js' };
      });
      onLoad({ filter: /\.svelte\.ts$/ }, async ({ path: filename }) => {
        const { code } = await transform(readFileSync(filename, 'utf8'), {
          loader: 'ts',
          target: 'esnext',
        });
        const { js } = compileModule(code, { filename, generate: 'client' });
        return { contents: js.code, loader: 'js' };
      });
      onLoad({ filter: /\.css$/ }, ({ path }) => {
        styles.set(path, readFileSync(path, 'utf8'));
        return { contents: '' };
      });
      onResolve({ filter: /\?raw$/ }, async ({ path, resolveDir }) => ({
        path: join(resolveDir, path.slice(0, -'?raw'.length)),
        namespace: 'text',
      }));
      onLoad({ filter: /./, namespace: 'text' }, ({ path }) => ({
        contents: readFileSync(path, 'utf8'),
        loader: 'text',
      }));
      // The lists of the wings are one file here.
      onLoad({ filter: /src[\\/]web[\\/]wings\.ts$/ }, ({ path }) => ({
        contents: replaced(path, /import\.meta\.glob<.*?>\(.*?\)/, '{}'),
        loader: 'ts',
      }));
      onLoad({ filter: /src[\\/]web[\\/]worker[\\/]new-worker\.ts$/ }, ({ path }) => ({
        contents: replaced(path, /new URL\(.*?\)/, `'./${worker}.mjs'`),
        loader: 'ts',
      }));
      // A command uses the copy of the user, if there is one.
      onResolve({ filter: /^yjs$/ }, ({ importer }) =>
        /src[\\/]web[\\/]/.test(importer) ? undefined : { path: 'yjs', external: true },
      );
    },
  };
  return {
    plugin,
    styles: () =>
      [...styles.keys()]
        .sort()
        .map((path) => styles.get(path))
        .join('\n'),
  };
}

/** The one stretch of a file that Vite would have replaced. Throws if it is not there any more. */
function replaced(path: string, stretch: RegExp, by: string): string {
  const source = readFileSync(path, 'utf8');
  if (!stretch.test(source)) throw new Error(`${path} has no ${stretch}`);
  return source.replace(stretch, by);
}

/** Throws if the page leads to a module that no browser has. */
export function holdToBrowser(project: string, dist: string, { outputs }: Metafile): void {
  const reached = new Set(
    pageEntries.map((entry) => relative(project, join(dist, entry.replace(/\.ts$/, '.mjs')))),
  );
  // A set gives also what is added while it is gone through.
  for (const file of reached) {
    for (const { path, external = false } of outputs[file]?.imports ?? []) {
      if (external) throw new Error(`The page leads to ${path}, by ${file}`);
      reached.add(path);
    }
  }
}

/** Beside the modules, at the paths that they ask for. */
export async function writePage(project: string, dist: string, styles: string): Promise<void> {
  const { code } = await transform(styles, { loader: 'css', minify: true });
  writeFileSync(join(dist, 'page.css'), code);
  const html = readFileSync(join(project, 'src/web/index.html'), 'utf8');
  const page = html
    .replace('./main.ts', `./${start}.mjs`)
    .replace('</head>', '<link rel="stylesheet" href="./page.css" />\n  </head>');
  writeFileSync(join(dist, 'index.html'), page);
}
