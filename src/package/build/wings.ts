/** The scenarios of a wing in one file of the package: files of their own would each be compressed by themselves. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

const namespace = 'wing';

/** How the list of a wing loads a scenario: `load: () => import('./leader-crash.ts')`. */
const loads = /load: \(\) => import\('(\.\/[a-z0-9-]+\.ts)'\)/g;

const lists = /[\\/]scenarios[\\/][a-z]+[\\/]index\.ts$/;

export function wingPlugin(imports: string): Plugin {
  return {
    name: 'the scenarios of a wing together',
    setup({ onResolve, onLoad }) {
      onLoad({ filter: lists, namespace: 'file' }, ({ path }) => {
        let place = 0;
        const contents = readFileSync(path, 'utf8').replaceAll(loads, () => {
          place += 1;
          return `load: () => import('wing:${path}').then((wing) => wing.scenario${place}())`;
        });
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
      onResolve({ filter: /^wing:/ }, ({ path }) => ({
        path: path.slice('wing:'.length),
        namespace,
      }));
      onLoad({ filter: /./, namespace }, ({ path }) => {
        const files = [...readFileSync(path, 'utf8').matchAll(loads)].map(([, file]) => file);
        const exported = files.map(
          (file, index) => `export const scenario${index + 1} = () => require('${file}');`,
        );
        return { contents: imports + exported.join('\n'), loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
