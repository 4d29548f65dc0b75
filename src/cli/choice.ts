/** An option that takes one of several words. */
import { unknownChoice } from '../lab/input-error.ts';
import type { DecimalMark } from '../tools/input/numbers.ts';

/** Undefined if nothing was given. Throws InputError for a word that is none of the names. */
export function choice<Name extends string>(
  what: string,
  given: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const chosen = names.find((name) => name === given);
  if (chosen !== undefined || given === undefined) return chosen;
  throw unknownChoice(what, given, names, `There are: ${names.join(', ')}.`);
}

/** Of the numbers in a file. Undefined if nothing was given. Throws InputError. */
export function decimalMark(word: string | undefined): DecimalMark | undefined {
  if (word === undefined || word === 'point' || word === 'comma') return word;
  throw unknownChoice('decimal mark', word, ['point', 'comma'], 'It is point or comma.');
}
