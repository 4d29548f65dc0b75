/** Questions in one question: `how do leases work, and what happens when the holder pauses?` asks two things. */
import { wanted } from './stems.ts';

const asks = '(?:what|how|why|when|which|who|where|does|do|can|is|are|should|will|if)\\b';
/** `Why can it, when a thread cannot?` asks once, and `What is it, when do you use it?` twice. */
const asksAlone =
  '(?:(?:(?:when|where|which|who) )?(?:does|do|can|is|are|should|will|would)|what|how|why)\\b';
const joint = new RegExp(
  `\\?\\s+|[;.]\\s+(?=(?:and |but |or )?${asks})|,\\s+(?=(?:and |but |or )${asks}|${asksAlone})|\\s+(?=(?:and|but) ${asks})`,
  'i',
);
/** What else comes before a question is what it is asked of: `with N = 3 and R = 2, can a read be stale?` */
const begins = new RegExp(`^(?!if\\b)${asks}|\\b(?:or|vs|versus)\\b`, 'i');
/** Words that say something: a part with fewer asks for anything. */
const wordsMin = 2;

/** `When it came back, all retried. How should they?` tells what happened, and then asks. */
const sentenceEnd = /(?<=[.!?])\s+/;

/** What a question asks first. */
export const beginningOf = (question: string): string => question.split(joint)[0] ?? '';

const isAsked = (sentence: string): boolean => sentence.endsWith('?');

/** What is told before a question, if it is more than that: `Traffic doubles. How does it cope?` */
export function toldBefore(question: string): string {
  const sentences = question.trim().split(sentenceEnd);
  return sentences.some(isAsked) ? sentences.filter((one) => !isAsked(one)).join(' ') : '';
}

/** Those that say something, if they are at least two. */
export function partsOf(question: string): string[] {
  const asking = question.trim().split(sentenceEnd).filter(isAsked);
  const parts = (asking.length > 0 ? asking.join(' ') : question)
    .split(joint)
    .map((part) => part.replace(/^(?:and|but|or) /i, '').replace(/[?.\s]+$/, ''))
    .filter((part) => wanted(part).length >= wordsMin);
  const [first = '', ...others] = parts;
  if (begins.test(first)) return others.length === 0 ? [] : parts;
  return others.length < 2 ? [] : others;
}
