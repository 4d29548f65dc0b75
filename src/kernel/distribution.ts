/**
 * Distributions as plain data, so that a scenario's parameters and a fault plan can hold them,
 * print them and be replayed from them; `sampler` turns one into draws from a stream.
 *
 * Draws are the same on every engine: see `elementary.ts`. Those that pass through a logarithm or a
 * power are rounded to single precision, 24 bits: a stream has 32 of them to give.
 */

import { exp, log, log1p } from './elementary.ts';
import { must } from './must.ts';
import type { RandomStream } from './random.ts';

export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly standardDeviation: number }
  | { readonly kind: 'folded-normal'; readonly mean: number; readonly standardDeviation: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'pareto'; readonly min: number; readonly shape: number }
  | { readonly kind: 'zipf'; readonly ranks: number; readonly exponent: number }
  | { readonly kind: 'empirical'; readonly values: ArrayLike<number> }
  | { readonly kind: 'mixture'; readonly parts: readonly Part[] };

/** With this probability, a draw of that distribution. */
interface Part {
  readonly share: number;
  readonly of: Distribution;
}

export const constant = (value: number): Distribution => ({ kind: 'constant', value });

/** From [min, max). */
export const uniform = (min: number, max: number): Distribution => ({ kind: 'uniform', min, max });

export const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });

export const normal = (mean: number, standardDeviation: number): Distribution => ({
  kind: 'normal',
  mean,
  standardDeviation,
});

/** The absolute value of a normal one: `mean` and `standardDeviation` are those before the fold. */
export const foldedNormal = (mean: number, standardDeviation: number): Distribution => ({
  kind: 'folded-normal',
  mean,
  standardDeviation,
});

/** `sigma` is the standard deviation of the logarithm; the mean is median * exp(sigma^2 / 2). */
export const lognormal = (median: number, sigma: number): Distribution => ({
  kind: 'lognormal',
  median,
  sigma,
});

/** From [min, infinity); P(X > x) = (min / x)^shape. The mean is infinite where shape <= 1. */
export const pareto = (min: number, shape: number): Distribution => ({
  kind: 'pareto',
  min,
  shape,
});

/** Ranks 1 to `ranks`; the probability of rank k is proportional to k^-exponent. */
export const zipf = (ranks: number, exponent: number): Distribution => ({
  kind: 'zipf',
  ranks,
  exponent,
});

/** Each of the values equally likely: the distribution that was measured (Efron 1979, the bootstrap). */
export const empirical = (values: ArrayLike<number>): Distribution => ({
  kind: 'empirical',
  values,
});

/** Each draw is one of one part; the shares add up to 1. */
export const mixture = (...parts: readonly Part[]): Distribution => ({ kind: 'mixture', parts });

/** A range, and the values that were measured within it, if any were. */
export interface MeasuredRange {
  readonly min: number;
  readonly max: number;
  /** Ascending, at least one. */
  readonly values?: ArrayLike<number> | undefined;
}

/** Of a range the uniform distribution over it; of measured values their empirical one. */
export function drawnFrom({ min, max, values }: MeasuredRange): Distribution {
  return values === undefined ? uniform(min, max) : empirical(values);
}

/** A number that draws lie around, their mean say; or values that were measured, to draw instead. */
export type Typical = number | MeasuredRange;

/** Of one number the distribution of that shape around it; of measured values their empirical one. */
export function drawnAround(
  typical: Typical,
  shape: (typical: number) => Distribution,
): Distribution {
  return typeof typical === 'number' ? shape(typical) : drawnFrom(typical);
}

/** Of the measured values; a number is its own mean. O(values). */
export function meanOf(typical: Typical): number {
  if (typeof typical === 'number') return typical;
  const { min, max, values = [min, max] } = typical;
  let sum = 0;
  for (let place = 0; place < values.length; place++)
    sum += must(values[place], 'value at the place');
  return sum / values.length;
}

/** The least measured value that at least this share of them does not exceed; a number is its own. */
export function quantileOf(typical: Typical, share: number): number {
  if (typeof typical === 'number') return typical;
  const { min, max, values = [min, max] } = typical;
  const rank = Math.ceil(share * values.length - 1e-9);
  return must(values[Math.min(values.length, Math.max(1, rank)) - 1], 'value of the rank');
}

/** The largest measured value; a number is its own. */
export const largestOf = (typical: Typical): number =>
  typeof typical === 'number' ? typical : typical.max;

/** Which share of the measured values exceeds `bound`. O(values). */
export function shareAbove({ values = [] }: MeasuredRange, bound: number): number {
  let above = 0;
  for (let place = 0; place < values.length; place++) {
    if (must(values[place], 'value at the place') > bound) above += 1;
  }
  return above / values.length;
}

