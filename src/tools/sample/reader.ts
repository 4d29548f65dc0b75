/**
 * The numbers of one column, from which a parameter of a scenario is drawn: delimited text, or a
 * number on each line, with a header or without. Memory: the cells of the column, at most a million.
 */

import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';
import { digestOfSample } from '../../lab/sample.ts';
import { counted } from '../../words/numbers.ts';
import { quoted, shown } from '../../words/shown.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import type { Encoding } from '../input/decoder.ts';
import { type Delimiter, delimiterNames, delimiterOf, RecordSplitter } from '../input/delimited.ts';
import { lineReader } from '../input/lines.ts';
import { type Cell, type DecimalMark, decided, NotationEvidence } from '../input/numbers.ts';
import { quantityFrom } from '../input/quantities.ts';
import type { Understood } from '../input/understood.ts';
import {
  columnWanted,
  type Head,
  isQuantity,
  referenceTo,
  unitOfColumn,
  type Wanted,
} from './column.ts';

export interface SampleOptions extends Wanted {
  /** What the user said of the decimal mark. */
  readonly decimal?: DecimalMark | undefined;
  readonly valuesMax?: number;
}

export interface ReadSample {
  /** As it is written behind the file: a name or a number. */
  readonly column: string;
  /** Ascending. */
  readonly values: Float64Array;
  readonly digest: string;
  readonly understood: Understood;
}

const valuesMaxDefault = 1_000_000;

/** Cells that say that there is no number. */
const absent: ReadonlySet<string> = new Set(['', '-', 'nan', 'null', 'na', 'n/a']);

/** Throws InputError, naming the line. O(length). */
export function sampleReader(options: SampleOptions): ChunkReader<ReadSample> {
  const table = new ColumnOfTable(options);
  return lineReader({
    onLine: (text, line) => table.takeLine(text, line),
    onEnd: (encoding) => table.end(encoding),
  });
}

class ColumnOfTable {
  readonly #options: SampleOptions;
  #delimiter: Delimiter | undefined;
  #splitter: RecordSplitter | undefined;
  #names: readonly string[] | undefined;
  /** The place of the column, once it is known. */
  #place: number | undefined;
  #width = 0;
  readonly #cells: Cell[] = [];
  #absent = 0;

  constructor(options: SampleOptions) {
    this.#options = options;
  }

  takeLine(text: string, line: number): void {
    if (this.#splitter === undefined) {
      if (isBlank(text)) return;
      if (/^\s*[[{]/.test(text)) {
        throw new InputError('It looks like JSON: give a table (CSV), or a number on each line.');
      }
      this.#splitter = this.#splitterFor(text);
    }
    this.#splitter.push(text, line);
  }

  /** If the first line has one cell, commas on later lines are decimal marks or slips. */
  #splitterFor(firstLine: string): RecordSplitter {
    const delimiter = delimiterOf(firstLine);
    const isTable = firstLine.includes(delimiter);
    this.#delimiter = isTable ? delimiter : undefined;
    return new RecordSplitter({
      // No cell of numbers has a vertical bar in it.
      delimiter: isTable ? delimiter : '|',
      onRecord: (fields, line) =>
        this.#takeRecord(
          fields.map((field) => field.trim()),
          line,
        ),
    });
  }

  #takeRecord(fields: readonly string[], line: number): void {
    if (isBlank(fields.join(''))) {
      // A blank line separates nothing; a row of empty cells has no number.
      if (fields.length > 1) this.#absent += 1;
      return;
    }
    if (this.#width === 0) {
      this.#width = fields.length;
      if (!fields.some(isQuantity)) {
        this.#names = fields;
        return;
      }
    }
    if (this.#place === undefined) {
      const head: Head = { names: this.#names, firstRow: fields };
      this.#place = columnWanted(head, this.#options);
    }
    if (fields.length !== this.#width) {
      throw new InputError(
        `Line ${line} has ${counted(fields.length, 'cell')}, and the first line ${this.#width}. Quote cells that hold the delimiter.`,
      );
    }
    this.#takeCell({ text: fields[this.#place] ?? '', line });
  }

