/**
 * Where results and messages go: results to stdout, the same for the same run; everything else to
 * stderr.
 */
import pc from 'picocolors';

/** Colours for stdout: none where it is not a terminal, or NO_COLOR is set. */
export const paint = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true);

export type Paint = typeof paint;

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** A reader that stops reading, such as `head`, ends the output without an error. */
export function endQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode);
    throw error;
  });
}