/** The draws of a distribution. Throws RangeError for parameters that describe none. */
export function sampler(distribution: Distribution, stream: RandomStream): () => number {
  switch (distribution.kind) {
    case 'constant': {
      const { value } = distribution;
      return () => value;
    }
    case 'uniform': {
      const { min, max } = distribution;
      requireThat(min <= max, `a uniform distribution needs min <= max, not ${min} > ${max}`);
      const width = max - min;
      return () => min + stream() * width;
    }
    case 'exponential': {
      const { mean } = distribution;
      requireThat(mean > 0, 'an exponential distribution needs a mean > 0');
      return rounded(() => -mean * log1p(-stream()));
    }
    case 'normal': {
      const { mean, standardDeviation } = distribution;
      requireThat(standardDeviation >= 0, 'a normal distribution needs a standard deviation >= 0');
      const draw = standardNormal(stream);
      return rounded(() => mean + standardDeviation * draw());
    }
    case 'folded-normal': {
      const draw = sampler({ ...distribution, kind: 'normal' }, stream);
      return () => Math.abs(draw());
    }
    case 'lognormal': {
      const { median, sigma } = distribution;
      requireThat(median > 0 && sigma >= 0, 'a lognormal needs a median > 0 and a sigma >= 0');
      const draw = standardNormal(stream);
      const logMedian = log(median);
      return rounded(() => exp(logMedian + sigma * draw()));
    }
    case 'pareto': {
      const { min, shape } = distribution;
      requireThat(min > 0 && shape > 0, 'a pareto distribution needs min > 0 and shape > 0');
      return rounded(() => min * exp(-log1p(-stream()) / shape));
    }
    case 'zipf':
      return zipfSampler(distribution.ranks, distribution.exponent, stream);
    case 'empirical': {
      const { values } = distribution;
      requireThat(values.length > 0, 'an empirical distribution needs at least one value');
      return () => must(values[Math.floor(stream() * values.length)], 'value drawn');
    }
    case 'mixture':
      return mixtureSampler(distribution.parts, stream);
  }
}

/** The same distribution, in words: for headers and traces. */
export function describeDistribution(distribution: Distribution): string {
  if (distribution.kind === 'empirical') return `empirical(${distribution.values.length} values)`;
  if (distribution.kind === 'mixture') {
    const parts = distribution.parts.map(
      ({ share, of }) => `${share} of ${describeDistribution(of)}`,
    );
    return `mixture(${parts.join(', ')})`;
  }
  const { kind, ...parameters } = distribution;
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return `${kind}(${values.join(', ')})`;
}

/**
 * Draws of mean 0 and standard deviation 1, by the polar method (Marsaglia and Bray, SIAM Review 6,
 * 1964): each point of the disk gives two.
 */
export function standardNormal(stream: RandomStream): () => number {
  let [spare, square]: [number | undefined, number] = [undefined, 0];
  return () => {
    let y = spare;
    spare = undefined;
    while (y === undefined) {
      const [a, b] = [2 * stream() - 1, 2 * stream() - 1];
      square = a * a + b * b;
      if (square > 0 && square <= 1) [spare, y] = [a, b];
    }
    return y * Math.sqrt((-2 * log(square)) / square);
  };
}

function rounded(draw: () => number): () => number {
  return () => Math.fround(draw());
}

/** By inversion over the table of cumulative weights: O(ranks) to set up, O(log ranks) a draw. */
function zipfSampler(ranks: number, exponent: number, stream: RandomStream): () => number {
  requireThat(Number.isInteger(ranks) && ranks >= 1, 'a Zipf distribution needs at least one rank');
  requireThat(exponent >= 0, 'a Zipf distribution needs an exponent >= 0');
  const cumulative = new Float64Array(ranks);
  let total = 0;
  for (let rank = 1; rank <= ranks; rank++) {
    total += Math.fround(exp(-exponent * log(rank)));
    cumulative[rank - 1] = total;
  }
  return () => {
    const target = stream() * total;
    let low = 0;
    let high = ranks - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (must(cumulative[middle], 'cumulative weight') > target) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}

/** Two draws of the stream at least: which part, and of that part. */
function mixtureSampler(parts: readonly Part[], stream: RandomStream): () => number {
  let sum = 0;
  const draws = parts.map(({ share, of }) => {
    sum += share;
    return { below: sum, draw: sampler(of, stream) };
  });
  requireThat(Math.abs(sum - 1) < 1e-9, `the shares of a mixture add up to 1, not to ${sum}`);
  return () => {
    const target = stream() * sum;
    return must(
      draws.find(({ below }) => target < below),
      'part drawn',
    ).draw();
  };
}

function requireThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}
