/** Figures in words. */
import { inDigits, rounded } from '../../src/words/numbers.ts';

/** `12.3 ms`, `1,234 ms`, `12.3 s`, or a dash if there is no value. */
export function inMs(value: number | undefined): string {
  if (value === undefined) return '—';
  if (value >= 10_000) return `${inDigits(Math.round(value / 100) / 10)} s`;
  return value >= 1_000 ? `${rounded(value)} ms` : `${value.toFixed(1)} ms`;
}

/** The highest value of a series; 0 if it has none. */
export const peakOf = ({ values }: { readonly values: readonly number[] }): number =>
  values.reduce((peak, value) => Math.max(peak, value), 0);
