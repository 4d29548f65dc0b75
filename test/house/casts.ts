/**
 * Casts that hide an absence: `list[place] as Element` says that the element is there, and nothing looks, although
 * the compiler knows that it may be undefined. `must(list[place], 'element of …')` looks, and says what is missing.
 */

const mayAnswerUndefined = /\.(?:get|at|find|findLast|pop|shift|codePointAt)$/;

/**
 * The lines of a file, from 1, on which a look-up is cast to a type without `undefined`. A property by its own name
 * (`body['name'] as string`) does not count: there the cast says the type of what is
 * known to be there.
 */
export function silentCastsIn(text: string): number[] {
  const casts = [...text.matchAll(/[\])] as (?!const\b|`)([^;]{0,100})/g)];
  return casts
    .filter(({ index, 1: type = '' }) => !type.includes('| undefined') && isLookUp(text, index))
    .map(({ index }) => text.slice(0, index).split('\n').length);
}

/** True if the bracket at `end` closes an index, or a call that may answer undefined. */
function isLookUp(text: string, end: number): boolean {
  const start = openingOf(text, end);
  const before = text.slice(Math.max(0, start - 12), start);
  if (text[end] === ')') return mayAnswerUndefined.test(before);
  return /[\w)\]]$|\?\.$/.test(before) && !/^\[(['`]).*\1\]$/.test(text.slice(start, end + 1));
}

function openingOf(text: string, end: number): number {
  let depth = 0;
  for (let at = end; at > 0; at--) {
    if (')]}'.includes(text.charAt(at))) depth += 1;
    else if ('([{'.includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}
