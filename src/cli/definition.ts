/** What a word of the glossary means, and questions that ask for it: `what is a tombstone?`, `how does an HPA work?` */
import { glossary, wingsOfTerms } from '../../scenarios/glossary.ts';
import { wanted } from '../lab/find/stems.ts';

const asksForMeaning = /^(?:what(?:’s|'s| is| are| does)|how do(?:es)?|explain|define)\b/i;

const sameWords = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word) => other.includes(word));

/** The glossary's word that a question asks for, and for nothing else. */
export function wordAskedFor(question: string): string | undefined {
  if (!asksForMeaning.test(question)) return undefined;
  const asked = question.replace(asksForMeaning, '');
  return termNamed(asked) ?? termNamed(asked.replace(ofSystem, ''));
}

/** `an offset in Kafka` */
const ofSystem = / in [\w ]+[?.]?$/i;

function termNamed(text: string): string | undefined {
  const asked = wanted(text);
  return names.find(({ words }) => sameWords(asked, words))?.term;
}

/** Whether a word has the glossary's meaning in one of these wings. */
export const isMeantIn = (wings: readonly string[], word: string): boolean =>
  wingsOfTerms[word]?.some((wing) => wings.includes(wing)) ?? true;

const names = Object.entries(glossary).flatMap(([term, { also }]) =>
  [term, ...also].map((name) => ({ term, words: wanted(name) })),
);
