/** Tables in the texts of scenarios, each line below the first. */
import { type CrashPoint, pointInWords } from '../../sims/transactions/crash-points.ts';

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

/** Rows in columns, the first row with their names. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const widths =
    rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
