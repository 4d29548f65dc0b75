/** Words that people use for the two sides of a canary, and which series say them where. */
import { distance } from 'fastest-levenshtein';
import type { Series, Side } from './series.ts';

/**
 * By how surely they are meant: where a file says both `baseline` and `stable`, as Kayenta's users do who
 * deploy a baseline of its own, `stable` is neither side. Pairs that tell no order (blue and green,
 * v1 and v2) are left to the user.
 */
const wordsOf: Readonly<Record<Side, readonly (readonly string[])[]>> = {
  baseline: [['baseline'], ['control'], ['stable', 'primary'], ['old']],
  canary: [['canary'], ['experiment', 'treatment'], ['candidate'], ['new']],
};

export const wordsOfSide = (side: Side): readonly string[] => wordsOf[side].flat();

export const sideWords: readonly string[] = [...wordsOf.baseline, ...wordsOf.canary].flat();

/** `checkoutCanary-7d` is checkout, Canary, 7, d. */
const wordPattern = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{L}+|\d+/gu;

/** The words and numbers of a text in lower case. O(length). */
export const wordsIn = (text: string): string[] =>
  (text.match(wordPattern) ?? []).map((word) => word.toLowerCase());

/** Where a series can say its side: a label, or its own name. */
export const inName = '';

export function textAt(series: Series, place: string): string | undefined {
  return place === inName ? series.name : series.labels.get(place);
}

/** What one label, or the names, say of the sides. */
export interface Reading {
  readonly place: string;
  readonly words: Readonly<Record<Side, readonly string[]>>;
}

/** Undefined if no series says a word of a side there. O(length). */
export function readingAt(place: string, all: readonly Series[]): Reading | undefined {
  const texts = all.map((series) => new Set(wordsIn(textAt(series, place) ?? '')));
  const said = new Set(texts.flatMap((words) => [...words]));
  // What all say, as in `control_plane_latency canary`, tells none from another.
  const telling = [...said].filter((word) => !texts.every((words) => words.has(word)));
  return readingOf(place, new Set(telling)) ?? readingOf(place, said);
}

function readingOf(place: string, said: ReadonlySet<string>): Reading | undefined {
  const best = (side: Side) => wordsOf[side].find((rank) => rank.some((word) => said.has(word)));
  const ofRank = (side: Side) => (best(side) ?? []).filter((word) => said.has(word));
  const words = { baseline: ofRank('baseline'), canary: ofRank('canary') };
  return words.baseline.length + words.canary.length === 0 ? undefined : { place, words };
}

export function saidSides(series: Series, { place, words }: Reading): Side[] {
  const said = wordsIn(textAt(series, place) ?? '');
  const says = (side: Side) => words[side].some((word) => said.includes(word));
  return (['baseline', 'canary'] as const).filter(says);
}

/** A text without some of its words: what `p99 canary` measures is `p99`. O(length). */
export function withoutWords(text: string, words: readonly string[]): string {
  const marked = text.replace(wordPattern, (word) =>
    words.includes(word.toLowerCase()) ? gap : word,
  );
  // With a word goes what joined it to the others, on one side.
  return marked
    .split(gapWithJoints)
    .filter((part) => part !== '')
    .join(' ')
    .trim();
}

/** No text of an input has it: control characters are no letters. */
const gap = '\u0000';
// biome-ignore lint/suspicious/noControlCharactersInRegex: it marks the place of a word.
const gapWithJoints = /[\s_.:,;/|()[\]-]*\u0000[\s_.:,;/|()[\]-]*/;

/** The choice that a word is a slip of, if one is near: at most a third of its letters differ. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const [best] = choices
    .map((choice) => ({ choice, edits: distance(word.toLowerCase(), choice.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits > 0 && best.edits <= word.length / 3
    ? best.choice
    : undefined;
}
