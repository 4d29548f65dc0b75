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
let mark: Mark | undefined;
let drawMark = (): readonly [first: number, second: number] => [0, 0];

interface Mark {
  readonly text: string;
  /** Finds marked colours. */
  readonly pattern: RegExp;
}

/** Drawn when there is the first colour, its own or a forged one: most output has none, and starts sooner without. */
function theMark(): Mark {
  if (mark === undefined) {
    const text = drawMark().join(';');
    mark = { text, pattern: new RegExp(real.source.replace('m', `;${text}m`), 'g') };
  }
  return mark;
}

/** How the mark is drawn: a program that paints draws two numbers from 1000 to 9999, which no input knows. */
export function setMark(draw: () => readonly [first: number, second: number]): void {
  drawMark = draw;
  mark = undefined;
}

/** Colours for text that goes through `printed`; none if they are not wanted. */
export function paintIn(isColoured: boolean): Paint {
  const colours = pc.createColors(isColoured);
  if (!isColoured) return colours;
  const own = Object.entries(colours).map(([name, colour]) => {
    if (typeof colour !== 'function') return [name, colour];
    const paint = (text: string | number | null | undefined) =>
      colour(printed(String(text))).replace(real, `${sequence}$1;${theMark().text}m`);
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
  mapped(text, shown, (code) => `${sequence}${code};${theMark().text}m`);

function mapped(
  text: string,
  ofText: (part: string) => string,
  ofColour: (code: string) => string,
): string {
  if (!text.includes(sequence)) return ofText(text);
  // Splitting by a pattern with a group gives text, code, text, code … text.
  return text
    .split(theMark().pattern)
    .map((part, place) => (place % 2 === 0 ? ofText(part) : ofColour(part)))
    .join('');
}
