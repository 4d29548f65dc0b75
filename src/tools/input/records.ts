/** Tables with a header and JSON Lines as rows of named cells, each with its line. */
import { InputError } from '../../lab/input-error.ts';
import type { ChunkReader } from './chunk-reader.ts';
import type { Encoding } from './decoder.ts';
import { type Delimiter, delimiterNames, delimiterOf, RecordSplitter } from './delimited.ts';
import { isJsonObject, jsonFrom } from './json.ts';
import { lineReader } from './lines.ts';

export interface RecordRow {
  /** In the order of the names; undefined if the row has none. */
  readonly cells: readonly (string | undefined)[];
  readonly line: number;
}

export interface Records {
  /** As it is printed: `CSV, comma, UTF-8`. */
  readonly format: string;
  readonly names: readonly string[];
  /** Undefined of JSON Lines. */
  readonly delimiter: Delimiter | undefined;
  readonly rows: readonly RecordRow[];
  /** Lines that are no row, by number. */
  readonly unread: readonly number[];
}

export const rowsMaxDefault = 1_000_000;

/** Memory: the rows. Throws InputError. */
export function recordsReader(rowsMax = rowsMaxDefault): ChunkReader<Records> {
  const table = new Table(rowsMax);
  return lineReader({
    onLine: (text, line) => table.takeLine(text, line),
    onEnd: (encoding) => table.end(encoding),
  });
}

class Table {
  readonly #rowsMax: number;
  #names: string[] = [];
  #delimiter: Delimiter | undefined;
  #splitter: RecordSplitter | undefined;
  #isJson = false;
  readonly #rows: RecordRow[] = [];
  readonly #unread: number[] = [];

  constructor(rowsMax: number) {
    this.#rowsMax = rowsMax;
  }

  takeLine(text: string, line: number): void {
    const isBetween = text.trim() === '' || text.startsWith('#');
    if (this.#splitter === undefined && !this.#isJson) {
      if (isBetween) return;
      if (/^\s*\[/.test(text))
        throw new InputError(
          'It looks like a JSON array: give JSON Lines, an object on each line.',
        );
      this.#isJson = /^\s*\{/.test(text);
      if (!this.#isJson) this.#splitter = this.#splitterFor(text);
    }
    if (this.#splitter !== undefined) this.#splitter.push(text, line);
    else if (!isBetween) this.#takeObject(text, line);
  }

  #splitterFor(header: string): RecordSplitter {
    const delimiter = delimiterOf(header);
    this.#delimiter = delimiter;
    return new RecordSplitter({
      delimiter,
      onRecord: (fields, line) => {
        const cells = fields.map((field) => field.trim());
        if (this.#names.length === 0) this.#names = cells;
        else if (cells.length === this.#names.length) this.#take({ cells, line });
        else if (cells.join('') !== '') this.#unread.push(line);
      },
    });
  }

  #takeObject(text: string, line: number): void {
    const object = objectOf(text);
    if (object === undefined) {
      this.#unread.push(line);
      return;
    }
    for (const name of Object.keys(object)) if (!this.#names.includes(name)) this.#names.push(name);
    const cells = this.#names.map((name) =>
      Object.hasOwn(object, name) ? String(object[name]) : undefined,
    );
    this.#take({ cells, line });
  }

  #take(row: RecordRow): void {
    if (this.#rows.length === this.#rowsMax)
      throw new InputError(
        `It has more than ${this.#rowsMax} rows: raise --rows-max to read them all.`,
      );
    this.#rows.push(row);
  }

  end(encoding: Encoding): Records {
    this.#splitter?.end();
    if (this.#names.length === 0) throw new InputError('It is empty: it needs a header and rows.');
    const kind =
      this.#delimiter === undefined ? 'JSON Lines' : `CSV, ${delimiterNames[this.#delimiter]}`;
    return {
      format: `${kind}, ${encoding}`,
      names: this.#names,
      delimiter: this.#delimiter,
      rows: this.#rows,
      unread: this.#unread,
    };
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = jsonFrom(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