  #takeCell(cell: Cell): void {
    if (absent.has(cell.text.toLowerCase())) {
      this.#absent += 1;
      return;
    }
    const { valuesMax = valuesMaxDefault } = this.#options;
    if (this.#cells.length === valuesMax) {
      throw new InputError(
        `It has more than ${valuesMax} numbers, which is the limit: give a random part of them.`,
      );
    }
    this.#cells.push(cell);
  }

  end(encoding: Encoding): ReadSample {
    this.#splitter?.end();
    if (this.#cells.length === 0) throw new InputError('It has no numbers to draw from.');
    const place = this.#place as number;
    const column = referenceTo(place, this.#names);
    const { parameter } = this.#options;
    const decimal = this.#decimalMark();
    const { values, unit } = numbersIn(this.#cells, decimal, this.#names?.[place], parameter);
    values.sort();
    const [min, max] = [must(values[0], 'smallest value'), must(values.at(-1), 'largest value')];
    const without =
      this.#absent === 0 ? '' : `, ${counted(this.#absent, 'cell')} without one left out`;
    const facts = [
      { name: 'column', value: shown(this.#names?.[place] ?? column, 60) },
      ...(decimal === 'comma' ? [{ name: 'decimal mark', value: 'comma' }] : []),
      { name: 'unit', value: unit },
      { name: 'numbers', value: `${values.length}, from ${min} to ${max} ms${without}` },
    ];
    const { [this.#delimiter ?? ',']: separator } = delimiterNames;
    const format = this.#delimiter === undefined ? 'a number on each line' : `table (${separator})`;
    return {
      column,
      values,
      digest: digestOfSample(values),
      understood: { format: `${format}, ${encoding}`, facts },
    };
  }

  #decimalMark(): DecimalMark {
    const evidence = new NotationEvidence();
    for (const { text, line } of this.#cells) evidence.see({ text: amountIn(text), line });
    const { decimal: said } = this.#options;
    return decided(evidence, { said, ...(this.#delimiter && { delimiter: this.#delimiter }) });
  }
}

/** In ms, by the unit of each cell or of the column. Throws InputError, naming the line. */
function numbersIn(
  cells: readonly Cell[],
  decimal: DecimalMark,
  name: string | undefined,
  parameter: string,
): { readonly values: Float64Array; readonly unit: string } {
  const ofColumn = unitOfColumn(name ?? '');
  const values = new Float64Array(cells.length);
  const units = new Map<string, Cell>();
  for (const [place, cell] of cells.entries()) {
    const quantity = quantityFrom(cell.text, decimal);
    const problem = (what: string) =>
      new InputError(`Line ${cell.line}: ${quoted(cell.text)} ${what}.`);
    if (quantity === undefined) throw problem('is not a number');
    const { value, unit, dimension } = quantity;
    if (unit !== '' && dimension !== 'time') throw problem('is not a time');
    units.set(unit, units.get(unit) ?? cell);
    const ms = unit === '' ? value * (ofColumn?.scale ?? 1) : value;
    if (!Number.isFinite(ms)) throw problem('is too large');
    if (ms < 0) throw problem(`is negative, and ${parameter} cannot be`);
    values[place] = ms;
  }
  const bare = units.get('');
  const [other] = [...units].filter(([unit]) => unit !== '');
  if (bare !== undefined && other !== undefined) {
    throw new InputError(
      `Line ${bare.line} has no unit, and line ${other[1].line} has ${other[0]}: write the unit everywhere or nowhere.`,
    );
  }
  if (bare === undefined) return { values, unit: [...units.keys()].join(', ') };
  return { values, unit: ofColumn?.unit ?? `ms, as ${parameter} has it` };
}

/** A number without the unit behind it. */
const amountIn = (text: string): string => /^(.*[\d.,])\s*[^\d\s.,]+$/.exec(text)?.[1] ?? text;

const isBlank = (text: string): boolean => text.trim() === '';
