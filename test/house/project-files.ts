/** The files of the project as text, for tests of its shape. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { projectFolder } from '../../src/host/source.ts';

/** By path from the project's folder. */
export type Files = ReadonlyMap<string, string>;

/** All TypeScript and Markdown files under these folders, by path. */
export function filesUnder(...folders: readonly string[]): Files {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|md)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return new Map(
    paths.sort().map((path) => [path, readFileSync(join(projectFolder, path), 'utf8')]),
  );
}

/** The project's files that a file imports: statically, dynamically, or only their types. */
export function importsOf(path: string, text: string): string[] {
  const relative = [...text.matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)];
  return relative.map(([, name]) => posix.join(posix.dirname(path), name as string));
}
