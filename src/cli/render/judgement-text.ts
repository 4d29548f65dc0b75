/** A judged canary as a table. */
import type {
  JudgedMetric,
  OwnJudgement,
  OwnVerdict,
} from '../../../sims/canary/judge/judge-metrics.ts';
import type { KayentaJudgement } from '../../../sims/canary/kayenta/judge.ts';
import { shown } from '../../words/shown.ts';
import type { Paint } from './colour.ts';
import { columns, inDigits, wrapped } from './text.ts';

export function judgementAsText(
  { verdict, reason, metrics, ratio }: OwnJudgement,
  paint: Paint,
): string {
  const header = [
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
  return [
    ...columns([
      header.map((word) => paint.dim(word)),
      ...metrics.map((metric) => row(metric, paint)),
    ]),
    '',
    ...(ratio === undefined
      ? []
      : [
          `The canary has ${inPercent(ratio.observed)} of the observations; ${inPercent(ratio.expected)} were expected (p ${inP(ratio.pValue)}).`,
        ]),
    wrapped(`${inColour(verdict, paint)}  ${reason}`),
  ].join('\n');
}

export function kayentaAsText(
  { verdict, reason, metrics, groups }: KayentaJudgement,
  paint: Paint,
): string {
  const good = { Pass: paint.green, Marginal: paint.yellow, Fail: paint.red };
  return [
    ...columns(
      metrics.map(({ name, classification, effectSize, reason: why, critical }) => [
        shown(name),
        (classification === 'Pass' ? paint.green : paint.red)(classification),
        Number.isNaN(effectSize) ? 'effect unknown' : `effect ${inDigits(effectSize)}`,
        critical ? `${why} (critical)` : why,
      ]),
    ),
    '',
    ...columns(groups.map(({ name, score }) => [shown(name), inDigits(score)])),
    wrapped(`${good[verdict](verdict.toUpperCase())}  ${reason}`),
  ].join('\n');
}

function row(metric: JudgedMetric, paint: Paint): string[] {
  const { interval, sample } = metric;
  const isRelative = metric.unit === 'relative';
  const amount = (value: number) => (isRelative ? inPercent(value) : inPoints(value));
  const level = (value: number) =>
    metric.test === 'Mann-Whitney' ? inDigits(value) : inPercent(value);
  return [
    shown(metric.metric),
    inColour(metric.verdict, paint),
    level(metric.baseline),
    level(metric.canary),
    amount(metric.harm),
    `${amount(interval.low)} to ${amount(interval.high)}`,
    amount(metric.threshold),
    inP(metric.adjusted),
    metric.test,
    `${inDigits(sample.baseline)} + ${inDigits(sample.canary)}`,
    Number.isFinite(metric.sampleNeeded) ? inDigits(metric.sampleNeeded) : 'none would do',
  ];
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
