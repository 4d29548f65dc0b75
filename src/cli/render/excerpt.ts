/** A stretch of source code as lines, with their numbers; those that matter are marked. */

import type { Paint } from '../../draw/colour.ts';
import type { Excerpt } from '../../host/source.ts';
import { inDigits } from '../../words/numbers.ts';

export function excerptLines({ file, firstLine, lines, marked }: Excerpt, paint: Paint): string[] {
  const width = inDigits(firstLine + lines.length).length;
  return [
    paint.dim(`${file}:${marked[0]}`),
    ...lines.map((line, place) => {
      const number = firstLine + place;
      const gutter = `${String(number).padStart(width)} ${marked.includes(number) ? '>' : ' '}`;
      return marked.includes(number)
        ? paint.bold(`${gutter} ${line}`)
        : `${paint.dim(gutter)} ${line}`;
    }),
  ];
}
