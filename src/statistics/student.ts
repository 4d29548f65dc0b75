/**
 * Student's t: the normal deviate of an estimate whose variance is estimated as well. With infinitely
 * many degrees of freedom it is the normal distribution.
 *
 * Source: Abramowitz and Stegun 26.7.1.
 */
import { betaAtMost } from './beta.ts';
import { normalTwoSided, quantileOfTail } from './distributions.ts';
import { crossing } from './root.ts';

/** P(|T| > |t|), with `freedom` > 0 degrees of freedom, whole or not. */
export function studentTwoSided(t: number, freedom: number): number {
  if (freedom === Infinity) return normalTwoSided(t);
  const all = freedom + t * t;
  return betaAtMost(freedom / all, freedom / 2, 0.5, (t * t) / all);
}

/** The t with P(T > t) = tail, for a tail above 0 and up to one half. */
export function studentQuantileOfTail(tail: number, freedom: number): number {
  const atLeast = quantileOfTail(tail);
  if (freedom === Infinity || tail === 0.5) return atLeast;
  let reach = Math.max(1, 2 * atLeast);
  while (studentTwoSided(reach, freedom) > 2 * tail) reach *= 2;
  return crossing((t) => 2 * tail - studentTwoSided(t, freedom), 0, reach);
}
