/** Probes: the source with a mark at every mutant, to learn which test files reach it. */
import type { Mutant } from './operators.ts';

/** What a probe adds its number to, if the thread listens at all. */
export const probesReached = 'probesReached';

/** The text of a file with a probe at each of its mutants. `numbers` runs beside `mutants`. */
export function probed(
  text: string,
  mutants: readonly Mutant[],
  numbers: readonly number[],
): string {
  const insertions = mutants.flatMap(({ start, end, isStatement, operator }, index) => {
    const probe = `globalThis.${probesReached}?.add(${numbers[index]})`;
    const isPair = operator === 'calls swapped';
    if (isPair) return [{ at: start, width: end - start, text: `${probe}; ` }];
    const [before, after] = isStatement ? [`{ ${probe}; `, ' }'] : [`(${probe}, `, ')'];
    return [
      { at: start, width: end - start, text: before },
      { at: end, width: start - end, text: after },
    ];
  });
  // At one place, what ends there comes before what starts, the inner end first, the outer start first.
  insertions.sort((a, b) => a.at - b.at || sideOf(a) - sideOf(b) || b.width - a.width);
  let result = '';
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}

function sideOf({ width }: { width: number }): number {
  return Math.sign(width);
}
