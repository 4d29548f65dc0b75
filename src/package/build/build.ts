/**
 * `npm run build`: writes what the package runs into `dist/`: its programs and entries as ES modules for plain Node,
 * bundled with most of what they depend on; the declarations of the entries; and the page, packed.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildPage } from 'vite';
import { packFolder } from '../../host/packed-folder.ts';
import { projectFolder } from '../../host/source.ts';
import { bundle } from './bundle.ts';
import { writeDeclarations } from './declarations.ts';

const dist = join(projectFolder, 'dist');

const startMs = performance.now();
for (const name of existsSync(dist) ? readdirSync(dist) : []) {
  if (name !== 'web' && name !== 'api') rmSync(join(dist, name), { recursive: true });
}
mkdirSync(dist, { recursive: true });
await bundle(projectFolder, dist);
const bundledMs = performance.now();
writeDeclarations(projectFolder, dist);
const declaredMs = performance.now();
await buildPage({
  root: join(projectFolder, 'src/web'),
  configFile: join(projectFolder, 'vite.config.ts'),
  logLevel: 'warn',
});
writeFileSync(join(dist, 'page.br'), packFolder(join(dist, 'web')));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
process.stdout.write(
  `bundled in ${seconds(bundledMs - startMs)}, declared in ${seconds(declaredMs - bundledMs)}, the page in ${seconds(performance.now() - declaredMs)}\n`,
);
