/** Figures in words. */

/** `12.3 ms`, or a dash if there is no value. */
export function inMs(value: number | undefined): string {
  if (value === undefined) return '—';
  return value >= 10_000 ? `${(value / 1_000).toFixed(1)} s` : `${value.toFixed(1)} ms`;
}

/** The highest value of a series; 0 if it has none. */
export const peakOf = ({ values }: { readonly values: readonly number[] }): number =>
  values.reduce((peak, value) => Math.max(peak, value), 0);
