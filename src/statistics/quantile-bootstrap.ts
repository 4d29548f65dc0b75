/**
 * A quantile of two samples compared by the bootstrap: draw both samples again from themselves, many
 * times, and see how the difference of the quantiles varies. It sees what happens to the slowest
 * hundredth, which the ranks of a Mann-Whitney test hardly show.
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap, §13 (percentile interval). Assumes
 * independent values; few values above the quantile make the interval too short.
 */
import { type RandomStream, randomInteger } from '../kernel/random.ts';
import type { Interval } from './alternative.ts';
import { sorted } from './ranks.ts';

export interface QuantileComparison {
  /** Quantile of the first sample less that of the second. */
  readonly difference: number;
  readonly interval: Interval;
  /** Two-sided: twice the share of draws on the side of 0 on which fewer lie, plus one draw. */
  readonly pValue: number;
}

/** O(draws x (n + m)). Throws RangeError unless 0 < q < 1. */
export function compareQuantiles(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  {
    q,
    stream,
    draws = 2_000,
    confidence = 0.95,
  }: { q: number; stream: RandomStream; draws?: number; confidence?: number },
): QuantileComparison {
  if (!(q > 0 && q < 1)) throw new RangeError(`a quantile lies between 0 and 1, not at ${q}`);
  const [x, y] = [sorted(first), sorted(second)];
  const differences = Float64Array.from(
    { length: draws },
    () => drawnQuantile(x, q, stream) - drawnQuantile(y, q, stream),
  ).sort();
  const missed = Math.floor(((1 - confidence) / 2) * draws);
  const atMostZero = differences.filter((difference) => difference <= 0).length;
  const atLeastZero = differences.filter((difference) => difference >= 0).length;
  return {
    difference: quantile(x, q) - quantile(y, q),
    interval: {
      low: differences[missed] as number,
      high: differences[draws - 1 - missed] as number,
    },
    pValue: Math.min(1, (2 * (Math.min(atMostZero, atLeastZero) + 1)) / (draws + 1)),
  };
}

/** The smallest value that at least the share q of a sorted sample does not exceed (nearest rank). */
export function quantile(sample: Float64Array, q: number): number {
  return sample[rankOf(q, sample.length)] as number;
}

function rankOf(q: number, count: number): number {
  return Math.max(0, Math.ceil(q * count) - 1);
}

/**
 * The quantile of a sample drawn again from this sorted one: only how often each place was drawn
 * matters, so nothing need be sorted.
 */
function drawnQuantile(sample: Float64Array, q: number, stream: RandomStream): number {
  const count = sample.length;
  const drawn = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const place = randomInteger(stream, 0, count - 1);
    drawn[place] = (drawn[place] as number) + 1;
  }
  let left = rankOf(q, count);
  let place = 0;
  while (left >= (drawn[place] as number)) {
    left -= drawn[place] as number;
    place += 1;
  }
  return sample[place] as number;
}
