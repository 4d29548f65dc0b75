/**
 * Something that the user asked for cannot be done: one clear sentence, with the nearest valid
 * choice in it.
 */
import { distance } from 'fastest-levenshtein';

export class InputError extends Error {
  override readonly name = 'InputError';
  /** The command line that helps, without the program, which has several names. */
  readonly help: Help | undefined;

  constructor(message: string, help?: Help) {
    super(message);
    this.help = help;
  }
}

export interface Help {
  /** What the command is for, such as "See all of them with". */
  readonly says: string;
  readonly words: string;
}

/**
 * "unknown scenario …" with the valid choice that is nearest to what was given, and where to find
 * the others.
 */
export function unknownChoice(
  what: string,
  given: string,
  choices: readonly string[],
  seeAll: string | Help,
): InputError {
  const nearest = nearestTo(given, choices);
  const suggestion = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  const problem = `There is no ${what} "${given}".${suggestion}`;
  if (typeof seeAll === 'object') return new InputError(problem, seeAll);
  return new InputError(`${problem} ${seeAll}`.trim());
}

/** Why what is named cannot be meant, in a sentence; undefined if it is one of the choices. */
export function notAmong(
  what: string,
  given: string,
  choices: readonly string[],
): string | undefined {
  if (choices.includes(given)) return undefined;
  return unknownChoice(what, given, choices, `There are: ${choices.join(', ')}.`).message;
}

/** The choice that begins with what was given, or else the one that takes the fewest keystrokes to get to. */
function nearestTo(given: string, choices: readonly string[]): string | undefined {
  const lastPart = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const keystrokes = (choice: string) => {
    if (given !== '' && (choice.startsWith(given) || lastPart(choice).startsWith(given))) return 0;
    return Math.min(distance(given, choice), distance(lastPart(given), lastPart(choice)));
  };
  return [...choices].sort((a, b) => keystrokes(a) - keystrokes(b))[0];
}
