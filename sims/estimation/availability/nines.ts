/** Availabilities in series, in parallel, k of n, and with a common cause of failure. */

import { pow } from '../../../src/kernel/elementary.ts';
import { choose } from '../arithmetic.ts';
import type { EstimationRules } from '../rules.ts';

/** All must be up: the product. */
export const inSeries = (availabilities: readonly number[]): number =>
  availabilities.reduce((product, each) => product * each, 1);

/** At least `needed` of `copies` independent ones are up (Trivedi, Probability and Statistics, 2002, chapter 1). */
export function kOfN(needed: number, copies: number, availability: number): number {
  let up = 0;
  for (let count = needed; count <= copies; count++) {
    up += choose(copies, count) * pow(availability, count) * pow(1 - availability, copies - count);
  }
  return up;
}

/** One of `copies` is enough: 1 - (1 - a)^n. */
export const inParallel = (copies: number, availability: number): number =>
  1 - pow(1 - availability, copies);

/**
 * Copies with a share of failures that hits all of them at once: one release, one configuration,
 * one power supply (the beta factor: Fleming 1975; NUREG/CR-4780, 1988).
 */
export function redundant(
  { needed, copies, availability, commonShare }: Redundancy,
  rules: EstimationRules,
): number {
  // NUREG/CR-4780 §3: a share of the failures is common to all copies.
  const common = rules['common-cause'] ? commonShare : 0;
  return (1 - common) * kOfN(needed, copies, availability) + common * availability;
}

export interface Redundancy {
  readonly needed: number;
  readonly copies: number;
  readonly availability: number;
  readonly commonShare: number;
}

/** A = MTBF / (MTBF + MTTR). */
export const availabilityOf = (upMean: number, downMean: number): number =>
  upMean / (upMean + downMean);

/** The error budget: how much of a span may be down. In the unit of the span. */
export const errorBudget = (downShare: number, span: number): number => downShare * span;

/** How many times as fast a budget is spent as an even use would: 1 spends it exactly. */
export const burnRate = (spentShare: number, elapsedShare: number): number =>
  spentShare / elapsedShare;

/** When a budget is used up if it goes on like that: in the unit of the elapsed time. */
export const exhaustedAfter = (elapsed: number, spentShare: number): number => elapsed / spentShare;
