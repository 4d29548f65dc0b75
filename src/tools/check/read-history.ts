/**
 * Histories from texts that come in pieces: EDN or JSON, one event a line or one list of events; the
 * log of a Jepsen run with its lines `3 :ok :read 5`; operations of Porcupine. Only operations are
 * kept, so that memory grows with their number and not with the text.
 */
import { HistoryError, type Operations, Pairing } from '../../check/linearizability/history.ts';
import type { Value } from '../../check/linearizability/value.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { Decoder, type Encoding } from '../input/decoder.ts';
import { EdnReader } from './edn.ts';
import { eventOf, eventOfLogLine, type Fields, fieldsOf } from './jepsen-event.ts';
import { JsonReader } from './json.ts';
import { isPorcupine, PorcupineReader } from './porcupine.ts';
import { Transactions } from './transactions.ts';

export type HistoryFormat = 'edn' | 'json' | 'log' | 'porcupine';

export interface History extends Operations {
  readonly format: HistoryFormat;
  readonly encoding: Encoding;
  /** Lines of a log that are about something else. */
  readonly otherLines: number;
  /** Transactions of one operation, read as that operation. */
  readonly transactions: number;
  /** What the objects hold at first, if the format says so. */
  readonly initial: Value | undefined;
}

/** A history of 60 MB has about 480,000. Measured with all on one key, which takes most: 578 MiB for 300,000. */
export const operationsMaxDefault = 500_000;

/** So long may a line of a log be, and what comes before a text tells its format. */
const lineCharactersMax = 2 ** 20;

interface TextReader {
  push(text: string): void;
  end(): void;
}

class HistoryReader {
  readonly #operationsMax: number;
  readonly #pairing = new Pairing();
  readonly #transactions = new Transactions();
  #porcupine: PorcupineReader | undefined;
  #head = '';
  #format: HistoryFormat | undefined;
  #reader: TextReader | undefined;
  #events = 0;
  #otherLines = 0;

  constructor(operationsMax: number) {
    this.#operationsMax = operationsMax;
  }

  /** Throws HistoryError. */
  push(text: string): void {
    if (this.#reader !== undefined) this.#reader.push(text);
    else this.#begin(this.#head + text, false);
  }

  /** Throws HistoryError for a text that breaks off or is not a history. */
  end(): Omit<History, 'encoding'> {
    if (this.#reader === undefined) this.#begin(this.#head, true);
    this.#reader?.end();
    if (this.#format === undefined || this.#events === 0) throw notAHistory();
    const paired = this.#porcupine?.end();
    return {
      ...this.#pairing.end(),
      ...(paired === undefined ? {} : { operations: paired.operations, refused: paired.refused }),
      format: this.#format,
      otherLines: this.#otherLines,
      transactions: this.#transactions.count,
      initial: paired?.initial,
    };
  }

  #begin(text: string, isAll: boolean): void {
    const format = formatOf(text, isAll);
    if (format === undefined) {
      if (isAll || text.length > lineCharactersMax) throw notAHistory();
      this.#head = text;
      return;
    }
    this.#head = '';
    this.#format = format;
    this.#reader = this.#readerOf(format);
    this.#reader.push(text);
  }

  #readerOf(format: HistoryFormat): TextReader {
    if (format === 'log') return new LogReader((line, number) => this.#logLine(line, number));
    if (format === 'edn') return new EdnReader((value, line) => this.#jepsen(value, line));
    return new JsonReader((value, line) => this.#json(value, line));
  }

  #json(value: Value, line: number): void {
    const fields = fieldsOf(value, line);
    if (this.#porcupine === undefined && this.#events === 0 && isPorcupine(fields)) {
      this.#porcupine = new PorcupineReader();
      this.#format = 'porcupine';
    }
    if (this.#porcupine === undefined) {
      this.#event(fields, line);
    } else {
      this.#events += 1;
      this.#porcupine.push(value, line);
      this.#limit(this.#porcupine.size, line);
    }
  }

  #jepsen(value: Value, line: number): void {
    this.#event(fieldsOf(value, line), line);
  }

  #event(fields: Fields, line: number): void {
    this.#events += 1;
    this.#pairing.push(this.#transactions.asOperation(eventOf(fields, line)));
    this.#limit(this.#pairing.size, line);
  }

  #logLine(content: string, line: number): void {
    const event = eventOfLogLine(content, line);
    if (event === undefined) {
      if (content.trim() !== '') this.#otherLines += 1;
      return;
    }
    this.#events += 1;
    this.#pairing.push(this.#transactions.asOperation(event));
    this.#limit(this.#pairing.size, line);
  }

  #limit(operations: number, line: number): void {
    if (operations <= this.#operationsMax) return;
    throw new HistoryError(
      line,
      `the history has more than ${this.#operationsMax} operations, which is the limit: raise it with --operations-max, or check some of its keys`,
    );
  }
}

/** Hands on the lines of a text that comes in pieces. */
class LogReader {
  readonly #take: (content: string, line: number) => void;
  #rest = '';
  #line = 0;

  constructor(take: (content: string, line: number) => void) {
    this.#take = take;
  }

  push(text: string): void {
    // The line feed that belongs to a carriage return may be in the next piece.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line, ++this.#line);
    if (this.#rest.length > lineCharactersMax) {
      throw new HistoryError(
        this.#line + 1,
        `the line is longer than ${lineCharactersMax} characters, which is the limit`,
      );
    }
  }

  end(): void {
    if (this.#rest !== '') this.#take(this.#rest, ++this.#line);
  }
}

/** The format of a text by its beginning; undefined if that does not tell yet. */
function formatOf(head: string, isAll: boolean): HistoryFormat | undefined {
  if (/^[\s[]*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:["\d[{-]|true|false|null)/.test(head)) return 'json';
  if (/^[\s[(]*(?:#[\w.]+)?\{\s*:/.test(head)) return 'edn';
  const lines = head.split('\n');
  if (!isAll) lines.pop();
  const first = lines.find((line) => !/^\s*(?:;|$)/.test(line));
  if (first === undefined) return undefined;
  // A line of a log may begin with a time in brackets.
  if (/^\s*[({#^]|^\s*\[(?![^[\]{}]+\]\s)/.test(first)) {
    return isAll || mayNotBeJson(head) ? 'edn' : undefined;
  }
  return 'log';
}

/** Has it more than the brackets with which JSON can begin, and a whole first key? */
function mayNotBeJson(head: string): boolean {
  return !/^[\s[]*(?:\{\s*(?:"(?:[^"\\]|\\.)*"?\s*:?\s*)?)?$/.test(head);
}

function notAHistory(): HistoryError {
  return new HistoryError(
    1,
    'this is not a history: it should be EDN or JSON with a map for each event, such as {:process 0, :type :invoke, :f :read, :value nil}, the log of a Jepsen run, or operations of Porcupine',
  );
}

/**
 * Reads a history in one pass. Throws HistoryError with the line for what is wrong with it, and
 * InputError for bytes that are no text.
 */
export function historyReader(operationsMax = operationsMaxDefault): ChunkReader<History> {
  const decoder = new Decoder();
  const reader = new HistoryReader(operationsMax);
  return {
    push: (bytes) => reader.push(decoder.push(bytes)),
    end: () => {
      reader.push(decoder.end());
      return { ...reader.end(), encoding: decoder.encoding ?? 'UTF-8' };
    },
  };
}
