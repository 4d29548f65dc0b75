/** What the scenarios of fan-out have in common, with machines or without. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { FanoutLaw } from './laws.ts';
import type { StreamSystem } from './stream/system.ts';

export interface FanoutSubject {
  /** How each law was broken first. */
  readonly breaches: { of(law: FanoutLaw): string | undefined };
  /** Whether everything that was to happen has happened. */
  readonly isDone: boolean;
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
  /** Of scenarios whose every order of messages can be tried. */
  readonly channel?: StreamSystem;
}

/** A machine by what it knows, a column for each thing. */
export const stateRow = ({ self, state }: Node): ViewRow => ({
  name: self,
  cells: Object.entries((state ?? {}) as object).map(([name, value]) => [name, inCell(value)]),
});

const inCell = (value: unknown): string =>
  Array.isArray(value) && value.length > 6 ? `${value.length} entries` : JSON.stringify(value);
