/**
 * Histories from texts that come in pieces: EDN or JSON, one event a line or one list of events; the
 * log of a Jepsen run with its lines `3 :ok :read 5`; operations of Porcupine. Only operations are
 * kept, so that memory grows with their number and not with the text.
 */
import {
  HistoryError,
  type HistoryEvent,
  type Operations,
  Pairing,
} from '../../check/linearizability/history.ts';
import type { Value } from '../../check/linearizability/value.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { Decoder, type Encoding } from '../input/decoder.ts';
import { EventReader, type TextFormat } from './event-reader.ts';
import { eventOf, fieldsOf } from './jepsen-event.ts';
import { isPorcupine, PorcupineReader } from './porcupine.ts';
import { Transactions } from './transactions.ts';

type HistoryFormat = TextFormat | 'porcupine';

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

class HistoryReader {
  readonly #operationsMax: number;
  readonly #pairing = new Pairing();
  readonly #transactions = new Transactions();
  readonly #events = new EventReader({
    value: (value, line, format) => this.#value(value, line, format),
    logEvent: (event, line) => this.#event(event, line),
  });
  #porcupine: PorcupineReader | undefined;
  #isFirst = true;

  constructor(operationsMax: number) {
    this.#operationsMax = operationsMax;
  }

  /** Throws HistoryError. */
  push(text: string): void {
    this.#events.push(text);
  }

  /** Throws HistoryError for a text that breaks off or is not a history. */
  end(): Omit<History, 'encoding'> {
    const format = this.#events.end();
    const paired = this.#porcupine?.end();
    return {
      ...this.#pairing.end(),
      ...(paired === undefined ? {} : { operations: paired.operations, refused: paired.refused }),
      format: paired === undefined ? format : 'porcupine',
      otherLines: this.#events.otherLines,
      transactions: this.#transactions.count,
      initial: paired?.initial,
    };
  }

  #value(value: Value, line: number, format: 'edn' | 'json'): void {
    const fields = fieldsOf(value, line);
    if (format === 'json' && this.#isFirst && isPorcupine(fields)) {
      this.#porcupine = new PorcupineReader();
    }
    this.#isFirst = false;
    if (this.#porcupine === undefined) {
      this.#event(eventOf(fields, line), line);
    } else {
      this.#porcupine.push(value, line);
      this.#limit(this.#porcupine.size, line);
    }
  }

  #event(event: HistoryEvent, line: number): void {
    this.#pairing.push(this.#transactions.asOperation(event));
    this.#limit(this.#pairing.size, line);
  }

  #limit(operations: number, line: number): void {
    if (operations > this.#operationsMax) throw tooLong(line, this.#operationsMax);
  }
}

/** Of a history with more operations, or transactions, than are read. */
export function tooLong(line: number, operationsMax: number): HistoryError {
  return new HistoryError(
    line,
    `the history has more than ${operationsMax} operations, which is the limit: raise it with --operations-max, or check some of its keys`,
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
