/** Figures of resilience as text. */
export { percent } from '../../src/words/numbers.ts';

/** `12 ms`, `1.2 s`. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return '—';
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** `12,345`: whole numbers with separators, others with one digit. */
export function number(value: number | undefined): string {
  if (value === undefined) return '—';
  const text = Number.isInteger(value) ? String(value) : value.toFixed(1);
  return text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export const twoDecimals = (value: number | undefined): string => value?.toFixed(2) ?? '—';
