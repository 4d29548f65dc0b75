/** A list of choices that gets shorter as one types. */
import type { Choice, Command } from '../../debugger/command.ts';
import type { Paint } from '../../draw/colour.ts';
import { displayWidth } from '../../words/width.ts';
import { clipped } from '../render/fit.ts';
import type { Key } from './keys.ts';

export interface Picker {
  readonly kind: 'choice';
  readonly command: Command;
  readonly choices: readonly Choice[];
  readonly typed: string;
  /** The place among those that match. */
  readonly chosen: number;
}

export const pickerOf = (command: Command, choices: readonly Choice[]): Picker => {
  return { kind: 'choice', command, choices, typed: '', chosen: 0 };
};

/** Those that hold every word that was typed: first the choice itself, then those that begin with it. */
export function matching({ choices, typed }: Picker): readonly Choice[] {
  const text = typed.trim().toLowerCase();
  const parts = text.split(/\s+/);
  const rank = ({ words }: Choice): number => {
    const lower = words.toLowerCase();
    return [lower === text, lower.startsWith(text), lower.includes(text), true].indexOf(true);
  };
  return choices
    .filter(({ words, says }) => {
      const all = `${words} ${says}`.toLowerCase();
      return parts.every((part) => all.includes(part));
    })
    .map((choice) => ({ choice, rank: text === '' ? 0 : rank(choice) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ choice }) => choice);
}

/** The line that Return obeys: the chosen one, or what was typed if nothing matches. */
export function lineOf(picker: Picker): string {
  const { command, chosen, typed } = picker;
  return `${command.word} ${matching(picker)[chosen]?.words ?? typed.trim()}`;
}

/** The picker after a key that neither chooses nor cancels. */
export function pressInPicker(picker: Picker, key: Key): Picker {
  const by = { down: 1, up: -1, 'page-down': 10, 'page-up': -10 }[key as string];
  if (by !== undefined) {
    const { length } = matching(picker);
    const next = Math.abs(by) === 1 ? picker.chosen + by + length : picker.chosen + by;
    if (length === 0) return picker;
    const chosen = Math.abs(by) === 1 ? next % length : Math.max(0, Math.min(length - 1, next));
    return { ...picker, chosen };
  }
  return { ...picker, typed: typedWith(picker.typed, key), chosen: 0 };
}

/** What was typed, with one more key. */
export function typedWith(typed: string, key: Key): string {
  if (key === 'backspace') return [...typed].slice(0, -1).join('');
  return [...key].length === 1 ? typed + key : typed;
}

/** A title, and as many of the choices as there is room for. */
export function pickerLines(picker: Picker, columns: number, rows: number, paint: Paint): string[] {
  const { command, chosen } = picker;
  const matches = matching(picker);
  const shown = Math.min(matches.length, Math.max(0, rows - 1));
  const first = Math.max(0, Math.min(chosen - shown + 1, matches.length - shown));
  const width = Math.min(32, Math.max(0, ...matches.map(({ words }) => displayWidth(words))));
  const list = matches.slice(first, first + shown).map(({ words, says }, place) => {
    const isChosen = first + place === chosen;
    const padding = ' '.repeat(Math.max(0, width - displayWidth(words)));
    const line = clipped(`${isChosen ? '>' : ' '} ${words}${padding}  ${says}`.trimEnd(), columns);
    return isChosen ? paint.bold(line) : line;
  });
  const none = matches.length === 0 ? ['  nothing matches; Return takes it as it is typed'] : [];
  const title = paint.bold(clipped(`${command.word}: ${command.says}`, columns));
  return [title, ...list, ...none.map((line) => clipped(line, columns))].slice(0, rows);
}

export function pickerPrompt(picker: Picker): string {
  const { command, choices, typed } = picker;
  const count = `${matching(picker).length} of ${choices.length}`;
  return `${command.word} ${typed}_  (${count}; type to filter, Return chooses, Escape cancels)`;
}
