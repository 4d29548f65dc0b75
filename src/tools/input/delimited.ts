/**
 * Delimited text (RFC 4180) as records with their line numbers, as they come. d3-dsv splits a record;
 * what it does not know is where a record ends if a quoted field has line ends in it, and on which line
 * it began.
 */
import { type DSV, dsvFormat } from 'd3-dsv';
import { InputError } from '../../lab/input-error.ts';

export type Delimiter = ',' | ';' | '\t' | '|';

export const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

export const delimiterNames: Readonly<Record<Delimiter, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
};

/** The delimiter that occurs most outside quotation marks; a comma if there is none. */
export function delimiterOf(header: string): Delimiter {
  const unquoted = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = delimiters.map((delimiter) => unquoted.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The fields of one line, trimmed; undefined if a quotation mark is not closed on it. */
export function fieldsOf(line: string, delimiter: Delimiter): string[] | undefined {
  if (endsQuoted(line, delimiter, false)) return undefined;
  const [fields = ['']] = formats[delimiter].parseRows(line);
  return fields.map((field) => field.trim());
}

const formats: Readonly<Record<Delimiter, DSV>> = {
  ',': dsvFormat(','),
  ';': dsvFormat(';'),
  '\t': dsvFormat('\t'),
  '|': dsvFormat('|'),
};

export interface RecordOptions {
  readonly delimiter: Delimiter;
  /** Called for each record with its fields, not trimmed, and the line on which it begins. */
  readonly onRecord: (fields: readonly string[], line: number) => void;
  /** In UTF-16 code units. */
  readonly recordLengthMax?: number;
}

/** Takes lines and gives records. Memory: one record. */
export class RecordSplitter {
  readonly #options: RecordOptions;
  #lines: string[] = [];
  #length = 0;
  #firstLine = 0;
  #isQuoted = false;

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  push(text: string, line: number): void {
    const { delimiter, onRecord, recordLengthMax = 1_048_576 } = this.#options;
    if (this.#lines.length === 0) this.#firstLine = line;
    this.#lines.push(text);
    this.#length += text.length + 1;
    this.#isQuoted = endsQuoted(text, delimiter, this.#isQuoted);
    if (this.#isQuoted) {
      if (this.#length <= recordLengthMax) return;
      throw new InputError(
        `Line ${this.#firstLine}: its quotation mark is not closed within ${recordLengthMax} characters.`,
      );
    }
    const record = this.#lines.join('\n');
    this.#lines = [];
    this.#length = 0;
    onRecord(formats[delimiter].parseRows(record)[0] ?? [''], this.#firstLine);
  }

  /** Throws InputError if a quotation mark is still open. */
  end(): void {
    if (!this.#isQuoted) return;
    throw new InputError(`Line ${this.#firstLine}: a quotation mark is not closed.`);
  }
}

/** Whether a quoted field is still open after this line. A quotation mark opens only at a field's start. */
function endsQuoted(text: string, delimiter: string, wasQuoted: boolean): boolean {
  if (!wasQuoted && !text.includes('"')) return false;
  let isQuoted = wasQuoted;
  let isFieldStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character !== '"') continue;
      if (text[at + 1] === '"') at += 1;
      else isQuoted = false;
    } else if (character === '"' && isFieldStart) isQuoted = true;
    isFieldStart = character === delimiter;
  }
  return isQuoted;
}
