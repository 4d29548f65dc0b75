/** Closed forms of fan-out and copies. Times are in ms. */

import { whereCeases } from '../../../src/kernel/bisection.ts';
import { exp, pow } from '../../../src/kernel/elementary.ts';

/** P(a request that waits for all of `parts` is slow), if each part is slow with probability p. */
export const someSlow = (p: number, parts: number): number => 1 - pow(1 - p, parts);

/** P(at most `most` of `parts` are slow). */
export function fewSlow(p: number, parts: number, most: number): number {
  let [sum, probability] = [0, pow(1 - p, parts)];
  for (let slow = 0; slow <= most; slow++) {
    sum += probability;
    probability *= ((parts - slow) / (slow + 1)) * (p / (1 - p));
  }
  return sum;
}

/** The quantile that a part must meet so that the slowest of that many meets `q`. */
export const quantileOfPart = (q: number, parts: number): number => pow(q, 1 / parts);

/** The mean of the slowest of several exponential times: its mean x (1 + 1/2 + … + 1/parts). */
export const meanOfSlowest = (parts: number, meanMs: number): number =>
  sumOver(parts, (part) => meanMs / part);

/** Its variance: mean² x (1 + 1/4 + … + 1/parts²). */
export const varianceOfSlowest = (parts: number, meanMs: number): number =>
  sumOver(parts, (part) => pow(meanMs / part, 2));

function sumOver(parts: number, of: (part: number) => number): number {
  let sum = 0;
  for (let part = 1; part <= parts; part++) sum += of(part);
  return sum;
}

/** Answers that are usually fast: exponential, with a share that takes many times as long. */
export interface Answers {
  readonly meanMs: number;
  readonly slowShare: number;
  readonly slowFactor: number;
}

/** P(an answer takes longer than t). */
export const answerTail = ({ meanMs, slowShare, slowFactor }: Answers, tMs: number): number =>
  tMs <= 0
    ? 1
    : (1 - slowShare) * exp(-tMs / meanMs) + slowShare * exp(-tMs / (slowFactor * meanMs));

/** P(neither the first copy nor the second, sent `delayMs` later, has answered by t). */
export const hedgedTail = (answers: Answers, delayMs: number, tMs: number): number =>
  answerTail(answers, tMs) * answerTail(answers, tMs - delayMs);

/** Where a decreasing tail crosses `share`, by bisection. */
export function timeAtTail(tail: (tMs: number) => number, share: number): number {
  const isMore = (tMs: number) => tail(tMs) > share;
  let enoughMs = 1;
  while (isMore(enoughMs)) enoughMs *= 2;
  return whereCeases(isMore, 0, enoughMs).high;
}
