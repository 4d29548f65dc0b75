/**
 * `npm run house`: the house in figures. Lines by room, imports that cross rooms, the ten longest functions, and how
 * long the scenarios of each wing are.
 */
import { median } from 'd3-array';
import ts from 'typescript';
import { scenariosOf } from './anatomy.ts';
import { type Files, filesUnder, importsOf } from './project-files.ts';

const files: Files = new Map(
  [...filesUnder('src', 'sims', 'scenarios', 'test')].filter(([path]) => !path.endsWith('.md')),
);
const linesOf = (text: string): number => text.trimEnd().split('\n').length;

/** Two folders deep; files at the top of a folder are in the folder itself. */
const roomOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 2).join('/');

function table(title: string, rows: readonly (readonly [name: string, value: number])[]): void {
  const lines = rows.map(([name, value]) => `${String(value).padStart(7)}  ${name}\n`);
  process.stdout.write(`${title}\n${lines.join('')}\n`);
}

function linesByRoom(): [string, number][] {
  const lines = new Map<string, number>();
  for (const [path, text] of files)
    lines.set(roomOf(path), (lines.get(roomOf(path)) ?? 0) + linesOf(text));
  return [...lines].sort(([a], [b]) => a.localeCompare(b));
}

/** Of code that ships: tests import everything. */
function importsAcross(): [string, number][] {
  const crossing = [...files]
    .filter(([path]) => !path.startsWith('test/'))
    .flatMap(([path, text]) =>
      importsOf(path, text)
        .filter((imported) => roomOf(imported) !== roomOf(path))
        .map((imported) => [path, imported] as const),
    );
  const ways = new Set(crossing.map(([from, to]) => `${roomOf(from)} ${roomOf(to)}`));
  return [
    ['imports', crossing.length],
    ['pairs of rooms', ways.size],
  ];
}

function functionsOf(path: string, text: string): [string, number][] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: [string, number][] = [];
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const first = lineAt(node.getStart());
      const named =
        node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
      found.push([
        `${path}:${first} ${named?.getText() ?? ''}`.trimEnd(),
        lineAt(node.end) - first + 1,
      ]);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

const longestFunctions = (paths: RegExp): [string, number][] =>
  [...files]
    .filter(([path]) => paths.test(path))
    .flatMap(([path, text]) => functionsOf(path, text))
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10);

const wings = [...files.keys()].flatMap(
  (path) => /^scenarios\/(\w+)\/index.ts$/.exec(path)?.[1] ?? [],
);
const scenarioMedians = wings.map((wing): [string, number] => [
  wing,
  median(scenariosOf(wing, files), (path) => linesOf(files.get(path) ?? '')) ?? 0,
]);

table('Lines by room', linesByRoom());
table('Imports that cross rooms', importsAcross());
table('The ten longest functions', longestFunctions(/^(src|sims|scenarios)\//));
table('Median lines of a scenario', scenarioMedians);
