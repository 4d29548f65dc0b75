/** Does an output match what a guide shows, in which `…` stands for any number of lines? */
export function matches(shown: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.length === 0;
  if (first !== '…') return first === actual[0] && matches(rest, actual.slice(1));
  return actual.some((_, skipped) => matches(rest, actual.slice(skipped))) || rest.length === 0;
}
