/** Tables of what came of a crash at each point, as text. */
import { type CrashPoint, pointInWords } from '../../sims/transactions/crash-points.ts';

/** One line a point; a column for each system, with what came of it there. Every line is below the first. */
export function crashTable(
  points: readonly CrashPoint[],
  columns: ReadonlyMap<string, (place: number) => string>,
): string {
  const rows = [
    ['a machine crashes at', ...columns.keys()],
    ...points.map((point, place) => [
      pointInWords(point),
      ...[...columns.values()].map((outcomeAt) => outcomeAt(place)),
    ]),
  ];
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
