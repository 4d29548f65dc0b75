/** What clocks that track causality promise. */

import { Breaches, watched } from '../../../src/check/breaches.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { inDigits } from '../../../src/words/numbers.ts';
import type { ClocksSubject } from '../subject.ts';
import { isBefore, type StampKind, type Stamps } from './stamper.ts';

export const orderLaws = {
  'cause-before-effect': 'the sending of a message is stamped before its arrival',
  'hybrid-within-skew':
    'a hybrid clock is ahead of its node’s time of day by no more than clocks differ, and never behind it',
} as const;

export type OrderLaw = keyof typeof orderLaws;

export interface OrderSubject extends ClocksSubject {
  readonly breaches: Breaches<OrderLaw>;
  received: number;
  readonly skewMs: number;
}

/** @param skewMs how much two clocks differ at the most */
export const orderSubject = (skewMs: number): OrderSubject => ({
  breaches: new Breaches<OrderLaw>(),
  received: 0,
  skewMs,
  rows: () => [],
});

/**
 * Whether a clock stamps the arrival of a message at or before its sending; only the time of day
 * may.
 */
export function isInverted(
  { breaches }: OrderSubject,
  kind: StampKind,
  sent: Stamps,
  received: Stamps,
): boolean {
  if (isBefore(kind, sent, received)) return false;
  if (kind !== 'physical')
    breaches.report(
      'cause-before-effect',
      `the ${kind} clock gives a message an earlier timestamp than the event that caused it`,
    );
  return true;
}

/** Kulkarni et al. 2014, Corollary 1: what a hybrid clock holds is some node’s time of day of the past. */
export function judgeDrift({ breaches, skewMs }: OrderSubject, stamps: Stamps): void {
  const aheadMs = stamps.hybrid.ms - stamps.physical;
  if (aheadMs < 0 || aheadMs > skewMs)
    breaches.report(
      'hybrid-within-skew',
      `the hybrid clock is ${inDigits(aheadMs)} ms ahead of the time of day, although clocks differ by only ${skewMs} ms`,
    );
}

export const orderInvariants: readonly Invariant<OrderSubject>[] = Object.values(
  watched(orderLaws, ({ breaches }: OrderSubject) => breaches),
);
