/** The figures of an estimate, and how each dimension is written. */
import { log10 } from '../../kernel/elementary.ts';
import { inDigits } from '../../words/numbers.ts';
import { inTime, inUnits, significant } from '../../words/units.ts';
import type { Dimension } from './dimension.ts';

/** What is shown: the dimensions that can be given, and some that only come out. */
export type Shown = Dimension | 'bits' | 'money' | 'factor';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly shown: Shown;
  /** How it comes about, in names of keys and of figures before it. */
  readonly formula: string;
}

export const figure = (name: string, value: number, shown: Shown, formula: string): Figure => ({
  name,
  value,
  shown,
  formula,
});

/** The base unit of a dimension, for programs. */
export const unitOf: Readonly<Record<Shown, string>> = {
  count: '',
  factor: '',
  bytes: 'B',
  bits: 'bit',
  time: 'ms',
  share: '',
  rate: '1/s',
  bandwidth: 'B/s',
  money: 'USD',
  distance: 'km',
};

/** With three digits, or as many. */
export function inWords(value: number, shown: Shown, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? 'without end' : '—';
  switch (shown) {
    case 'count':
      return significant(value, digits);
    case 'factor':
      return `${significant(value, digits)}x`;
    case 'bytes':
      return bytesInWords(value, digits);
    case 'bits':
      return inUnits(value, 'bit', digits);
    case 'time':
      return inTime(value, digits);
    case 'share':
      return shareInWords(value, digits);
    case 'rate':
      return `${significant(value, digits)} /s`;
    case 'bandwidth':
      return `${inUnits(value, 'B/s', digits)} (${inUnits(8 * value, 'b/s', digits)})`;
    case 'money':
      return `$${value >= 1_000 ? inDigits(Math.round(value)) : inDigits(Number(value.toPrecision(4)))}`;
    case 'distance':
      return `${significant(value, digits)} km`;
  }
}

/** From a terabyte on in both powers, because they are 10% apart there. */
function bytesInWords(value: number, digits: number): string {
  const decimal = inUnits(value, 'B', digits);
  return value < 1e12 ? decimal : `${decimal} (${significant(value / 2 ** 40, digits)} TiB)`;
}

/** Near 1 with as many nines as it takes to tell them apart. */
function shareInWords(share: number, digits: number): string {
  if (share <= 0.99 || share >= 1) return `${significant(100 * share, digits)}%`;
  const missing = 1 - share;
  const decimals = Math.min(
    12,
    Math.max(digits - 1, digits - 1 - Math.floor(log10(missing * 100))),
  );
  return `${Number((share * 100).toFixed(decimals))}%`;
}
