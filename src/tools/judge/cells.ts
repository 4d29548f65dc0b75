/** Cells of a table as values: what is missing, what is refused, and numbers with their units. */
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { type DecimalMark, NotationEvidence, numberFrom } from '../input/numbers.ts';
import { quantityFrom } from '../input/quantities.ts';
import type { ReadOptions } from './series.ts';

const missingWords = new Set([
  '',
  'null',
  'na',
  'n/a',
  '-',
  '–',
  '—',
  'none',
  'undefined',
  'no data',
]);
const infiniteWord = /^[+-]?(?:inf|infinity|∞)$/i;

export interface Value {
  /** NaN if the cell says that there is none. */
  readonly value: number;
  /** `ms`, `bytes`, `share`, `/s`; empty for a number alone. */
  readonly unit: string;
}

const none: Value = { value: Number.NaN, unit: '' };
export const baseUnits = {
  time: 'ms',
  bytes: 'bytes',
  share: 'share',
  rate: '/s',
  count: '',
} as const;

/** Throws InputError if the text is not a number, with a unit that is known if it has one. */
export function valueFrom(
  text: string,
  where: string,
  decimal: DecimalMark,
  { nanStrategy }: ReadOptions,
): Value {
  const word = text.trim().toLowerCase();
  if (missingWords.has(word)) return none;
  if (word === 'nan') {
    if (nanStrategy === 'remove') return none;
    throw new InputError(
      `${where}: NaN is no measurement. Leave it out, or have it left out with { "nanStrategy": "remove" } in the configuration.`,
    );
  }
  if (infiniteWord.test(word)) throw infinite(where);
  const quantity = quantityFrom(text, decimal);
  if (quantity === undefined) throw new InputError(`${where}: ${quoted(text)} is not a number.`);
  if (!Number.isFinite(quantity.value)) throw infinite(where);
  return { value: quantity.value, unit: baseUnits[quantity.dimension] };
}

export const infinite = (where: string): InputError =>
  new InputError(`${where}: a value cannot be infinite.`);

/** A number as a program writes it: without grouping, and with a point. Undefined for any other text. */
export const plainNumber = (text: string): number | undefined =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;

/** A whole number from 0. Throws InputError. */
export function countFrom(text: string, where: string, decimal: DecimalMark): number {
  const word = text.trim();
  const value = numberFrom(word, decimal);
  if (value !== undefined && Number.isSafeInteger(value) && value >= 0) return value;
  const given = missingWords.has(word.toLowerCase()) ? 'missing' : `not ${shown(word, 60)}`;
  throw new InputError(`${where}: a count is a whole number from 0, ${given}.`);
}

const amountPattern = /^(.*[\d.,])\s*[^\d\s.,]+$/;

/** The number of a cell that may have a unit: only that shows the decimal mark. */
export const amountIn = (text: string): string =>
  amountPattern.exec(text.trim())?.[1] ?? text.trim();

/** What cells show of the decimal mark of their column, or of their file. */
export function evidenceOf(
  cells: Iterable<{ readonly text: string; readonly line: number }>,
  isWhole = false,
): NotationEvidence {
  const evidence = new NotationEvidence(isWhole);
  for (const { text, line } of cells) evidence.see({ text: amountIn(text), line });
  return evidence;
}

/** The unit in a heading such as `p99 (ms)` or `latency [s]`, with what it multiplies by. */
export function unitInHeading(heading: string): { name: string; unit: string; scale: number } {
  const [, name = heading, unit = ''] =
    /^(.*\S)\s*[([]\s*([^()[\]]+?)\s*[)\]]$/.exec(heading) ?? [];
  const quantity = unit === '' ? undefined : quantityFrom(`1 ${unit}`);
  if (quantity === undefined || quantity.unit === '') return { name: heading, unit: '', scale: 1 };
  return { name, unit: baseUnits[quantity.dimension], scale: quantity.value };
}
