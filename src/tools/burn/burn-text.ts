/** What alerts would have done, as text and as JSON. */
import type { BurnAlert } from '../../../sims/slo/alerts/policy.ts';
import type { Plot } from '../../check/plot.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted, inDigits, inPercent, times } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { inTime, significant } from '../../words/units.ts';
import { timeInWords } from '../input/times.ts';
import { understoodRows } from '../input/understood.ts';
import type { ErrorCounts } from './counts.ts';
import type { AlertReport, BurnReport, Firing } from './replay.ts';

export function burnAsText(
  path: string,
  { slots, understood, remarks }: ErrorCounts,
  report: BurnReport,
  firingsMax: number,
  paint: Paint,
): string {
  const { stepMs, alerts } = report;
  const [first, last] = [slots[0]?.atMs ?? 0, slots.at(-1)?.atMs ?? 0];
  const said = [...remarks, ...burnRemarks(report)];
  return [
    `${paint.bold(shown(path))}  ${counted(slots.length, 'row')}, ${inTime(stepMs)} apart, ${timeInWords(first)} to ${timeInWords(last)}`,
    ...columns(understoodRows(understood), '  '),
    '',
    spentInWords(report),
    '',
    ...alerts.flatMap((alert) => alertLines(alert, firingsMax, paint)),
    ...(said.length === 0 ? [] : ['']),
    ...said.map((remark) => wrapped(`note: ${remark}`, '  ').trimEnd()),
  ].join('\n');
}

export const spentInWords = ({
  promise,
  requests,
  failed,
  spanMs,
  budgetSpent,
}: BurnReport): string =>
  `${inDigits(failed)} of ${inDigits(requests)} requests failed (${significantPercent(failed, requests)}), and ${inPercent(1 - promise.objective)} may. In ${inTime(spanMs)} that is ${significant(100 * budgetSpent)}% of the budget of ${inTime(promise.periodMs)}, at traffic like this.`;

const significantPercent = (part: number, all: number): string =>
  all === 0 ? '—' : `${significant((100 * part) / all)}%`;

export const windowsInWords = ({ longMs, shortMs }: BurnAlert, threshold: number): string =>
  `burn rate ${significant(threshold)} over ${inTime(longMs)} and ${inTime(shortMs)}`;

function alertLines(
  { alert, threshold, firings, peakBurn }: AlertReport,
  firingsMax: number,
  paint: Paint,
): string[] {
  const windows = windowsInWords(alert, threshold);
  const verdict =
    firings.length === 0
      ? `does not fire: at most ${significant(peakBurn)}`
      : paint.red(`fires ${times(firings.length)}`);
  const rows = firings.slice(0, firingsMax).map(firingRow);
  return [
    `${paint.bold(alert.name)}  ${windows}: ${verdict}`,
    ...columns(rows, '  '),
    ...(firings.length > rows.length
      ? [`  ${counted(firings.length - rows.length, 'more firing')}: see --firings or --json`]
      : []),
  ];
}

export const firingRow = (firing: Firing): string[] => [
  timeInWords(firing.atMs),
  `line ${firing.line}`,
  lasted(firing),
  `at burn rate ${significant(firing.burn)}, up to ${significant(firing.peakBurn)}`,
  `${significant(100 * firing.spent)}% of the budget spent in the window`,
];

const lasted = ({ atMs, resetMs }: Firing): string =>
  resetMs === null ? 'to the end' : `for ${inTime(resetMs - atMs)}`;

export function burnRemarks({ alerts, gaps, stepMs, requests }: BurnReport): string[] {
  const coarse = alerts.filter(({ alert }) => alert.shortMs < stepMs);
  const early = alerts.flatMap(({ firings }) => firings).filter((each) => !each.isWindowFull);
  const single = alerts.flatMap(({ firings }) => firings).filter(({ failed }) => failed <= 1);
  const [gap] = gaps;
  return [
    ...(requests === 0
      ? ['There is no request in it: an error ratio says nothing, and does not fire.']
      : []),
    ...(gap === undefined
      ? []
      : [
          `${counted(gaps.length, 'gap')} without a row, the first of ${inTime(gap.toMs - gap.fromMs)} from ${timeInWords(gap.fromMs)}: error ratios do not fire on silence; an alert on absence would.`,
        ]),
    ...coarse.map(
      ({ alert }) =>
        `Rows are ${inTime(stepMs)} apart: the short window of ${inTime(alert.shortMs)} holds one row.`,
    ),
    ...(early.length === 0
      ? []
      : [
          `${counted(early.length, 'firing')} before the long window was full: the window holds what the file has.`,
        ]),
    ...(single.length === 0
      ? []
      : [`${counted(single.length, 'firing')} for a single failed request: see --failures-min.`]),
  ];
}

const hourMs = 3_600_000;

/** The burn rate over the long window of each alert, with the moments at which one fires. */
export const burnAsPlots = ({ alerts, fromMs }: BurnReport): Plot[] => [
  {
    title: 'Burn rate over the long window of each alert',
    xLabel: 'hours',
    yLabel: 'burn rate',
    lines: alerts.map(({ alert, burns }) => ({
      name: alert.name,
      points: burns.map(([atMs, burn]) => [(atMs - fromMs) / hourMs, burn] as const),
    })),
    marks: alerts.flatMap(({ alert, firings }) =>
      firings.slice(0, 1).map(({ atMs }) => ({
        x: (atMs - fromMs) / hourMs,
        label: `${alert.name} fires`,
      })),
    ),
  },
];

export const burnAsJson = (path: string, counts: ErrorCounts, report: BurnReport) => ({
  schema: 'seedlab.burn.1',
  file: path,
  rows: counts.slots.length,
  understood: counts.understood,
  remarks: [...counts.remarks, ...burnRemarks(report)],
  objective: report.promise.objective,
  periodMs: report.promise.periodMs,
  requests: report.requests,
  failed: report.failed,
  spanMs: report.spanMs,
  stepMs: report.stepMs,
  budgetSpent: report.budgetSpent,
  gaps: report.gaps,
  alerts: report.alerts.map(({ alert, threshold, firings, peakBurn }) => ({
    name: alert.name,
    longMs: alert.longMs,
    shortMs: alert.shortMs,
    threshold,
    peakBurn,
    firings,
  })),
});
