/**
 * The debugger without a terminal: commands are read from lines of text, and after each comes the
 * frame, as plain text. The same lines always give the same transcript.
 */
import { InputError } from '../../lab/input-error.ts';
import { pictureOf } from '../../lab/picture.ts';
import type { Desk, Reply } from './command.ts';
import { obey } from './commands.ts';
import { type FrameStyle, frameLines, type Size } from './frame.ts';

/**
 * The transcript, piece by piece. Empty lines, and those that begin with `#`, are passed over.
 * Throws InputError at the first line that makes no sense.
 */
export async function* transcript(
  desk: Desk,
  lines: AsyncIterable<string>,
  size: Size,
  style: FrameStyle,
): AsyncGenerator<string> {
  const frame = () => frameLines(pictureOf(desk.playback), size, style).join('\n');
  yield `${frame()}\n`;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const reply = obeyed(desk, words, number);
    if (reply.kind === 'quit') return;
    yield `\n> ${words}\n${toldBy(reply)}${reply.kind === 'moved' ? `${frame()}\n` : ''}`;
  }
}

function toldBy(reply: Reply): string {
  if (reply.kind === 'told') return `${reply.lines.join('\n')}\n`;
  return reply.kind === 'moved' && reply.text !== undefined ? `${reply.text}\n` : '';
}

function obeyed(desk: Desk, words: string, number: number): Reply {
  try {
    const reply = obey(desk, words);
    if (reply.kind !== 'play') return reply;
    throw new InputError('play is for the screen: write step, to or end.');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`Line ${number}, "${words}": ${error.message}`);
  }
}
