/** The words of an answer that the glossary explains. */
import { glossary } from '../../scenarios/glossary.ts';
import { must } from '../kernel/must.ts';
import { wanted } from '../lab/find/stems.ts';
import { capitalised } from '../words/sentences.ts';
import { isMeantIn } from './definition.ts';

const termsMax = 8;
/** A meaning is said already by what has so much of its words. */
const saidShareMin = 2 / 3;

export const meaningOf = (word: string): string =>
  `${capitalised(word)}: ${must(glossary[word], 'word of the glossary').means}.`;

export function isSaidIn(meaning: string, said = ''): boolean {
  const [words, others] = [wanted(meaning), wanted(said)];
  return words.filter((word) => others.includes(word)).length >= saidShareMin * words.length;
}

/** The glossary's words in a text, in its order, without the one that it explains itself. */
export function termsIn(
  text: string,
  explained: string,
  wings: readonly string[],
): { readonly name: string; readonly means: string }[] {
  const inWords = (one: string) => ` ${one.replaceAll(/[^\p{L}\p{N}+-]+/gu, ' ')} `;
  const [asItIs, inLowerCase] = [inWords(text), inWords(text.toLowerCase())];
  // A name with a capital is a name: what varies is no Vary.
  const placeOf = (one: string) =>
    (one === one.toLowerCase() ? inLowerCase : asItIs).indexOf(inWords(one));
  return Object.entries(glossary)
    .map(([name, { means, also }]) => {
      const places = [name, ...also].map(placeOf);
      return { name, means, place: Math.min(...places.filter((at) => at !== -1)) };
    })
    .filter(({ name, place }) => Number.isFinite(place) && name !== explained)
    .filter(({ name }) => isMeantIn(wings, name))
    .sort((a, b) => a.place - b.place)
    .slice(0, termsMax)
    .map(({ name, means }) => ({ name, means }));
}
