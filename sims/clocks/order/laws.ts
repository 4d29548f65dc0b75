/** What clocks that track causality promise. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { ClocksSubject } from '../subject.ts';
import { isBefore, type StampKind, type Stamps } from './stamper.ts';

export const orderLaws = {
  'cause-before-effect': 'the sending of a message is stamped before its arrival',
} as const;

export type OrderLaw = keyof typeof orderLaws;

export interface OrderSubject extends ClocksSubject {
  readonly breaches: Breaches<OrderLaw>;
  received: number;
}

export const orderSubject = (): OrderSubject => ({
  breaches: new Breaches<OrderLaw>(),
  received: 0,
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
    breaches.report('cause-before-effect', `the ${kind} clock stamps a message before its cause`);
  return true;
}

export const orderInvariants: readonly Invariant<OrderSubject>[] = Object.values(
  watched(orderLaws, ({ breaches }: OrderSubject) => breaches),
);
