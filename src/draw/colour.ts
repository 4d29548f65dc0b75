/**
 * Colours that no input can forge. What a file, a token or an argument says is shown with its control
 * characters escaped; the lab's own colours carry a mark that is drawn anew for each process (`setMark`), and
 * become real ones only where text leaves it.
 */
import pc from 'picocolors';
import { printable, shown } from '../words/shown.ts';

export type Paint = ReturnType<typeof pc.createColors>;

const sequence = '\u001b[';
// biome-ignore lint/suspicious/noControlCharactersInRegex: a sequence of colour begins with one.
const real = /\u001b\[(\d+)m/g;

/** How the program paints, and the name that it was called by. */
export interface Program {
  readonly paint: Paint;
  readonly program: string;
}

/** Of a form that takes no width, like any other sequence of colour: `ESC [ 31 ; mark m`. */
let mark = '0;0';
let marked = markedBy(mark);

function markedBy(mark: string): RegExp {
  return new RegExp(real.source.replace('m', `;${mark}m`), 'g');
}

/** Sets the mark: a program that paints draws two numbers from 1000 to 9999 when it begins, which no input knows. */
export function setMark(first: number, second: number): void {
  mark = `${first};${second}`;
  marked = markedBy(mark);
}

/** Colours for text that goes through `printed`; none if they are not wanted. */
export function paintIn(isColoured: boolean): Paint {
  const colours = pc.createColors(isColoured);
  if (!isColoured) return colours;
  const own = Object.entries(colours).map(([name, colour]) => {
    if (typeof colour !== 'function') return [name, colour];
    const paint = (text: string | number | null | undefined) =>
      colour(printed(String(text))).replace(real, `${sequence}$1;${mark}m`);
    return [name, paint];
  });
  return Object.fromEntries(own);
}

/** Colours that are none. */
export const plainPaint = paintIn(false);

/** Text as it leaves the program: the lab's own colours real, any other control character escaped. */
export const printed = (text: string): string =>
  mapped(text, printable, (code) => `${sequence}${code}m`);

/** The same in one line: line ends and tabs are escaped as well. Its colours are still marked. */
export const oneLine = (text: string): string =>
  mapped(text, shown, (code) => `${sequence}${code};${mark}m`);

function mapped(
  text: string,
  ofText: (part: string) => string,
  ofColour: (code: string) => string,
): string {
  // Splitting by a pattern with a group gives text, code, text, code … text.
  return text
    .split(marked)
    .map((part, place) => (place % 2 === 0 ? ofText(part) : ofColour(part)))
    .join('');
}
