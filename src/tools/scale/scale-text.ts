/** What an autoscaler would have done, as text and as JSON. */
import type { Behaviour } from '../../../sims/autoscaling/hpa/behaviour.ts';
import type { Plot } from '../../check/plot.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { thinned } from '../../draw/thinned.ts';
import { counted, inDigits, times } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { inTime, significant } from '../../words/units.ts';
import { timeInWords } from '../input/times.ts';
import { understoodRows } from '../input/understood.ts';
import type { Hpa, HpaMetric } from './hpa.ts';
import type { Change, ScaleOptions, ScaleReport } from './replay.ts';
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
  const rows = report.changes.slice(0, changesMax).map(changeRow);
  const said = [...remarks, ...scaleRemarks(hpa, series, report)];
  return [
    `${paint.bold(shown(path))}  ${counted(points.length, 'row')}, ${inTime(report.stepMs)} apart, ${timeInWords(points[0]?.atMs ?? 0)} to ${timeInWords(points.at(-1)?.atMs ?? 0)}`,
    ...columns(understoodRows(understood), '  '),
    `${paint.bold(shown(hpaPath))}  ${hpa.name}: ${min} to ${max} replicas, ${hpa.metrics.map(metricInWords).join(', ')}`,
    `  ${behaviourInWords(behaviour)}; pods take ${inTime(options.startMs)} to start, a look each ${inTime(options.syncMs)}`,
    '',
    changesInWords(report),
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

export const changeRow = ({ atMs, line, from, to, recommended, reason }: Change): string[] => [
  timeInWords(atMs),
  `line ${line}`,
  `${from} to ${to}`,
  `${recommended ?? '—'} recommended`,
  reason,
];

export const changesInWords = (report: ScaleReport): string =>
  `${counted(report.changes.length, 'change')}, ${counted(report.turns, 'turn')}: ${report.least} to ${report.most} replicas, ${significant(report.mean)} on average, ${significant(report.podHours)} pod hours${report.recordedPodHours === null ? '' : ` (recorded: ${significant(report.recordedPodHours)})`}`;

export const behaviourInWords = ({ up, down, isAbsent = false }: Behaviour): string =>
  `down after ${inTime(1_000 * down.windowS)}, up after ${inTime(1_000 * up.windowS)}${isAbsent ? ' (no spec.behavior: at most twice as many, or 4, at each look)' : ''}`;

/** The replicas of the replay, and those that were recorded. */
export function scaleAsPlots({ points }: MetricSeries, report: ScaleReport): Plot[] {
  const [fromMs, untilMs] = [points[0]?.atMs ?? 0, points.at(-1)?.atMs ?? 0];
  const hours = (atMs: number) => (atMs - fromMs) / 3_600_000;
  const last = report.changes.at(-1)?.to ?? report.initial;
  const steps = report.changes.flatMap(({ atMs, from, to }): [number, number][] => [
    [hours(atMs), from],
    [hours(atMs), to],
  ]);
  const recorded = points.flatMap(({ atMs, replicas }): [number, number][] =>
    replicas === undefined ? [] : [[hours(atMs), replicas]],
  );
  return [
    {
      title: 'Replicas of the replay',
      xLabel: 'hours',
      yLabel: 'replicas',
      lines: [
        {
          name: 'replayed',
          points: thinned([[0, report.initial], ...steps, [hours(untilMs), last]]),
        },
        ...(recorded.length === 0 ? [] : [{ name: 'recorded', points: thinned(recorded) }]),
      ],
    },
  ];
}

export function metricInWords({ name, target }: HpaMetric): string {
  const of = shown(name, 60);
  if (target.kind === 'utilisation') return `${of} at ${target.percent}%`;
  const value = inDigits(target.milli / 1_000);
  return target.kind === 'value' ? `${of} at ${value} in all` : `${of} at ${value} a pod`;
}

export function scaleRemarks(hpa: Hpa, { points }: MetricSeries, report: ScaleReport): string[] {
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
  remarks: [...series.remarks, ...scaleRemarks(hpa, series, report)],
  syncMs: options.syncMs,
  startMs: options.startMs,
  ...report,
});
