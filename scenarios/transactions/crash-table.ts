/** The outcome of a crash at each point, as a table. */
import { type CrashPoint, pointInWords } from '../../sims/transactions/crash-points.ts';
import { plainTable } from '../../src/words/table.ts';

/** One row per point; a column per system with its outcome. */
export const crashTable = (
  points: readonly CrashPoint[],
  columns: ReadonlyMap<string, (place: number) => string>,
): string =>
  plainTable([
    ['a machine crashes at', ...columns.keys()],
    ...points.map((point, place) => [
      pointInWords(point),
      ...[...columns.values()].map((outcomeAt) => outcomeAt(place)),
    ]),
  ]);
