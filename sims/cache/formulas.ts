/**
 * Closed forms for caches. Reads of a key are a Poisson process; times are in ms and rates in
 * events per ms, so that products have no unit.
 */
import { exp, expm1, log, pow } from '../../src/kernel/elementary.ts';

/**
 * The hit ratio of a key with a TTL that counts from the fill: lambda T / (1 + lambda T), by renewal.
 *
 * Where a load takes a time d, 1 + lambda d reads miss each time, and each fills the key when its
 * load is done, which begins the TTL anew: the last of them d - (1 - e^(-lambda d)) / lambda after
 * the first, on average.
 */
export function hitRatioOfTtl(readsPerMs: number, ttlMs: number, loadMs = 0): number {
  const lastFillMs = loadMs + expm1(-readsPerMs * loadMs) / readsPerMs;
  const hits = readsPerMs * (ttlMs + lastFillMs);
  return hits / (1 + readsPerMs * loadMs + hits);
}

/** How many reads load when a key expires without a guard: 1 + lambda d. */
export const stampedeSize = (readsPerMs: number, loadMs: number): number => 1 + readsPerMs * loadMs;

/**
 * The share of hits that return a superseded row, if the row is written at a Poisson rate and
 * nothing invalidates it: 1 - (1 - e^(-uT)) / (uT). A hit is equally likely at any age of the
 * entry.
 */
export function staleShareOfTtl(writesPerMs: number, ttlMs: number): number {
  const writes = writesPerMs * ttlMs;
  return writes === 0 ? 0 : 1 + expm1(-writes) / writes;
}

/**
 * The mean staleness of a hit, fresh ones included: T/2 - 1/u + (1 - e^(-uT)) / (u^2 T). For few
 * writes about u T^2 / 6, far below T / 2, which is the mean age and often given instead.
 */
export function meanStalenessOfTtlMs(writesPerMs: number, ttlMs: number): number {
  const writes = writesPerMs * ttlMs;
  if (writes < 1e-4) return (writes * ttlMs) / 6;
  return ttlMs * (1 / 2 - 1 / writes - expm1(-writes) / pow(writes, 2));
}

/**
 * The probability that at least one of k look-ups misses, each hitting with probability h: 1 - h^k.
 */
export const anyMiss = (hitRatio: number, lookups: number): number => 1 - pow(hitRatio, lookups);

/**
 * XFetch: the number of recomputations per expiry is geometric, from 1, with this parameter, where
 * reads are a Poisson process, so many that the refill is nearly always done before the expiry, and
 * it takes `refillMs` from the decision to recompute to the fill: e^(-refill / (beta delta)). The paper has refill = delta,
 * thus e^(-1/beta) and a mean of e^(1/beta).
 *
 * Why: at a gap g before the expiry reads decide to recompute at the rate lambda e^(-g / (beta
 * delta)). With G the gap of the first, lambda beta delta e^(-G / (beta delta)) is exponential with
 * mean 1; the others until the refill are Poisson with that times (e^(refill / (beta delta)) - 1).
 */
export function xfetchParameter(beta: number, deltaMs: number, refillMs = deltaMs): number {
  return exp(-refillMs / (beta * deltaMs));
}

/**
 * The mean number of recomputations per expiry for any rate of reads. After the expiry every read
 * recomputes, and no more than that: where reads are few that makes it less than e^(1/beta).
 *
 * With y = lambda beta delta e^(-G / (beta delta)), exponential with mean 1: an integral over y, by
 * Simpson's rule, and the case that nobody recomputes before the expiry.
 */
export function xfetchMeanLoads(
  readsPerMs: number,
  beta: number,
  deltaMs: number,
  refillMs = deltaMs,
): number {
  const scaleMs = beta * deltaMs;
  const atExpiry = readsPerMs * scaleMs;
  const others = (y: number): number => {
    const gapMs = scaleMs * log(atExpiry / y);
    if (gapMs >= refillMs) return y * expm1(refillMs / scaleMs);
    return atExpiry - y + readsPerMs * (refillMs - gapMs);
  };
  const end = Math.min(atExpiry, 50);
  const steps = 20_000;
  let sum = others(end) * exp(-end);
  for (let step = 1; step < steps; step++) {
    const y = (end * step) / steps;
    sum += (step % 2 === 1 ? 4 : 2) * others(y) * exp(-y);
  }
  return 1 + (sum * end) / (3 * steps) + exp(-atExpiry) * readsPerMs * refillMs;
}

/**
 * The probability that a key passes its expiry although XFetch guards it: e^(-lambda beta delta).
 */
export function xfetchMissesExpiry(readsPerMs: number, beta: number, deltaMs: number): number {
  return exp(-readsPerMs * beta * deltaMs);
}

/**
 * The mean time before the expiry at which the first read recomputes: the mean of a Gumbel
 * distribution.
 */
export function xfetchGapMs(readsPerMs: number, beta: number, deltaMs: number): number {
  return beta * deltaMs * (log(readsPerMs * beta * deltaMs) + eulerGamma);
}

const eulerGamma = 0.577_215_664_901_532_9;

/** Popularities of ranks 1 to n under Zipf's law; they sum to 1. */
export function zipfPopularity(ranks: number, exponent: number): number[] {
  const weights = Array.from({ length: ranks }, (_, index) => pow(index + 1, -exponent));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * Che's approximation of the hit ratio of an LRU cache (Che, Tung and Wang 2002): item i is in the
 * cache if it was read within the characteristic time T, so h_i = 1 - e^(-p_i T), with T such that
 * the expected number of items in the cache is its capacity.
 */
export function cheHitRatio(popularity: readonly number[], capacity: number): number {
  if (capacity >= popularity.length) return 1;
  const occupied = (time: number) =>
    popularity.reduce((sum, p) => sum - expm1(-p * time), 0) - capacity;
  let low = 0;
  let high = capacity;
  while (occupied(high) < 0) high *= 2;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (occupied(middle) < 0) low = middle;
    else high = middle;
  }
  return popularity.reduce((sum, p) => sum - p * expm1(-p * high), 0);
}
