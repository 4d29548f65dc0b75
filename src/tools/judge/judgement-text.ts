/** A judged canary as a table. */
import type { EffectiveSample } from '../../../sims/canary/judge/comparison.ts';
import type {
  JudgedMetric,
  OwnJudgement,
  OwnVerdict,
} from '../../../sims/canary/judge/judge-metrics.ts';
import type { KayentaJudgement } from '../../../sims/canary/kayenta/judge.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, wrapped } from '../../draw/text.ts';
import { inDigits } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import type { Understood } from '../input/understood.ts';

/** `columns: time, baseline, canary; unit ms`: a wrong guess is seen at once. */
export function understoodAsText({ format, facts }: Understood, paint: Paint): string {
  const parts = facts.map(({ name, value }) =>
    name === 'unit' ? `unit ${value}` : `${name}: ${value}`,
  );
  return wrapped(`${paint.dim('read as')} ${[format, ...parts].join('; ')}`);
}

export const judgementHeader: readonly string[] = [
  'metric',
  'verdict',
  'baseline',
  'canary',
  'harm',
  'interval',
  'matters from',
  'p',
  'test',
  'n',
  'needed',
];

export function judgementAsText(
  { verdict, reason, metrics, ratio }: OwnJudgement,
  paint: Paint,
): string {
  return [
    ...columns([
      judgementHeader.map((word) => paint.dim(word)),
      ...metrics.map((metric) => judgementRow(metric, paint)),
    ]),
    '',
    ...metrics.flatMap((metric) => notesOn(metric).map((note) => wrapped(note))),
    ...ratioInWords(ratio),
    wrapped(`${inColour(verdict, paint)}  ${reason}`),
  ].join('\n');
}

export function kayentaRow(
  {
    name,
    classification,
    effectSize,
    reason,
    critical,
    muted,
  }: KayentaJudgement['metrics'][number],
  paint: Paint,
): string[] {
  return [
    shown(name),
    (classification === 'Pass' ? paint.green : paint.red)(classification),
    Number.isNaN(effectSize) ? 'effect unknown' : `effect ${inDigits(effectSize)}`,
    `${reason}${critical ? ' (critical)' : ''}${muted ? ' (muted)' : ''}`,
  ];
}

export function kayentaAsText(
  { verdict, reason, metrics, groups }: KayentaJudgement,
  paint: Paint,
): string {
  const good = { Pass: paint.green, Marginal: paint.yellow, Fail: paint.red };
  return [
    ...columns(metrics.map((metric) => kayentaRow(metric, paint))),
    '',
    ...columns(groups.map(({ name, score }) => [name, inDigits(score)])),
    wrapped(`${good[verdict](verdict.toUpperCase())}  ${reason}`),
  ].join('\n');
}

export function ratioInWords(ratio: OwnJudgement['ratio']): string[] {
  if (ratio === undefined) return [];
  const { observed, expected, pValue } = ratio;
  return [
    `The canary has ${inPercent(observed)} of the observations; ${inPercent(expected)} were expected (p ${inP(pValue)}).`,
  ];
}

export function judgementRow(metric: JudgedMetric, paint: Paint): string[] {
  const { interval, sample, sampleNeeded, test } = metric;
  const amount = amounts[metric.unit];
  const level = (value: number) => (test === 'Mann-Whitney' ? inDigits(value) : inPercent(value));
  const isShort = sampleNeeded === undefined || sampleNeeded > fewest(metric);
  return [
    shown(metric.metric),
    inColour(metric.verdict, paint),
    level(metric.baseline),
    level(metric.canary),
    amount(metric.harm),
    `${amount(interval.low)} to ${amount(interval.high)}`,
    amount(metric.threshold),
    inP(metric.adjusted),
    test,
    `${inDigits(sample.baseline)} + ${inDigits(sample.canary)}`,
    isShort && sampleNeeded !== undefined ? inDigits(sampleNeeded) : '',
  ];
}

/** What the row alone does not tell. */
export function notesOn(metric: JudgedMetric): string[] {
  const { metric: name, unit, dependence, isAside, reason, verdict } = metric;
  return [
    ...(unit === 'absolute'
      ? [`${name}: harm is in the metric’s own unit, because a share of its median has no meaning.`]
      : []),
    ...(dependence === undefined || isTail(metric)
      ? []
      : [`${name}: ${worth(metric, dependence)}.`]),
    ...(verdict === 'fail' && reason !== '' ? [`${name}: ${reason}.`] : []),
    ...(isAside && verdict !== 'fail'
      ? [`${name}: so few points can show harm in the tail, and do not hold up a pass.`]
      : []),
  ];
}

const isTail = ({ test }: JudgedMetric) => test !== 'Mann-Whitney';

function worth(
  { sample }: JudgedMetric,
  { kind, baseline, canary, autocorrelation = 0, clusters = 0 }: EffectiveSample,
): string {
  const total = inDigits(sample.baseline + sample.canary);
  const independent = `${inDigits(Math.round(baseline + canary))} independent ones`;
  const correlated = `(autocorrelation ${autocorrelation.toFixed(2)})`;
  if (kind === 'pairs') {
    return (
      `its ${inDigits(sample.baseline)} points a side are compared in pairs of the same time, worth about ` +
      `${inDigits(Math.round(baseline))} independent pairs ${correlated}`
    );
  }
  return kind === 'series'
    ? `its ${total} points are worth about ${independent} ${correlated}`
    : `its ${total} values are worth about ${independent} (${clusters} clusters on a side)`;
}

function fewest({ sample }: JudgedMetric): number {
  return Math.min(sample.baseline, sample.canary);
}

function inColour(verdict: OwnVerdict, paint: Paint): string {
  const colour = {
    pass: paint.green,
    marginal: paint.yellow,
    fail: paint.red,
    inconclusive: paint.yellow,
  };
  return colour[verdict](verdict.toUpperCase());
}

const amounts = {
  relative: inPercent,
  points: inPoints,
  absolute: (value: number) => inDigits(value),
};

function inPercent(share: number): string {
  return `${inDigits(share * 100)}%`;
}

/** Percentage points, so that a rise from 1% to 2% is not taken for one of 1%. */
function inPoints(share: number): string {
  return `${inDigits(share * 100)} pt`;
}

/** Small ones to two digits. */
function inP(p: number): string {
  return p === 0 || p >= 0.001 ? inDigits(p) : p.toExponential(1);
}
