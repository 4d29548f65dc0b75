/** Tables in the texts of scenarios, each line below the first. */

import { type CrashPoint, pointInWords } from '../../sims/transactions/crash-points.ts';
import { plainTable } from '../../src/words/table.ts';

/** One line a point; a column for each system, with what came of it there. */
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
