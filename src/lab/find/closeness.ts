/** How much of a subject some short texts speak of. */
import { log2 } from '../../kernel/elementary.ts';
import { wanted } from './find.ts';

/**
 * For each text, how much it shares with the words of a subject: the sum of how rare the shared words are among the
 * texts, in bits, over the square root of the text's length, so that a long one has no advantage. O(words of all).
 */
export function closeness<Named extends string>(
  subject: string,
  texts: ReadonlyMap<Named, string>,
): ReadonlyMap<Named, number> {
  const stems = new Map([...texts].map(([name, text]) => [name, new Set(wanted(text))]));
  const having = new Map<string, number>();
  for (const of of stems.values()) {
    for (const stem of of) having.set(stem, (having.get(stem) ?? 0) + 1);
  }
  const words = wanted(subject);
  const bitsOf = (word: string) => log2(1 + texts.size / (having.get(word) ?? 1));
  return new Map(
    [...stems].map(([name, of]) => {
      const shared = words.filter((word) => of.has(word));
      const bits = shared.reduce((sum, word) => sum + bitsOf(word), 0);
      return [name, of.size === 0 ? 0 : bits / Math.sqrt(of.size)];
    }),
  );
}
