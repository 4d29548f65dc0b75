/**
 * Group-sequential designs: a fixed number of looks at growing data, with bounds on |z| such that all
 * looks together raise a false alarm with probability alpha.
 *
 * Looks are correlated, since each sees the data of those before. The probability of crossing first
 * at a look is found by recursion over the density of the score process between the bounds
 * (Armitage, McPherson and Rowe 1969), here by Simpson's rule. Two-sided, symmetric.
 *
 * Sources: Pocock 1977; O'Brien and Fleming 1979; Lan and DeMets 1983; Jennison and Turnbull, Group
 * Sequential Methods, §19.
 */
import { exp, log1p, pow } from '../kernel/elementary.ts';
import { normalTwoSided, normalUpperTail, quantileOfTail } from './distributions.ts';
import { crossing } from './root.ts';

/** Intervals of Simpson's rule over the region in which the test goes on. */
const intervals = 240;

/** An increment of more standard deviations has a probability below 1e-32: nothing is lost without it. */
const deviationsMax = 12;

interface Density {
  /** The score (z times the square root of the information) at even distances. */
  readonly scores: Float64Array;
  /** Density at each score, of going on until here, times its weight in Simpson's rule. */
  readonly mass: Float64Array;
}

/** The probability, at each look, of crossing its bound for the first time, where nothing differs. */
export function crossingProbabilities(
  zBounds: readonly number[],
  information: readonly number[] = evenly(zBounds.length),
): number[] {
  requireIncreasing(information);
  let density: Density | undefined;
  return zBounds.map((z, look) => {
    const before = information[look - 1] ?? 0;
    const now = information[look] as number;
    const bound = z * Math.sqrt(now);
    const crossed = probabilityBeyond(density, bound, now - before);
    density = densityWithin(density, bound, now - before);
    return crossed;
  });
}

/** That a look so far within the bounds is now beyond `bound`, after an increment of that variance. */
function probabilityBeyond(density: Density | undefined, bound: number, increment: number): number {
  const variance = resolvable(density, increment);
  const scale = Math.sqrt(variance);
  if (density === undefined) return normalTwoSided(bound / scale);
  // The density is symmetric: as much comes below the lower bound as above the upper one.
  let above = 0;
  for (let i = intervals; i >= 0; i--) {
    const z = (bound - (density.scores[i] as number)) / scale;
    if (z > deviationsMax) break;
    above += (density.mass[i] as number) * normalUpperTail(z);
  }
  return 2 * above;
}

/**
 * Looks closer together than the integration resolves count as just so far apart that it does. The
 * score then seems to move farther than it does, which can only raise their bounds.
 */
function resolvable(density: Density | undefined, variance: number): number {
  if (density === undefined) return variance;
  const step = (density.scores[1] as number) - (density.scores[0] as number);
  return Math.max(variance, pow(2 * step, 2));
}

function densityWithin(density: Density | undefined, bound: number, increment: number): Density {
  const variance = resolvable(density, increment);
  const width = (2 * bound) / intervals;
  const scores = Float64Array.from({ length: intervals + 1 }, (_, i) => -bound + i * width);
  const scale = 1 / Math.sqrt(2 * Math.PI * variance);
  const reach = deviationsMax * Math.sqrt(variance);
  const normal = (distance: number) => scale * exp((-distance * distance) / (2 * variance));
  // The density is symmetric, so half of it is enough.
  const half = scores.slice(0, intervals / 2 + 1).map((score, i) => {
    const weight = (width / 3) * (i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2);
    if (density === undefined) return weight * normal(score);
    let value = 0;
    for (let j = 0; j <= intervals; j++) {
      const distance = score - (density.scores[j] as number);
      if (distance < -reach) break;
      if (distance <= reach) value += (density.mass[j] as number) * normal(distance);
    }
    return weight * value;
  });
  const mass = scores.map((_, i) => half[Math.min(i, intervals - i)] as number);
  return { scores, mass };
}

/** Pocock: the same bound on |z| at every look. */
export function pocockBounds(looks: number, alpha = 0.05): number[] {
  return boundsOfShape(
    Array.from({ length: looks }, () => 1),
    alpha,
  );
}

/** O'Brien and Fleming: very strict at first, nearly a single test at the end. */
export function obrienFlemingBounds(looks: number, alpha = 0.05): number[] {
  return boundsOfShape(
    evenly(looks).map((information) => 1 / Math.sqrt(information)),
    alpha,
  );
}

/** The multiple of a shape at which all looks together spend alpha. */
function boundsOfShape(shape: readonly number[], alpha: number): number[] {
  if (shape.length === 0) throw new RangeError('a design needs at least one look');
  const single = quantileOfTail(alpha / 2);
  const excess = (constant: number) =>
    sum(crossingProbabilities(shape.map((factor) => factor * constant))) - alpha;
  const constant = shape.length === 1 ? single : roundedCrossing(excess, single, 3 * single);
  return shape.map((factor) => factor * constant);
}

/** How much of alpha may be spent by the time that a share of the information is in. */
export type Spending = (information: number, alpha: number) => number;

/** Like O'Brien and Fleming's: 2 - 2 Phi(z / sqrt(t)). */
export const obrienFlemingSpending: Spending = (information, alpha) =>
  information >= 1 ? alpha : normalTwoSided(quantileOfTail(alpha / 2) / Math.sqrt(information));

/** Like Pocock's: alpha log(1 + (e - 1) t). */
export const pocockSpending: Spending = (information, alpha) =>
  information >= 1 ? alpha : alpha * log1p((Math.E - 1) * information);

/**
 * Lan and DeMets: bounds for looks at any times, which need not be planned beforehand. `information`
 * are the shares of the final sample at the looks, rising, at most 1.
 */
export function spendingBounds(
  information: readonly number[],
  spending: Spending,
  alpha = 0.05,
): number[] {
  requireIncreasing(information);
  let density: Density | undefined;
  return information.map((now, look) => {
    const before = information[look - 1] ?? 0;
    const spent = spending(now, alpha) - (look === 0 ? 0 : spending(before, alpha));
    const scale = Math.sqrt(now);
    const excess = (z: number) => probabilityBeyond(density, z * scale, now - before) - spent;
    const z = roundedCrossing(excess, 0, 40);
    density = densityWithin(density, z * scale, now - before);
    return z;
  });
}

/** Bisection down to 1e-9, far below what the integration is good for. */
function roundedCrossing(f: (x: number) => number, low: number, high: number): number {
  const step = 1e-9;
  return crossing((i) => f(Math.round(i) * step), low / step, high / step) * step;
}

/** Shares of the information at looks at even distances: 1/K, 2/K, … 1. */
function evenly(looks: number): number[] {
  return Array.from({ length: looks }, (_, look) => (look + 1) / looks);
}

function requireIncreasing(information: readonly number[]): void {
  for (const [look, now] of information.entries()) {
    if (!(now > (information[look - 1] ?? 0) && now <= 1)) {
      throw new RangeError('the information rises from look to look, to at most 1');
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
