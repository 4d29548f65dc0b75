/** What the scenarios of Paxos have in common, whichever part of the wing they run. */
import type { Exploration } from '../../src/check/exploration.ts';
import type { ViewRow } from '../../src/check/sim.ts';

export interface PaxosSubject {
  /** How each law was broken first. */
  readonly breaches: { of(law: string): string | undefined };
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
  /** How every order of it is tried, if it is. */
  readonly exploration?: Exploration;
}
