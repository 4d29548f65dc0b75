/**
 * The events of a history from a text that comes in pieces: EDN or JSON, one event a line or one list
 * of events; the log of a Jepsen run with its lines `3 :ok :read 5`. The format is told from the
 * beginning of the text. Events are handed on and not kept.
 */
import { HistoryError, type HistoryEvent } from '../../check/linearizability/history.ts';
import type { Value } from '../../check/linearizability/value.ts';
import { EdnReader } from './edn.ts';
import { eventOfLogLine } from './jepsen-event.ts';
import { JsonReader } from './json.ts';

export type TextFormat = 'edn' | 'json' | 'log';

/** Takes what a text holds, each with its line. */
export interface EventSink {
  /** A value of EDN or JSON that should be an event. */
  readonly value: (value: Value, line: number, format: 'edn' | 'json') => void;
  readonly logEvent: (event: HistoryEvent, line: number) => void;
}

/** So long may a line of a log be, and what comes before a text tells its format. */
const lineCharactersMax = 2 ** 20;

interface TextReader {
  push(text: string): void;
  end(): void;
}

export class EventReader {
  readonly #sink: EventSink;
  #head = '';
  #format: TextFormat | undefined;
  #reader: TextReader | undefined;
  #events = 0;
  #otherLines = 0;

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  /** How many lines of a log are about something else. */
  get otherLines(): number {
    return this.#otherLines;
  }

  /** Throws HistoryError. */
  push(text: string): void {
    if (this.#reader !== undefined) this.#reader.push(text);
    else this.#begin(this.#head + text, false);
  }

  /** The format. Throws HistoryError for a text that breaks off or is not a history. */
  end(): TextFormat {
    if (this.#reader === undefined) this.#begin(this.#head, true);
    this.#reader?.end();
    if (this.#format === undefined || this.#events === 0) throw notAHistory();
    return this.#format;
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

  #readerOf(format: TextFormat): TextReader {
    if (format === 'log') return new LogReader((line, number) => this.#logLine(line, number));
    const take = (value: Value, line: number) => {
      this.#events += 1;
      this.#sink.value(value, line, format);
    };
    return format === 'edn' ? new EdnReader(take) : new JsonReader(take);
  }

  #logLine(content: string, line: number): void {
    const event = eventOfLogLine(content, line);
    if (event === undefined) {
      if (content.trim() !== '') this.#otherLines += 1;
      return;
    }
    this.#events += 1;
    this.#sink.logEvent(event, line);
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
function formatOf(head: string, isAll: boolean): TextFormat | undefined {
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
