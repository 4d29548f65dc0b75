/** Every command of the debugger, and how a line of text calls one. */
import { unknownChoice } from '../../lab/input-error.ts';
import { table } from '../render/fit.ts';
import type { Command, Desk, Reply } from './command.ts';
import { hands } from './hands.ts';
import { moves } from './moves.ts';
import { questions } from './questions.ts';

const help: Command = {
  word: 'help',
  key: '?',
  takes: '',
  says: 'every key and command',
  act: () => ({ kind: 'told', lines: helpLines() }),
};

const helpWidth = 80;

export const commands: readonly Command[] = [...moves, ...hands, ...questions, help];

/** Every command on a line that fits the smallest screen. */
function helpLines(): string[] {
  const rows = commands.map(({ key, word, takes, says }) => [key, `${word} ${takes}`, says]);
  return table(rows, helpWidth, ' ');
}

/** Does what a line of text says. Throws InputError, with nothing done, where it says nothing. */
export function obey(desk: Desk, line: string): Reply {
  const [word = '', rest = ''] = split(line.trim());
  const command = commands.find((one) => one.word === word || one.key === word);
  if (command === undefined) {
    const words = commands.map((one) => one.word);
    throw unknownChoice('command', word, words, 'See all of them with: help');
  }
  // JSON stays in one piece.
  const words = rest.startsWith('{') ? [rest] : rest.split(/\s+/).filter((one) => one !== '');
  return command.act(desk, words);
}

function split(line: string): [word: string, rest: string] {
  const blank = line.search(/\s/);
  return blank === -1 ? [line, ''] : [line.slice(0, blank), line.slice(blank).trim()];
}
