/** What is wrong with what was typed, in a sentence. */
import type { InputError } from '../lab/input-error.ts';
import type { CommandIo } from './io.ts';

/** With the command that helps, as it is typed here. */
export function sentenceOf({ message, help }: InputError, { program }: Pick<CommandIo, 'program'>) {
  return help === undefined ? message : `${message} ${help.says}: ${program} ${help.words}`;
}
