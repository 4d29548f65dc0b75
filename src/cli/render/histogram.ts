/** A histogram in a terminal: a bar for each bin, in eighths of a character. */

import type { Paint } from '../../draw/colour.ts';
import { columns } from '../../draw/text.ts';
import { must } from '../../kernel/must.ts';
import type { Bin } from '../../lab/sweep/bins.ts';
import { inDigits } from '../../words/numbers.ts';

const widthMax = 40;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function histogramAsText(bins: readonly Bin[], paint: Paint): string[] {
  const highest = Math.max(...bins.map(({ count }) => count));
  const labels = bins.map(({ from, to }) =>
    from === to ? inDigits(from) : `${inDigits(from)} to ${inDigits(to)}`,
  );
  const width = Math.max(...labels.map((label) => label.length));
  return columns(
    bins.map(({ count }, place) => [
      paint.dim(must(labels[place], 'label of the bin').padStart(width)),
      paint.cyan(bar(count / highest)) + (count === 0 ? '' : ' ') + inDigits(count),
    ]),
    '  ',
  );
}

/** What occurred at all has a bar that can be seen. */
function bar(share: number): string {
  const length = Math.max(share > 0 ? 1 : 0, Math.round(share * widthMax * 8));
  return '█'.repeat(Math.floor(length / 8)) + eighths[length % 8];
}
