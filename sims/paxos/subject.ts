/** What the scenarios of Paxos share, whichever part of the wing they run. */
import type { Exploration } from '../../src/check/exploration.ts';
import type { ViewRow } from '../../src/check/sim.ts';

export interface PaxosSubject {
  /** How each law was first broken. */
  readonly breaches: { of(law: string): string | undefined };
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
  /** How every order of it is explored, if it is. */
  readonly exploration?: Exploration;
}
