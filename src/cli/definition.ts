/** Questions that ask what a word means: `what is a tombstone?` */
import { glossary } from '../../scenarios/glossary.ts';
import { wanted } from '../lab/find/find.ts';

const asksForMeaning = /^(?:what(?:’s|'s| is| are| does)|explain|define)\b/i;

const sameWords = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word) => other.includes(word));

/** The glossary's word that a question asks for, and for nothing else. */
export function wordAskedFor(question: string): string | undefined {
  if (!asksForMeaning.test(question)) return undefined;
  const asked = wanted(question.replace(asksForMeaning, ''));
  const names = ([name, { also }]: (typeof entries)[number]) => [name, ...also];
  return entries.find((entry) => names(entry).some((one) => sameWords(asked, wanted(one))))?.[0];
}

const entries = Object.entries(glossary);
