/**
 * The reading order of a sim: every file of it but the one that says what the sim is, each after the files of the
 * sim that it imports. The order that the sim lists now stays as far as that allows.
 */
import { type Files, importsOf } from './project-files.ts';

const list = /^ {2}files: \[([\s\S]*?)\],$/m;

/** As `<wing>.ts` lists them, from the sim's folder. */
export function listedOrder(mainFile: string): string[] {
  const [, entries = ''] = list.exec(mainFile) ?? [];
  return [...entries.matchAll(/'([^']+)'/g)].map(([, name]) => name as string);
}

export function withOrder(mainFile: string, order: readonly string[]): string {
  const entries = order.map((name) => `    '${name}',\n`).join('');
  return mainFile.replace(list, () => `  files: [\n${entries}  ],`);
}

export function readingOrder(wing: string, files: Files): string[] {
  const folder = `sims/${wing}/`;
  const main = `${folder}${wing}.ts`;
  const order = new Set<string>();
  const seen = new Set([main]);
  const read = (path: string): void => {
    const text = files.get(path);
    if (seen.has(path) || text === undefined || !path.startsWith(folder)) return;
    seen.add(path);
    for (const imported of importsOf(path, text)) read(imported);
    order.add(path.slice(folder.length));
  };
  for (const name of listedOrder(files.get(main) ?? '')) read(`${folder}${name}`);
  for (const path of files.keys()) if (path.endsWith('.ts')) read(path);
  return [...order];
}
