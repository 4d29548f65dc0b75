/** Lines as they come, ended by LF, CRLF or CR, and whole texts, from chunks of bytes. */
import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';
import type { ChunkReader } from './chunk-reader.ts';
import { Decoder, type Encoding } from './decoder.ts';

/** In UTF-16 code units. A line that is longer is no longer a line of anything that is read here. */
export const lineLengthMaxDefault = 1_048_576;
/** In UTF-16 code units: two bytes each in memory, if there is one that is not Latin-1. */
export const textLengthMaxDefault = 268_435_456;

export interface LineReaderOptions<Result> {
  /** Called for each line, without its end; numbers count from 1. */
  readonly onLine: (text: string, line: number) => void;
  readonly onEnd: (encoding: Encoding) => Result;
  readonly lineLengthMax?: number;
}

/** Memory: one chunk and one line (`lineLengthMax`). O(bytes). */
export function lineReader<Result>(options: LineReaderOptions<Result>): ChunkReader<Result> {
  const { onLine, onEnd, lineLengthMax = lineLengthMaxDefault } = options;
  const decoder = new Decoder();
  /** The line so far, in the pieces in which it came. */
  let pieces: string[] = [];
  let length = 0;
  let line = 1;
  let lastWasCarriageReturn = false;

  const add = (piece: string) => {
    length += piece.length;
    if (length > lineLengthMax) {
      throw new InputError(
        `Line ${line} is longer than ${lineLengthMax} characters, which is the limit for a line.`,
      );
    }
    if (piece !== '') pieces.push(piece);
  };
  const finish = () => {
    const text = pieces.length === 1 ? must(pieces[0], 'first piece') : pieces.join('');
    pieces = [];
    length = 0;
    onLine(text, line);
    line += 1;
  };
  const take = (text: string) => {
    let start = 0;
    // A CR at the end of one chunk and the LF at the start of the next are one line's end.
    if (lastWasCarriageReturn && text.startsWith('\n')) start = 1;
    if (text !== '') lastWasCarriageReturn = text.endsWith('\r');
    const ends = /\r\n|\n|\r/g;
    ends.lastIndex = start;
    for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
      add(text.slice(start, end.index));
      finish();
      start = ends.lastIndex;
    }
    add(text.slice(start));
  };
  return {
    push(bytes) {
      take(decoder.push(bytes));
    },
    end() {
      take(decoder.end());
      if (length > 0) finish();
      return onEnd(decoder.encoding ?? 'UTF-8');
    },
  };
}

export interface Whole {
  /** Without the byte order mark; the ends of lines are as they were. */
  readonly text: string;
  readonly encoding: Encoding;
}

/** Memory: the text (`textLengthMax`). O(bytes). */
export function wholeReader(textLengthMax = textLengthMaxDefault): ChunkReader<Whole> {
  const decoder = new Decoder();
  const pieces: string[] = [];
  let length = 0;
  const add = (piece: string) => {
    length += piece.length;
    if (length > textLengthMax) {
      throw new InputError(
        `The input is longer than ${textLengthMax} characters, which is the limit. Cut it into parts.`,
      );
    }
    pieces.push(piece);
  };
  return {
    push(bytes) {
      add(decoder.push(bytes));
    },
    end() {
      add(decoder.end());
      return { text: pieces.join(''), encoding: decoder.encoding ?? 'UTF-8' };
    },
  };
}
