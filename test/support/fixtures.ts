/**
 * Reference values in CSV files, as the R script beside them writes them: one row an object, by the
 * names of the columns. No cell holds a comma.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface FixtureRow {
  /** A cell as one number. */
  readonly number: (column: string) => number;
  /** A cell as numbers with blanks between them. */
  readonly numbers: (column: string) => number[];
}

export function fixture(url: string, name: string): FixtureRow[] {
  const path = fileURLToPath(new URL(`${name}.csv`, url));
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
    const number = (text: string) => (text === 'Inf' ? Infinity : Number(text));
    return {
      number: (column) => number(cell(column)),
      numbers: (column) => cell(column).split(' ').map(number),
    };
  });
}

/** How far off a value is, as a share of the right one. */
export function relativeError(value: number, right: number): number {
  if (value === right) return 0;
  return Math.abs(value - right) / Math.abs(right);
}
