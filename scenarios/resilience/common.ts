/** What the resilience scenarios have in common. */

import type { Answered } from '../../sims/resilience/client.ts';
import type { Series } from '../../src/check/series.ts';

/** `12.3%`; a dash where there is nothing to show. */
export function percent(share: number | undefined): string {
  return share === undefined || Number.isNaN(share) ? '—' : `${(share * 100).toFixed(1)}%`;
}

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

/** A value for each key. */
export function each<const Key extends string, Value>(
  keys: readonly Key[],
  make: (key: Key) => Value,
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<Key, Value>;
}

/**
 * How far the mean of n independent values in [0, range] may lie from its expectation, but for one
 * run in ten million (Hoeffding 1963).
 */
export function hoeffding(n: number, range = 1): number {
  return range * Math.sqrt(Math.log(2e7) / (2 * n));
}

/** How the requests of a client ended. */
export class Tally {
  asked = 0;
  answered = 0;
  rejected = 0;
  /** The share that was answered; undefined where nobody has asked. */
  get share(): number | undefined {
    return this.asked === 0 ? undefined : this.answered / this.asked;
  }

  /** For a client’s `onAnswer`. */
  add({ failure }: Answered): void {
    this.asked += 1;
    if (failure === undefined) this.answered += 1;
    else if (failure.kind === 'rejected') this.rejected += 1;
  }
}

/** A line of a plot that goes on at zero where its series ends early. */
export function toTheEnd(series: Series, endMs: number): readonly (readonly [number, number])[] {
  const { points, bucketMs } = series;
  const lastMs = points.at(-1)?.[0] ?? -bucketMs;
  const after = lastMs + bucketMs;
  return after > endMs ? points : [...points, [after, 0] as const, [endMs, 0] as const];
}

/** Expectations that a run bears on only with some parameters. */
export const when = <Item>(condition: boolean, ...items: readonly Item[]): readonly Item[] =>
  condition ? items : [];

/**
 * The same for the share of n independent events of probability p, or for the largest of `among`
 * such shares: narrower near 0 and 1 (Bernstein 1924).
 */
export function bernstein(n: number, p: number, among = 1): number {
  const log = Math.log(2e7 * among) / n;
  return log / 3 + Math.sqrt((log / 3) ** 2 + 2 * p * (1 - p) * log);
}

/**
 * What a Poisson number with this mean lies between, but for one run in ten million (Bennett 1962,
 * in Bernstein’s form).
 */
export function poissonRange(mean: number): { readonly least: number; readonly most: number } {
  const log = Math.log(2e7);
  return {
    least: Math.max(0, mean - Math.sqrt(2 * mean * log)),
    most: mean + Math.sqrt(2 * mean * log) + log / 3,
  };
}

/**
 * How long so many gaps between arrivals of a Poisson process take at most, in mean gaps, but for one
 * run in ten million: a gamma variable exceeds t if fewer arrivals come until t.
 */
export function gapsAtMost(gaps: number): number {
  const fewerArrive = (mean: number): number => {
    let term = Math.exp(-mean);
    let sum = 0;
    for (let arrivals = 0; arrivals < gaps; arrivals++) {
      sum += term;
      term *= mean / (arrivals + 1);
    }
    return sum;
  };
  let [low, high] = [gaps, 2 * gaps + 50];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (fewerArrive(middle) > 1e-7) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X <= z) of a standard normal variable, to 7 digits (Abramowitz and Stegun 1964, 26.2.17). */
export function normalAtMost(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - above : above;
}
