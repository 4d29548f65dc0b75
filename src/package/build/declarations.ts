/** The types of the package's entries, and of all that they mention. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project is checked by itself: here types are only written. */
export function writeDeclarations(project: string, dist: string): void {
  const tsc = join(project, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(project, 'src/package/tsconfig.json')], {
    stdio: 'inherit',
  });
  const folder = join(dist, 'types');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    // A declaration stands beside code that is called .mjs, or in no file of its own.
    writeFileSync(
      path,
      text.replaceAll(/((?:from|import\() ?['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'),
    );
  }
}
