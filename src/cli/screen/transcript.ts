/**
 * The debugger without a terminal: commands are read from lines of text, and after each comes the
 * frame, as plain text. The same lines always give the same transcript.
 */

import {
  type Debugger,
  type DebuggerPicture,
  pictureAt,
  type Reply,
} from '../../debugger/command.ts';
import { obey } from '../../debugger/commands.ts';
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { type FrameStyle, frameLines, type Size } from './frame.ts';

/** How a picture is written, and what is told beside it. */
export interface Writer {
  readonly frame: (
    picture: DebuggerPicture,
    command: string | undefined,
    told: readonly string[],
  ) => string;
  /** `data` is the same as plain data, if there is such. */
  readonly told: (command: string, lines: readonly string[], data?: unknown) => string;
}

/** Frames as plain text. */
export const asText = (size: Size, style: FrameStyle): Writer => ({
  frame: (picture, command, told) =>
    joined([...heading(command), ...told, ...frameLines(picture, size, style)]),
  told: (command, lines) => joined([...heading(command), ...lines]),
});

/** A JSON object a line. */
export const asJsonLines: Writer = {
  frame: (picture, command, told) =>
    `${JSON.stringify({ command: command ?? null, told, ...picture })}\n`,
  told: (command, told, data) => `${JSON.stringify({ command, told, data })}\n`,
};

const heading = (command: string | undefined) =>
  command === undefined ? [] : ['', `> ${shown(command)}`];
const joined = (lines: readonly string[]) => `${lines.join('\n')}\n`;

/**
 * The transcript, piece by piece. Empty lines, and those that begin with `#`, are passed over, and so are those that
 * make no sense, each after it was refused.
 */
export async function* transcript(
  debugging: Debugger,
  lines: AsyncIterable<string>,
  writer: Writer,
  refuse: (error: InputError) => void,
): AsyncGenerator<string> {
  yield writer.frame(pictureAt(debugging), undefined, []);
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const reply = obeyed(debugging, words, number);
    if (reply instanceof InputError) {
      refuse(reply);
      continue;
    }
    if (reply.kind === 'quit') return;
    if (reply.kind === 'told') yield writer.told(words, reply.lines, reply.data);
    else yield writer.frame(pictureAt(debugging), words, linesOf(reply));
  }
}

function linesOf(reply: Reply): string[] {
  return reply.kind === 'moved' ? [...reply.lines] : [];
}

function obeyed(debugging: Debugger, words: string, number: number): Reply | InputError {
  try {
    const reply = obey(debugging, words);
    if (reply.kind !== 'play') return reply;
    throw new InputError('play is for the screen: write step, to or end.');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return new InputError(`Line ${number}, "${words}": ${error.message}`, error.help);
  }
}
