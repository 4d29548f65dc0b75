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

/** Something that a file declares, and where. */
export interface CodePlace {
  readonly name: string;
  readonly file: string;
  /** Numbers of its first line, from 1, and its last. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What `sims/raft/server/votes.ts#countVotes` points to. Throws where that file declares no such name. */
export function codePlace(pointer: string): CodePlace {
  const [file = '', name = ''] = pointer.split('#');
  const lines = readFileSync(join(projectFolder, file), 'utf8').split('\n');
  const index = declarationsOf(name)
    .map((declared) => lines.findIndex((line) => declared.test(line)))
    .find((at) => at !== -1);
  if (index === undefined) throw new Error(`${file} declares no ${name}`);
  const [indent = ''] = /^ */.exec(lines[index] ?? '') ?? [];
  const end = endOf(lines, index, indent);
  return { name, file, firstLine: index + 1, lastLine: end + 1 };
}

/** A name of the file; of a class or a function, with a body; a field. The first of these that there is. */
const declarationsOf = (name: string): readonly RegExp[] => [
  new RegExp(
    `^(export )?(abstract )?(async )?(function\\*?|const|let|class|interface|type) ${name}\\b`,
  ),
  new RegExp(`^  ((async|static|get|set|function\\*?|const) )*[*#]*${name}\\b.*[{>]$`),
  new RegExp(`^  ((async|static|readonly|function\\*?|const|let) )*[*#]*${name}\\b(?!.*\\);$)`),
];

/** The index of the last line of a declaration that stands so far in. */
function endOf(lines: readonly string[], index: number, indent: string): number {
  // The body of `=>` or `=` at the end of a line stands two columns further in, and ends there.
  let bodyIndent = indent;
  for (const [at, line] of lines.entries()) {
    if (at < index || !line.startsWith(indent)) continue;
    const text = line.slice(indent.length);
    if (/^\S.*(=>|=)$/.test(text)) bodyIndent = `${indent}  `;
    else if (/^([}\])].*[^{(]|[}\])]|\S.*;)$/.test(text)) return at;
    else if (bodyIndent !== indent && /^ {2}\S.*;$/.test(text)) return at;
  }
  return index;
}

/** `file:line`. */
export const inShort = ({ file, firstLine }: CodePlace): string => `${file}:${firstLine}`;

/** The rules of a sim that are asked for in one of these places. */
export function rulesIn(places: readonly CodePlace[], rules: readonly string[]): string[] {
  return rules.filter((rule) =>
    places.some(({ file, firstLine, lastLine }) =>
      readFileSync(join(projectFolder, file), 'utf8')
        .split('\n')
        .slice(firstLine - 1, lastLine)
        .some((line) => line.includes(`rules['${rule}']`)),
    ),
  );
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

/** Every place in a sim's files at which a rule is asked for, with the code around it. */
export function excerptsOfRule(sim: string, rule: string): Excerpt[] {
  const folder = join(projectFolder, 'sims', sim);
  // A sim of the user's own has no folder here.
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const excerpts = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => excerptsIn(join(folder, name), `rules['${rule}']`));
  // The explorer has a model of its own: what it leaves out is in the code that runs.
  const isOfExplorer = ({ file }: Excerpt) => file.includes('/exploration/');
  return [
    ...excerpts.filter((excerpt) => !isOfExplorer(excerpt)),
    ...excerpts.filter(isOfExplorer),
  ];
}

/** Every place in a file of the user's own at which a rule is asked for. `name` is how the file is called. */
export function excerptsInFile(path: string, name: string, rule: string): Excerpt[] {
  return excerptsIn(path, `rules['${rule}']`).map((excerpt) => ({ ...excerpt, file: name }));
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
