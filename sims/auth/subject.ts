/** What the scenarios of auth have in common, with machines or without. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { AuthLaw } from './laws.ts';

export interface AuthSubject {
  /** How each law was broken first. */
  readonly breaches: { of(law: AuthLaw): string | undefined };
  /** Whether everything that was to happen has happened. */
  readonly isDone: boolean;
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
}

/** A machine by what it knows, a column for each thing. */
export const stateRow = ({ self, state }: Node): ViewRow => ({
  name: self,
  cells: Object.entries((state ?? {}) as object).map(([name, value]) => [name, String(value)]),
});
