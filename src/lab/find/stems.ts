/** Words as they are looked up: without those that every text has, and without their endings. */

/** Words that every text has, and those in which a question is asked: they say nothing of what it is about. */
export const fillers = new Set(
  `a an and are as at be by can do does doing done for from had has have how i if in into is it its may must no not of on one only or
   s so t that the their them then there these they this those to took was were what when where which who why will with would
   about actually advantage all always am any away because been before best better between both but could did differ difference different differs distributed
   cope copes deal dealing design hurt hurts matter matters purpose role during each ever everywhere example examples explain explained fix fixed fixes get gets give gives go going good got great had handle handles handling happen happens he here his idea important interview just
   billion fifty hundred hundreds million millions ten thousand thousands twenty
   keep keeps know left let like long look make makes many me mean means more most much my need needs other our over own
   pattern please possible practice properly quickly real really reason same say says see shall she should show simple simply some solution solve solves somebody something still such suddenly take takes team tell than thing things
   through up us use used uses using versus very via vs want wants way we well while word words without work works worse wrong you your`
    .trim()
    .split(/\s+/),
);

const endings = /(?:ations?|ions?|ings?|ers?|ed|ies|ness|ity|able|ably|ly|es|s|e|y)$/;

/** As Britons and Americans write it. */
const spelt = (word: string): string => word.replace(/iz(?=[aei])/, 'is');

const shortened = (word: string): string =>
  word.replace(endings, (end) => (word.length - end.length < 3 ? end : ''));

/** Words that end differently in the singular, the plural and as verbs: `retry`, `retries`, `retrying`. */
export const stem = (word: string): string => shortened(shortened(spelt(word)));

/** Written as one word, as two, or with a hyphen. */
const compounds =
  /\b(back|dead|happen(?:s|ed)|fail|fan|hand|hot|life|look|name|road|roll|time|key|auto|micro|web|pub|data)[ -](pressure|letter|before|over|out|off|spot|cycle|up|space|map|back|stamp|value|scaling|services?|hooks?|sockets?|sub|base)\b/g;

/** `don't`, `isn’t`: what is left of them says nothing. */
const contractions = /\b(?:[a-z]+n['’]t|dont|doesnt|isnt|cant|wont)\b/g;

/** 2,500,000 is one figure. */
const separators = /(?<=\d),(?=\d{3}\b)/g;

/** An availability is a number of nines, whatever its figure. */
const availabilities = /\b99\.\d+ ?(?:%|percent)/g;

/** In order, as they are looked up before their endings go. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(separators, '')
    .replace(contractions, ' ')
    .replace(availabilities, ' nines ')
    .replace(compounds, '$1$2')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Stems of the words that say something; of fillers alone if there are no others. */
export function wanted(text: string): string[] {
  const words = wordsOf(text);
  // A figure says nothing of the subject, unless it is a status such as 502.
  const telling = words.filter((word) => !fillers.has(word) && !/^\d{1,2}$|^\d{4,}$/.test(word));
  return [...new Set((telling.length > 0 ? telling : words).map(stem))];
}
