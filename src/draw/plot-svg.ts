/** Plots as SVG: one below the other, each line in its own colour and dash, so that print works too. */
import { max, min, ticks } from 'd3-array';
import type { Plot, PlotLine } from '../check/plot.ts';
import { inDigits } from '../words/numbers.ts';
import { shown } from '../words/shown.ts';

const width = 860;
const height = 360;
const margin = { top: 44, right: 190, bottom: 48, left: 80 };

const styles: readonly { readonly colour: string; readonly dash: string }[] = [
  { colour: '#1b6ca8', dash: '' },
  { colour: '#c0392b', dash: '8 3' },
  { colour: '#1e8449', dash: '3 3' },
  { colour: '#7d3c98', dash: '10 3 2 3' },
  { colour: '#b9770e', dash: '' },
  { colour: '#17a2a2', dash: '8 3' },
  { colour: '#5d6d7e', dash: '3 3' },
  { colour: '#d81b60', dash: '10 3 2 3' },
];

export function plotsAsSvg(plots: readonly Plot[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height * plots.length}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...plots.map((plot, place) => panel(plot, place * height)),
    '</svg>\n',
  ].join('\n');
}

type Scale = (value: number) => number;

function scaleOf(from: [number, number], to: [number, number]): Scale {
  const span = from[1] - from[0] || 1;
  return (value) => to[0] + ((value - from[0]) / span) * (to[1] - to[0]);
}

function panel(plot: Plot, offset: number): string {
  const points = plot.lines.flatMap((line) => line.points);
  const left = min(points, ([x]) => x) ?? 0;
  const right = max(points, ([x]) => x) ?? 1;
  const bottom = Math.min(0, min(points, ([, y]) => y) ?? 0);
  const top = max(points, ([, y]) => y) ?? 1;
  const x = scaleOf([left, right], [margin.left, width - margin.right]);
  const y = scaleOf([bottom, top || 1], [height - margin.bottom, margin.top]);
  const edge = { left: x(left), right: x(right), top: margin.top, bottom: height - margin.bottom };
  return [
    `<g transform="translate(0 ${offset})">`,
    text(width / 2 - 60, 22, plot.title, 'middle', 'font-weight="bold" font-size="14"'),
    ...ticks(left, right, 8).flatMap((tick) => [
      line(x(tick), edge.bottom, x(tick), edge.bottom + 5),
      text(x(tick), edge.bottom + 18, inDigits(tick), 'middle'),
    ]),
    ...ticks(bottom, top || 1, 5).flatMap((tick) => [
      line(edge.left, y(tick), edge.right, y(tick), 'stroke="#dddddd"'),
      text(edge.left - 8, y(tick) + 4, inDigits(tick), 'end'),
    ]),
    line(edge.left, edge.bottom, edge.right, edge.bottom),
    line(edge.left, edge.top, edge.left, edge.bottom),
    text((edge.left + edge.right) / 2, height - 10, plot.xLabel, 'middle'),
    text(0, 0, plot.yLabel, 'middle', `transform="translate(18 ${height / 2}) rotate(-90)"`),
    ...(plot.marks ?? []).flatMap((mark) => [
      line(x(mark.x), edge.top, x(mark.x), edge.bottom, 'stroke="#888888" stroke-dasharray="2 4"'),
      text(x(mark.x) + 3, edge.top - 4, mark.label, 'start', 'fill="#555555" font-size="10"'),
    ]),
    ...plot.lines.map((drawn, place) => curve(drawn, place, x, y)),
    ...plot.lines.map((drawn, place) => legend(drawn, place)),
    '</g>',
  ].join('\n');
}

function styleOf(place: number): string {
  const { colour, dash } = styles[place % styles.length] ?? { colour: 'black', dash: '' };
  return `stroke="${colour}" stroke-width="1.6"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

function curve({ points }: PlotLine, place: number, x: Scale, y: Scale): string {
  const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' ');
  return `<polyline fill="none" ${styleOf(place)} points="${path}"/>`;
}

function legend({ name }: PlotLine, place: number): string {
  const [left, top] = [width - margin.right + 14, margin.top + 10 + place * 18];
  return `${line(left, top, left + 24, top, styleOf(place))}\n${text(left + 30, top + 4, name, 'start')}`;
}

function line(x1: number, y1: number, x2: number, y2: number, style = 'stroke="black"'): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map((value) => value.toFixed(1));
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" ${style}/>`;
}

function text(x: number, y: number, words: string, anchor: string, style = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${style}>${escaped(words)}</text>`;
}

export function escaped(words: string): string {
  return shown(words).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
