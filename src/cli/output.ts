/**
 * Where results and messages go: results to stdout, the same for the same run; everything else to
 * stderr.
 */
import { type Paint, paintIn, printed, setMark } from '../draw/colour.ts';
import { shown, shownJson } from '../words/shown.ts';

// Drawn once, and by the global `crypto`, which Node loads when it is used: what is painted for one output may be printed by another.
setMark(() => {
  const [first = 0, second = 0] = crypto.getRandomValues(new Uint32Array(2));
  return [1_000 + (first % 9_000), 1_000 + (second % 9_000)];
});

export interface Writer {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Its file descriptor, if it has one. */
  readonly fd?: number | undefined;
  /** The width, if it is a terminal. */
  readonly columns?: number | undefined;
}

export interface Output {
  /** Colours for stdout; none if it is not a terminal, or if NO_COLOR is set. */
  readonly paint: Paint;
  /** Control characters that are not the lab's own are escaped, here and in all that follow. */
  readonly print: (text: string) => void;
  readonly printJson: (value: unknown) => void;
  /** A message in one line. */
  readonly say: (message: string) => void;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function outputTo(stdout: Writer, stderr: Writer, environment: Environment): Output {
  const print = (text: string): void => {
    stdout.write(printed(text.endsWith('\n') ? text : `${text}\n`));
  };
  return {
    paint: paintIn(hasColours(stdout, environment)),
    print,
    printJson: (value) => print(shownJson(value)),
    say: (message) => {
      stderr.write(`${shown(message)}\n`);
    },
  };
}

/** https://no-color.org: whatever NO_COLOR holds, unless it is empty. */
export function hasColours({ isTTY }: Writer, { NO_COLOR = '', TERM }: Environment): boolean {
  return isTTY === true && NO_COLOR === '' && TERM !== 'dumb';
}

/** Columns of the terminal; undefined if it is none, and nothing has to fit. */
export const terminalWidth = ({ isTTY, columns }: Writer): number | undefined =>
  isTTY === true ? columns : undefined;
