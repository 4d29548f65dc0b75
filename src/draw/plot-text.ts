/**
 * A plot in a terminal: a band for each line, all of one scale, drawn with blocks of eighths. It
 * needs no colour.
 */
import { max } from 'd3-array';
import type { Plot, PlotLine } from '../check/plot.ts';
import { inDigits } from '../words/numbers.ts';
import type { Paint } from './colour.ts';
import { columns } from './text.ts';

const widthOfBand = 72;
const eighths = ' ▁▂▃▄▅▆▇█';
/** Many lines get a row each, few lines get tall ones. */
const rowsFor = (lines: number) => (lines === 1 ? 8 : lines <= 3 ? 4 : 2);

export function plotAsText(plot: Plot, paint: Paint): string {
  const points = plot.lines.flatMap((line) => line.points);
  const left = Math.min(...points.map(([x]) => x));
  const right = Math.max(...points.map(([x]) => x));
  const top = Math.max(0, ...points.map(([, y]) => y));
  const rows = rowsFor(plot.lines.length);
  const bands = plot.lines.flatMap((line) => {
    const heights = highestByColumn(line, left, right);
    const band = bandOf(heights, top, rows);
    const label = `${line.name}, at most ${inDigits(max(line.points, ([, y]) => y) ?? 0)}`;
    return band.map((row, place) => [paint.cyan(row), place === rows - 1 ? label : '']);
  });
  return [
    `${paint.bold(plot.title)}  ${paint.dim(`${plot.yLabel}, 0 to ${inDigits(top)}`)}`,
    ...columns(bands),
    paint.dim(axis(plot, left, right)),
    ...(plot.marks ?? []).map(({ x, label }) =>
      paint.dim(`${' '.repeat(columnOf(x, left, right))}^ ${inDigits(x)} ${label}`),
    ),
  ].join('\n');
}

function columnOf(x: number, left: number, right: number): number {
  if (right === left) return 0;
  const share = (x - left) / (right - left);
  return Math.min(widthOfBand - 1, Math.max(0, Math.floor(share * widthOfBand)));
}

/** The highest y in each column; a column without points goes on as the one before it. */
function highestByColumn({ points }: PlotLine, left: number, right: number): number[] {
  const heights: (number | undefined)[] = Array.from({ length: widthOfBand });
  for (const [x, y] of points) {
    const column = columnOf(x, left, right);
    heights[column] = Math.max(y, heights[column] ?? -Infinity);
  }
  let before = 0;
  return heights.map((height) => {
    before = height ?? before;
    return before;
  });
}

function bandOf(heights: readonly number[], top: number, rows: number): string[] {
  const levels = heights.map((height) =>
    top === 0 ? 0 : Math.ceil((Math.max(0, height) / top) * rows * 8),
  );
  return Array.from({ length: rows }, (_, row) => {
    const floor = (rows - 1 - row) * 8;
    return levels.map((level) => eighths[Math.min(8, Math.max(0, level - floor))]).join('');
  });
}

function axis({ xLabel }: Plot, left: number, right: number): string {
  const [from, to] = [inDigits(left), inDigits(right)];
  const middle = xLabel.padStart((widthOfBand - from.length - to.length + xLabel.length) >> 1);
  return `${from}${middle.padEnd(widthOfBand - from.length - to.length)}${to}`;
}
