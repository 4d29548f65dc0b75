/** What the scenarios of auth have in common, with machines or without. */
import type { Experiment } from '../../src/check/experiment.ts';
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { AuthLaw } from './laws.ts';

export type AuthSubject = Experiment<AuthLaw>;

/** A machine by what it knows, a column for each thing. */
export const stateRow = ({ self, state }: Node): ViewRow => ({
  name: self,
  cells: Object.entries((state ?? {}) as object).map(([name, value]) => [name, String(value)]),
});
