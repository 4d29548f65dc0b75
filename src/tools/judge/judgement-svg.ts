/** A judged canary as a picture: for each metric the interval of the harm, beside what matters. */
import type { JudgedMetric, OwnJudgement } from '../../../sims/canary/judge/judge-metrics.ts';
import { escaped } from '../../draw/plot-svg.ts';
import { inDigits } from '../../words/numbers.ts';

const width = 860;
const rowHeight = 34;
const left = 240;
const right = 760;
const top = 64;

const colours = { pass: '#1e8449', marginal: '#b9770e', fail: '#c0392b', inconclusive: '#5d6d7e' };

/** Harm is drawn in units of what matters, so that all metrics share an axis: 1 is the threshold. */
export function judgementAsSvg({ verdict, reason, metrics }: OwnJudgement): string {
  const ends = metrics.flatMap(({ interval, threshold }) => [
    interval.low / threshold,
    interval.high / threshold,
  ]);
  const low = Math.max(-20, Math.min(-1, ...ends));
  const high = Math.min(20, Math.max(2, ...ends));
  const x = (value: number) => {
    const inside = Math.min(high, Math.max(low, value));
    return left + ((inside - low) / (high - low)) * (right - left);
  };
  const bottom = top + metrics.length * rowHeight;
  const guide = (value: number, label: string, style: string) => [
    `<line x1="${x(value).toFixed(1)}" y1="${top - 8}" x2="${x(value).toFixed(1)}" y2="${bottom}" ${style}/>`,
    `<text x="${x(value).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 40}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="20" y="28" font-size="16" font-weight="bold" fill="${colours[verdict]}">${verdict.toUpperCase()}</text>`,
    `<text x="20" y="46">${escaped(reason)}</text>`,
    ...guide(0, 'no difference', 'stroke="#888888"'),
    ...guide(1, 'what matters', 'stroke="#c0392b" stroke-dasharray="4 3"'),
    ...metrics.flatMap((metric, place) => row(metric, top + place * rowHeight + rowHeight / 2, x)),
    '</svg>\n',
  ].join('\n');
}

function row(metric: JudgedMetric, y: number, x: (value: number) => number): string[] {
  const { interval, threshold, harm, verdict } = metric;
  const colour = colours[verdict];
  const [from, to] = [x(interval.low / threshold), x(interval.high / threshold)];
  return [
    `<text x="20" y="${y + 4}">${escaped(metric.metric)}</text>`,
    `<line x1="${from.toFixed(1)}" y1="${y}" x2="${to.toFixed(1)}" y2="${y}" stroke="${colour}" stroke-width="3"/>`,
    `<circle cx="${x(harm / threshold).toFixed(1)}" cy="${y}" r="5" fill="${colour}"/>`,
    `<text x="${right + 14}" y="${y + 4}" fill="${colour}">${verdict} (p ${inDigits(metric.adjusted)})</text>`,
  ];
}
