/**
 * What an observer remembers of one choice, and which laws were broken: a fold over notes, the same
 * for the explorer and the timed world.
 */
import type { LearnedLaw } from './laws.ts';
import type { Value } from './messages.ts';
import type { SynodNote } from './notes.ts';

/** Plain data, never changed. */
export interface SynodHistory {
  readonly wanted: readonly Value[];
  /** What was learned first. */
  readonly learned: Value | null;
  readonly broken: Readonly<Partial<Record<LearnedLaw, string>>>;
}

export const emptyHistory: SynodHistory = { wanted: [], learned: null, broken: {} };

export function withNote(history: SynodHistory, note: SynodNote): SynodHistory {
  if (note.kind === 'wants') {
    const { wanted } = history;
    if (wanted.includes(note.value)) return history;
    return { ...history, wanted: [...wanted, note.value].sort() };
  }
  if (note.kind !== 'learns') return history;
  const { value } = note;
  const { learned } = history;
  const after = learned === null ? { ...history, learned: value } : history;
  if (!history.wanted.includes(value)) {
    return breaking(after, 'learned-was-proposed', `${value} is learned, but was not proposed`);
  }
  if (learned === null || learned === value) return after;
  return breaking(after, 'one-value', `${value} is learned after ${learned}`);
}

const breaking = (history: SynodHistory, law: LearnedLaw, how: string): SynodHistory => ({
  ...history,
  broken: { [law]: how, ...history.broken },
});
