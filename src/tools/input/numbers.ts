/**
 * Numbers as people and spreadsheets write them. `10.000` is ten in one country and ten thousand in
 * another, so no cell is read alone: the whole column shows which mark is the decimal one, and a
 * column that does not show it is refused.
 */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';

/** The decimal mark. The other mark, blanks, apostrophes and underscores group digits by three. */
export type DecimalMark = 'point' | 'comma';

export interface Cell {
  readonly text: string;
  /** Its line in the input, from 1. */
  readonly line: number;
}

export interface NotationOptions {
  /** What separates the cells: a semicolon stands where the comma is the decimal mark. */
  readonly delimiter?: string;
  /** The column holds whole numbers only: a mark that would give a fraction is not the decimal one. */
  readonly isWhole?: boolean;
  /** What the user said: it decides. */
  readonly said?: DecimalMark | undefined;
  /** What the column is called, for messages. */
  readonly name?: string;
}

const marks = { point: '.', comma: ',' } as const;
const other = { point: 'comma', comma: 'point' } as const;
const bothMarks: readonly DecimalMark[] = ['point', 'comma'];

/** Blanks that group digits: the ordinary one, no-break, thin, figure and narrow no-break. */
const blanks = '[ \\u00a0\\u2007\\u2009\\u202f]';
const exponent = '(?:[eE][+-]?\\d{1,4})?';

function patternFor(decimal: DecimalMark): RegExp {
  const group = `\\${marks[other[decimal]]}`;
  const fraction = `(?:\\${marks[decimal]}\\d*)?`;
  const grouped = [group, blanks, "['\\u2019]", '_'].map(
    (separator) => `[1-9]\\d{0,2}(?:${separator}\\d{3})+`,
  );
  return new RegExp(
    `^[+\\-\\u2212]?(?:(?:\\d+|${grouped.join('|')})${fraction}|\\${marks[decimal]}\\d+)${exponent}$`,
  );
}

const patterns = { point: patternFor('point'), comma: patternFor('comma') } as const;

/** The number; undefined if the text is not one with this decimal mark. O(length). */
export function numberFrom(text: string, decimal: DecimalMark = 'point'): number | undefined {
  const trimmed = text.trim();
  if (!patterns[decimal].test(trimmed)) return undefined;
  const group = decimal === 'point' ? /[,\s'\u2019_]/g : /[.\s'\u2019_]/g;
  const plain = trimmed.replace(group, '').replace('\u2212', '-').replace(',', '.');
  return Number(plain);
}

/**
 * What a column of numbers says of its decimal mark. A mark is ruled out by a cell that cannot be
 * read with it; cells that are not numbers either way say nothing. Cells are visited once: O(1) memory.
 */
export class NotationEvidence {
  readonly #ruledOutAt = new Map<DecimalMark, Cell>();
  #ambiguous: Cell | undefined;
  readonly #isWhole: boolean;

  constructor(isWhole = false) {
    this.#isWhole = isWhole;
  }

  see(cell: Cell): void {
    // Most cells have no mark, and say nothing.
    if (!/[.,]/.test(cell.text)) return;
    const readings = bothMarks.map((mark) => numberFrom(cell.text, mark));
    if (readings.every((value) => value === undefined)) return;
    const possible = readings.map(
      (value) => value !== undefined && (!this.#isWhole || Number.isInteger(value)),
    );
    if (possible[0] && possible[1]) {
      if (readings[0] !== readings[1]) this.#ambiguous ??= cell;
      return;
    }
    for (const [place, mark] of bothMarks.entries()) {
      // A cell that no reading makes whole is an error of its own, and says nothing of the mark.
      if (!possible[place] && possible[1 - place] && !this.#ruledOutAt.has(mark)) {
        this.#ruledOutAt.set(mark, cell);
      }
    }
  }

  /** A cell that has two readings, if there is one. */
  get ambiguous(): Cell | undefined {
    return this.#ambiguous;
  }

  /** The mark that the cells show; undefined if they show none. Throws InputError if they disagree. */
  shows(name = 'The numbers'): DecimalMark | undefined {
    const point = this.#ruledOutAt.get('comma');
    const comma = this.#ruledOutAt.get('point');
    if (point !== undefined && comma !== undefined) {
      throw new InputError(
        `${name}: line ${point.line} has ${quoted(point.text)}, with a decimal point, and line ${comma.line} has ${quoted(comma.text)}, with a decimal comma. Write all of them in one notation.`,
      );
    }
    if (point !== undefined) return 'point';
    return comma === undefined ? undefined : 'comma';
  }
}

/**
 * The decimal mark of a column: what the user said, or what the cells show, or what the delimiter
 * implies. Throws InputError, naming the line, if nothing decides and it makes a difference.
 */
export function decimalMarkOf(
  cells: Iterable<Cell>,
  options: NotationOptions & { readonly elsewhere?: DecimalMark | undefined } = {},
): DecimalMark {
  const evidence = new NotationEvidence(options.isWhole);
  for (const cell of cells) evidence.see(cell);
  return decided(evidence, options);
}

/** The same from evidence that was gathered before. `elsewhere` is what other columns show. */
export function decided(
  evidence: NotationEvidence,
  options: NotationOptions & { readonly elsewhere?: DecimalMark | undefined } = {},
): DecimalMark {
  const { said, delimiter, elsewhere, name } = options;
  if (said !== undefined) return said;
  const column = name === undefined ? 'The numbers' : `Column ${quoted(name)}`;
  const mark = evidence.shows(column) ?? elsewhere;
  if (mark !== undefined) return mark;
  if (delimiter === ';') return 'comma';
  const cell = evidence.ambiguous;
  if (cell === undefined) return 'point';
  const readings = bothMarks.map((each) => numberFrom(cell.text, each));
  throw new InputError(
    `Line ${cell.line}: ${quoted(cell.text)} is ${readings[0]} with a decimal point and ${readings[1]} with a decimal comma, and no number of ${name === undefined ? 'the input' : `column ${quoted(name)}`} tells which. Say --decimal point or --decimal comma, or write the numbers without grouping.`,
  );
}
