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
  const problem = `There is no ${what} "${given}".${didYouMean(given, choices)}`;
  if (typeof seeAll === 'object') return new InputError(problem, seeAll);
  return new InputError(`${problem} ${seeAll}`.trim());
}

/** A question after a space, with the nearest choice; empty if none is near. */
export function didYouMean(given: string, choices: readonly string[]): string {
  const nearest = nearestTo(given, choices);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
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

/**
 * The choice that begins with what was given, or else the one that takes the fewest keystrokes to get
 * to; undefined if that is more than a third of the word.
 */
function nearestTo(given: string, choices: readonly string[]): string | undefined {
  const lastPart = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const share = (from: string, to: string) => edits(from, to) / Math.max(1, from.length);
  const farness = (choice: string) => {
    if (given !== '' && (choice.startsWith(given) || lastPart(choice).startsWith(given))) return 0;
    const whole = share(given, choice);
    // A last word alone, with the sim forgotten or wrong.
    return Math.min(whole, share(lastPart(given), lastPart(choice)));
  };
  const [nearest] = choices
    .map((choice) => ({ choice, far: farness(choice) }))
    .sort((a, b) => a.far - b.far);
  return nearest !== undefined && nearest.far <= 1 / 3 ? nearest.choice : undefined;
}

/** How many keystrokes lie between two words; two letters that changed places are one. */
function edits(from: string, to: string): number {
  const isSwap = (_: string, at: number) =>
    from.slice(0, at) + from.charAt(at + 1) + from.charAt(at) + from.slice(at + 2) === to;
  const isOneSwap = from.length === to.length && [...from].some(isSwap);
  return isOneSwap && from !== to ? 1 : distance(from, to);
}
