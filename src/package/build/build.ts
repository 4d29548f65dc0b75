/**
 * `npm run build`: writes what the package runs into `dist/`: its programs and entries as ES modules for plain Node,
 * bundled with most of what they depend on, and the page, which shares them; and the declarations of the entries.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
process.stdout.write(
  `bundled in ${seconds(bundledMs - startMs)}, declared in ${seconds(performance.now() - bundledMs)}\n`,
);
