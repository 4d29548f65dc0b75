/**
 * The keys in what a terminal sends: characters, and sequences that begin with an escape character
 * (ECMA-48, 5.4; xterm's "PC-Style Function Keys").
 */

/** A key: its character, or its name. */
export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'return'
  | 'escape'
  | 'backspace'
  /** Ctrl-C and Ctrl-Z. */
  | 'interrupt'
  | 'suspend'
  | (string & {});

export interface Keys {
  readonly keys: readonly Key[];
  /** The beginning of a sequence whose end has not come yet: it goes before what comes next. */
  readonly rest: string;
}

const escapeCharacter = '\u001b';
/** A whole sequence: CSI with its parameters, or SS3 with its letter. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: sequences begin with one.
const whole = /^\u001b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|O[\x20-\x7e])/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: sequences begin with one.
const begun = /^\u001b(?:\[[\x30-\x3f]*[\x20-\x2f]*|O)?$/;

/** By the end of the sequence; with modifiers it has numbers before its letter. */
const endings = new Map<string, Key>([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['5~', 'page-up'],
  ['6~', 'page-down'],
]);

const characters = new Map<string, Key>([
  ['\r', 'return'],
  ['\n', 'return'],
  ['\u007f', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'interrupt'],
  ['\u001a', 'suspend'],
]);

/**
 * All keys that came in at once: over a slow line several may. An escape character at the end may be
 * the Escape key or begin a sequence, so it is left over. O(length).
 */
export function keysIn(text: string): Keys {
  const keys: Key[] = [];
  let left = text;
  while (left !== '') {
    if (begun.test(left)) return { keys, rest: left };
    const [sequence] = whole.exec(left) ?? [];
    if (sequence !== undefined) {
      const key = endings.get(sequence.slice(2)) ?? endings.get(sequence.slice(-1));
      if (key !== undefined) keys.push(key);
      left = left.slice(sequence.length);
      continue;
    }
    const [character = ''] = left;
    if (character === escapeCharacter) keys.push('escape');
    else if (characters.has(character)) keys.push(characters.get(character) ?? '');
    else if (character >= ' ') keys.push(character);
    left = left.slice(character.length);
  }
  return { keys, rest: '' };
}

/** The key that a left-over beginning is if nothing follows it. */
export const keyOfRest = (rest: string): readonly Key[] => (rest === '' ? [] : ['escape']);
