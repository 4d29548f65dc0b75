/** What the scenarios of transactions have in common, whichever part of the wing they run. */
import type { ViewRow } from '../../src/check/sim.ts';

export interface TransactionsSubject {
  /** How each law was broken first. */
  readonly breaches: { of(law: string): string | undefined };
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
}
