/** Every command of the debugger, and how a line of text calls one. */

import { columns } from '../draw/text.ts';
import { unknownChoice } from '../lab/input-error.ts';
import { branchCommands } from './branches.ts';
import { breakpointCommands } from './breakpoints.ts';
import type { Command, Debugger, Reply } from './command.ts';
import { interventionCommands } from './interventions.ts';
import { moves } from './moves.ts';
import { questions } from './questions.ts';

const help: Command = {
  word: 'help',
  key: '?',
  takes: '',
  says: 'every key and command',
  act: () => ({ kind: 'told', lines: helpLines() }),
};

export const commands: readonly Command[] = [
  ...moves,
  ...breakpointCommands,
  ...interventionCommands,
  ...branchCommands,
  ...questions,
  help,
];

/** Every command on a line that fits the smallest screen. */
function helpLines(): string[] {
  const rows = commands.map(({ key, word, takes, says }) => [key, `${word} ${takes}`, says]);
  return columns(rows, ' ');
}

/** Does what a line of text says. Throws InputError, with nothing done, where it says nothing. */
export function obey(debugging: Debugger, line: string): Reply {
  const [word = '', rest = ''] = split(line.trim());
  const command = commands.find((one) => one.word === word || one.key === word);
  if (command === undefined) {
    const words = commands.map((one) => one.word);
    throw unknownChoice('command', word, words, 'See all of them with: help');
  }
  // JSON stays in one piece.
  const words = rest.startsWith('{') ? [rest] : rest.split(/\s+/).filter((one) => one !== '');
  return command.act(debugging, words);
}

function split(line: string): [word: string, rest: string] {
  const blank = line.search(/\s/);
  return blank === -1 ? [line, ''] : [line.slice(0, blank), line.slice(blank).trim()];
}
