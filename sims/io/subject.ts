/** What the scenarios of io have in common, with machines or without. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { IoLaw } from './laws.ts';

export interface IoSubject {
  /** How each law was broken first. */
  readonly breaches: { of(law: IoLaw): string | undefined };
  /** Whether everything that was to happen has happened. */
  readonly isDone: boolean;
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
}
