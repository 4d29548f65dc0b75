/** What is wrong with a command line, in one sentence that names the next step. */
import type { Command, Option } from 'commander';
import { didYouMean } from '../lab/input-error.ts';
import { capitalised } from '../words/sentences.ts';
import type { CommandIo } from './io.ts';

/**
 * Commander's error as the lab says it. `error: unknown option '--sed'` becomes `run has no option "--sed". Did you mean
 * "--seed"?`
 */
function usageError(text: string, command: Command): string {
  const [, kind = '', given = ''] = /^error: ([a-z ]+?) '([^']*)'/.exec(text) ?? [];
  const name = command.name();
  // The program itself goes by several words.
  const isCommand = /^[a-z]+$/.test(name);
  if (kind === 'unknown option') {
    const options = command.options.flatMap(({ long }) => long ?? []);
    const problem = isCommand
      ? `${name} has no option "${given}".`
      : `There is no option "${given}".`;
    const near = didYouMean(given, options);
    return near === '' && command.options.some(takesParams)
      ? `${problem} Parameters of the scenario are set with --set ${given.slice(2)}=<value>.`
      : `${problem}${near}`;
  }
  if (kind === 'unknown command') {
    const names = command.commands.map((one) => one.name());
    return `There is no command "${given}".${didYouMean(given, names)}`;
  }
  const [, needing = ''] = /^error: option '(--[^']*)' argument missing/.exec(text) ?? [];
  if (needing !== '') return `${needing.replace(/ .*/, '')} needs a value: ${needing}.`;
  if (/^error: too many arguments/.test(text) && command.options.some(takesParams)) {
    const [assigned] = command.args.filter((word) => /^\w+=/.test(word));
    if (assigned !== undefined) return `Write --set ${assigned} to set a parameter.`;
  }
  if (kind === 'missing required argument') return `${name} needs <${given}>.`;
  const plain = text.replace(/^error: /, '').trim();
  return `${capitalised(plain)}${/[.?!]$/.test(plain) ? '' : '.'}`;
}

const takesParams = ({ long }: Option): boolean => long === '--set';

/** Errors in one sentence each, with where to read on. */
export function explainErrors(command: Command, called: string, { say }: CommandIo): void {
  command
    .showHelpAfterError(false)
    .showSuggestionAfterError(false)
    .configureOutput({
      outputError: (text) => say(`${usageError(text, command)} See: ${called} --help`),
    });
}

/** The commands whose first argument may be two words: a wing and what it has. */
const takingNames: ReadonlySet<string> = new Set(
  'run step why diff sweep hunt explore describe'.split(' '),
);

/** Whether the first argument may be two words: so that only then the wings need to be known. */
export const mayHaveTwoWords = ([command = '', wing = '', name = '']: readonly string[]): boolean =>
  takingNames.has(command) && /^[a-z]+$/.test(wing) && /^[a-z]/.test(name);

/** `run raft leader-crash` as `run raft/leader-crash`, if the first of the two is a wing. */
export function withJoinedName(words: readonly string[], wings: readonly string[]): string[] {
  const [command = '', wing = '', name = '', ...rest] = words;
  return wings.includes(wing) ? [command, `${wing}/${name}`, ...rest] : [...words];
}
