/**
 * Where results and messages go: results to stdout, the same for the same run; everything else to
 * stderr.
 */
import pc from 'picocolors';

export interface Writer {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** The width, if it is a terminal. */
  readonly columns?: number | undefined;
}

export type Paint = ReturnType<typeof pc.createColors>;

export interface Output {
  /** Colours for stdout; none if it is not a terminal, or if NO_COLOR is set. */
  readonly paint: Paint;
  readonly print: (text: string) => void;
  readonly printJson: (value: unknown) => void;
  readonly say: (message: string) => void;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function outputTo(stdout: Writer, stderr: Writer, environment: Environment): Output {
  const print = (text: string): void => {
    stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  return {
    paint: pc.createColors(hasColours(stdout, environment)),
    print,
    printJson: (value) => print(JSON.stringify(value, null, 2)),
    say: (message) => {
      stderr.write(`${message}\n`);
    },
  };
}

/** https://no-color.org: whatever NO_COLOR holds, unless it is empty. */
export function hasColours({ isTTY }: Writer, { NO_COLOR = '', TERM }: Environment): boolean {
  return isTTY === true && NO_COLOR === '' && TERM !== 'dumb';
}
