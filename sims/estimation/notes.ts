/** The lines of an estimate in the trace, and the observations afterwards. */
import { NoteBook, type NoteOf } from '../../src/trace/note-book.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime, inUnits } from '../../src/words/units.ts';
import type { EstimationLaw } from './laws.ts';

interface EstimationNotes {
  /** A line of the estimate: a figure, and its derivation. */
  estimates: { says: string; value: number; unit: string };
  /** Result of a simulation or a count. */
  observes: { says: string; value: number; unit: string };
  /** The estimate does not cover what was observed. */
  'falls-short': { law: EstimationLaw; how: string };
}

const figure = ({ says, value, unit }: EstimationNotes['observes']): string =>
  `${says}: ${figureInWords(value, unit)}`;

/** Bytes and times in the unit that makes them short, everything else in digits. */
export function figureInWords(value: number, unit: string): string {
  if (unit === 'ms') return inTime(value);
  if (unit === 'B' || unit === 'B/s' || unit === 'b/s') return inUnits(value, unit);
  return `${inDigits(value)} ${unit}`.trimEnd();
}

export const estimationNotes = new NoteBook<EstimationNotes>({
  estimates: (line) => `estimates ${figure(line)}`,
  observes: (line) => `observes ${figure(line)}`,
  'falls-short': ({ how }) => `falls short: ${how}`,
});

export type EstimationNote = NoteOf<EstimationNotes>;
