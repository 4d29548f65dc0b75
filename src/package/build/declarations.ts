/** The types of the package's entries, and of all that they mention, and of nothing else. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entryFiles } from './bundle.ts';

/** The project is checked by itself: here types are only written. */
export function writeDeclarations(project: string, dist: string): void {
  const tsc = join(project, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(project, 'src/package/tsconfig.json')], {
    stdio: 'inherit',
  });
  const folder = join(dist, 'types');
  const entries = entryFiles(project).map((file) => join(folder, file.replace(/\.ts$/, '.d.ts')));
  const mentioned = mentionedFrom(entries);
  const exported = new Set([...entries, ...entries.flatMap(mentionedBy)]);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(folder, name);
    if (!mentioned.has(path)) {
      rmSync(path);
      continue;
    }
    const text = readFileSync(path, 'utf8');
    // What is only mentioned goes without: the sources of sims are in the package as well.
    const shown = exported.has(path) ? text : text.replaceAll(docstring, '');
    // A declaration stands beside code that is called .mjs, or in no file of its own.
    writeFileSync(path, shown.replaceAll(relativeImport, '$1.js$2'));
  }
}

const relativeImport = /((?:from|import|import\() ?['"]\.{1,2}\/[^'"]+)\.ts(['"])/g;

const docstring = /^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm;

/** The declarations that these lead to. tsc writes those of every file that the code imports, which are twice as many. */
function mentionedFrom(entries: readonly string[]): ReadonlySet<string> {
  const mentioned = new Set(entries);
  // A set gives also what is added while it is gone through.
  for (const path of mentioned) for (const other of mentionedBy(path)) mentioned.add(other);
  return mentioned;
}

const mentionedBy = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(relativeImport)].map(([, begins = '']) => {
    const [, file = ''] = /['"](.*)$/.exec(begins) ?? [];
    return join(dirname(path), `${file}.d.ts`);
  });
