/**
 * What a test is to find out about the first group beside the second: that it differs, that it has
 * more of what is measured, or that it has less.
 */
export type Alternative = 'two-sided' | 'greater' | 'less';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The share of an interval's misses on each side where it has two, on the one where it has one. */
export function tailOf(alternative: Alternative, confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`a confidence lies between 0 and 1, not at ${confidence}`);
  }
  return alternative === 'two-sided' ? (1 - confidence) / 2 : 1 - confidence;
}
