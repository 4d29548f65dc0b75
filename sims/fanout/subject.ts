/** What the scenarios of fan-out have in common, with machines or without. */
import type { Experiment } from '../../src/check/experiment.ts';
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { FanoutLaw } from './laws.ts';
import type { StreamSystem } from './stream/system.ts';

export interface FanoutSubject extends Experiment<FanoutLaw> {
  /** Of scenarios whose every order of messages can be tried. */
  readonly channel?: StreamSystem;
}

/** A machine by what it knows, a column for each thing; what phase it is in is its control state. */
export const stateRow = ({ self, state }: Node): ViewRow => ({
  name: self,
  cells: Object.entries((state ?? {}) as object).map(([name, value]) => [
    name === 'phase' ? 'state' : name,
    inCell(value),
  ]),
});

/** Lists are short, or counted. */
function inCell(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? '–' : String(value);
  const isPlain = value.length <= 4 && value.every((each) => typeof each !== 'object');
  return isPlain && value.length > 0 ? value.join(' ') : String(value.length);
}
