/** What an autoscaler would have done, as text and as JSON. */
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { counted, inDigits, times } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { inTime, significant } from '../../words/units.ts';
import { timeInWords } from '../input/times.ts';
import { understoodRows } from '../input/understood.ts';
import type { Hpa, HpaMetric } from './hpa.ts';
import type { ScaleOptions, ScaleReport } from './replay.ts';
import type { MetricSeries } from './series.ts';

export interface ScaleInput {
  readonly path: string;
  readonly hpaPath: string;
  readonly hpa: Hpa;
  readonly series: MetricSeries;
  readonly options: ScaleOptions;
}

export function scaleAsText(
  { path, hpaPath, hpa, series, options }: ScaleInput,
  report: ScaleReport,
  changesMax: number,
  paint: Paint,
): string {
  const { points, understood, remarks } = series;
  const { min, max, behaviour } = hpa.spec;
  const rows = report.changes
    .slice(0, changesMax)
    .map(({ atMs, line, from, to, recommended, reason }) => [
      timeInWords(atMs),
      `line ${line}`,
      `${from} to ${to}`,
      `${recommended ?? '—'} recommended`,
      reason,
    ]);
  const said = [...remarks, ...remarksOf(hpa, series, report)];
  return [
    `${paint.bold(shown(path))}  ${counted(points.length, 'row')}, ${inTime(report.stepMs)} apart, ${timeInWords(points[0]?.atMs ?? 0)} to ${timeInWords(points.at(-1)?.atMs ?? 0)}`,
    ...columns(understoodRows(understood), '  '),
    `${paint.bold(shown(hpaPath))}  ${hpa.name}: ${min} to ${max} replicas, ${hpa.metrics.map(metricInWords).join(', ')}`,
    `  down after ${inTime(1_000 * behaviour.down.windowS)}, up after ${inTime(1_000 * behaviour.up.windowS)}; pods take ${inTime(options.startMs)} to start, a look each ${inTime(options.syncMs)}`,
    '',
    `${counted(report.changes.length, 'change')}, ${counted(report.turns, 'turn')}: ${report.least} to ${report.most} replicas, ${significant(report.mean)} on average, ${significant(report.podHours)} pod hours${report.recordedPodHours === null ? '' : ` (recorded: ${significant(report.recordedPodHours)})`}`,
    ...columns(rows, '  '),
    ...(report.changes.length > rows.length
      ? [
          `  ${counted(report.changes.length - rows.length, 'more change')}: see --changes or --json`,
        ]
      : []),
    ...(said.length === 0 ? [] : ['']),
    ...said.map((remark) => wrapped(`note: ${remark}`, '  ').trimEnd()),
  ].join('\n');
}

function metricInWords({ name, target }: HpaMetric): string {
  const of = shown(name, 60);
  if (target.kind === 'utilisation') return `${of} at ${target.percent}%`;
  const value = inDigits(target.milli / 1_000);
  return target.kind === 'value' ? `${of} at ${value} in all` : `${of} at ${value} a pod`;
}

function remarksOf(hpa: Hpa, { points }: MetricSeries, report: ScaleReport): string[] {
  const places = hpa.metrics.flatMap(({ target }, place) =>
    target.kind === 'utilisation' ? [{ place, percent: target.percent }] : [],
  );
  const [utilisation] = places;
  const valuesOf = (place: number) => points.map(({ values }) => values[place] ?? 0);
  const looksLikeShares =
    utilisation !== undefined && Math.max(...sampled(valuesOf(utilisation.place))) <= 1.5;
  const hidden = places.filter(({ percent }) => percent * 1.1 >= 100);
  return [
    ...(report.atMaximum === 0
      ? []
      : [
          `The maximum held it back at ${counted(report.atMaximum, 'look')} of ${inDigits(report.looks)}.`,
        ]),
    ...(report.silent === 0
      ? []
      : [`No metric said anything at ${counted(report.silent, 'look')}: nothing changes then.`]),
    ...(report.turns > 4 && report.turns * 6 > report.changes.length * 3
      ? [`It turns ${times(report.turns)}: a longer stabilizationWindowSeconds would hold it.`]
      : []),
    ...(looksLikeShares
      ? ['No utilisation is above 1.5%: if they are shares of 1, multiply them by 100.']
      : []),
    ...hidden.map(
      ({ percent }) =>
        `A target of ${percent}% and its tolerance reach 100%: a metric that cannot exceed the request never scales up.`,
    ),
  ];
}

/** Enough to see how large values are, and few enough to be arguments of a call. */
const sampled = (values: readonly number[]): readonly number[] =>
  values.filter((_, place) => place % Math.max(1, Math.ceil(values.length / 10_000)) === 0);

export const scaleAsJson = (
  { path, hpaPath, hpa, series, options }: ScaleInput,
  report: ScaleReport,
) => ({
  schema: 'seedlab.scale.1',
  file: path,
  hpa: {
    file: hpaPath,
    name: hpa.name,
    min: hpa.spec.min,
    max: hpa.spec.max,
    behaviour: hpa.spec.behaviour,
    tolerance: hpa.spec.tolerance,
    metrics: hpa.metrics,
  },
  rows: series.points.length,
  understood: series.understood,
  remarks: [...series.remarks, ...remarksOf(hpa, series, report)],
  syncMs: options.syncMs,
  startMs: options.startMs,
  ...report,
});
