/** What CockroachDB promises for one key. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { ClocksSubject } from '../subject.ts';

export const uncertaintyLaws = {
  'read-sees-earlier-write': 'a read sees a write that ended before the read began',
} as const;

export type UncertaintyLaw = keyof typeof uncertaintyLaws;

export interface UncertaintySubject extends ClocksSubject {
  readonly breaches: Breaches<UncertaintyLaw>;
  reads: number;
  stale: number;
}

/** A read has returned that began when `written` was the last acknowledged value. */
export function sawValue(
  subject: UncertaintySubject,
  gateway: string,
  seen: number,
  written: number,
): void {
  subject.reads += 1;
  if (seen >= written) return;
  subject.stale += 1;
  subject.breaches.report(
    'read-sees-earlier-write',
    `a read through node ${gateway} saw value ${seen}, although the later value ${written} was written before it began`,
  );
}

export const uncertaintyInvariants: readonly Invariant<UncertaintySubject>[] = Object.values(
  watched(uncertaintyLaws, ({ breaches }: UncertaintySubject) => breaches),
);
