/** The project's own source files, for showing the code of a rule beside what it does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const self = fileURLToPath(import.meta.url);

/** The folder of `package.json`: of the repository, or of the package as it was installed. */
export const projectFolder = `${folderOfPackage(self)}/`;

/** Whether this is the built package, in which this module is part of some file under `dist/`. */
export const isBuilt = self.startsWith(join(projectFolder, 'dist'));

/** Without a `package.json` on the way up, the folder in which this file would be in `src/host`. */
function folderOfPackage(path: string): string {
  const folder = dirname(path);
  if (folder === path) return dirname(dirname(dirname(self)));
  return existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(folder);
}

/** A module that is loaded by its address, such as a worker's, by its path in the project without the extension. */
export function moduleAt(path: string): URL {
  const file = isBuilt ? join('dist', `${path}.mjs`) : `${path}.ts`;
  return pathToFileURL(join(projectFolder, file));
}

/** The file of a scenario; undefined in the package, which has no sources of scenarios. */
export function sourceOfScenario(id: string): string | undefined {
  const file = `scenarios/${id}.ts`;
  return existsSync(join(projectFolder, file)) ? file : undefined;
}

/** A stretch of a file, with the lines in it that matter. */
export interface Excerpt {
  /** From the project's folder. */
  readonly file: string;
  /** The number of its first line, from 1. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** Numbers of the lines at which the rule stands. */
  readonly marked: readonly number[];
}

/** More lines than this of a function are not shown around a rule. */
const linesMax = 40;
const linesAround = 8;

/** What stands in the code where a rule is asked for. */
export const asksFor = (rule: string): string => `rules['${rule}']`;

/** Every place in a sim's files at which a rule is asked for, with the code around it. */
export function excerptsOfRule(sim: string, rule: string): Excerpt[] {
  const folder = join(projectFolder, 'sims', sim);
  // A sim of the user's own has no folder here.
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const excerpts = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => excerptsIn(join(folder, name), asksFor(rule)));
  // The explorer has a model of its own: what it leaves out is in the code that runs.
  const isOfExplorer = ({ file }: Excerpt) => file.includes('/exploration/');
  return [
    ...excerpts.filter((excerpt) => !isOfExplorer(excerpt)),
    ...excerpts.filter(isOfExplorer),
  ];
}

/** Every place in a file of the user's own at which a rule is asked for. `name` is how the file is called. */
export function excerptsInFile(path: string, name: string, rule: string): Excerpt[] {
  return excerptsIn(path, asksFor(rule)).map((excerpt) => ({ ...excerpt, file: name }));
}

/** Where the rules of a sim stand, as `file:line`; each is looked up once. */
export function placesOfRules(sim: string): (rule: string) => string | undefined {
  const places = new Map<string, string | undefined>();
  return (rule) => {
    if (!places.has(rule)) {
      const [first] = excerptsOfRule(sim, rule);
      places.set(rule, first && `${first.file}:${first.marked[0]}`);
    }
    return places.get(rule);
  };
}

function excerptsIn(path: string, text: string): Excerpt[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const file = relative(projectFolder, path);
  const excerpts: Excerpt[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.includes(text)) continue;
    const last = excerpts.at(-1);
    if (last !== undefined && index < last.firstLine - 1 + last.lines.length) {
      excerpts[excerpts.length - 1] = { ...last, marked: [...last.marked, index + 1] };
      continue;
    }
    const [from, to] = surroundings(lines, index);
    const shown = lines.slice(from, to);
    excerpts.push({ file, firstLine: from + 1, lines: shown, marked: [index + 1] });
  }
  return excerpts;
}

/**
 * The function at the top level around a line, with its comment; a few lines where that is too
 * long.
 */
function surroundings(lines: readonly string[], index: number): [from: number, to: number] {
  let from = index;
  while (from > 0 && !/^(export )?(async )?(function|const|class)/.test(lines[from] ?? ''))
    from -= 1;
  let to = index;
  while (to < lines.length && lines[to] !== '}' && lines[to] !== '};') to += 1;
  to += 1;
  while (/^( \*|\/\*\*)/.test(lines[from - 1] ?? '')) from -= 1;
  if (to - from <= linesMax) return [from, to];
  return [Math.max(0, index - linesAround), Math.min(lines.length, index + linesAround + 1)];
}
