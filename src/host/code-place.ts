/** What a pointer such as `sims/raft/server/votes.ts#countVotes` names: the lines of a declaration, and the rules in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyScenario } from '../lab/scenario.ts';
import { asksFor, projectFolder } from './source.ts';

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
  const lines = linesOf(file);
  const index = declarationsOf(name)
    .map((declared) => lines.findIndex((line) => declared.test(line)))
    .find((at) => at !== -1);
  if (index === undefined) throw new Error(`${file} declares no ${name}`);
  const [indent = ''] = /^ */.exec(lines[index] ?? '') ?? [];
  const end = endOf(lines, index, indent);
  return { name, file, firstLine: index + 1, lastLine: end + 1 };
}

/** Where a scenario says that its question is answered; nothing for one that does not say it. */
export const codeOf = ({ code = [] }: Pick<AnyScenario, 'code'>): CodePlace[] =>
  code.map(codePlace);

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

/** `file:line` where one of these places asks for the rule; undefined if none does. */
export function lineOfRule(places: readonly CodePlace[], rule: string): string | undefined {
  for (const { file, firstLine, lastLine } of places) {
    const lines = linesOf(file).slice(0, lastLine);
    const at = lines.findIndex(
      (line, index) => index >= firstLine - 1 && line.includes(asksFor(rule)),
    );
    if (at !== -1) return `${file}:${at + 1}`;
  }
  return undefined;
}

/** The rules of a sim that are asked for in these places: those of the first place first. */
export function rulesIn(places: readonly CodePlace[], rules: readonly string[]): string[] {
  const inOrder = places.flatMap((place) =>
    rules.filter((rule) => lineOfRule([place], rule) !== undefined),
  );
  return [...new Set(inOrder)];
}

const linesByFile = new Map<string, readonly string[]>();

/** Of a file of the project, which is read once. */
function linesOf(file: string): readonly string[] {
  const lines =
    linesByFile.get(file) ?? readFileSync(join(projectFolder, file), 'utf8').split('\n');
  linesByFile.set(file, lines);
  return lines;
}
