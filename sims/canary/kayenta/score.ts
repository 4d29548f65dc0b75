/**
 * From the results of the metrics to a score and a verdict, as Kayenta has it.
 *
 * Source: spinnaker/kayenta, WeightedSumScorer and ThresholdScoreClassifier.
 */
import { must } from '../../../src/kernel/must.ts';
import type { MetricResult } from './classify-metric.ts';
import type { JudgeConfig } from './config.ts';

export interface GroupScore {
  readonly name: string;
  /** Of the metrics with data, the percentage that passed; 100 if none has data. */
  readonly score: number;
  readonly hasData: boolean;
}

export interface CanaryScore {
  /** 0 to 100, to two decimals. */
  readonly score: number;
  readonly verdict: 'Pass' | 'Marginal' | 'Fail';
  readonly reason: string;
  readonly groups: readonly GroupScore[];
}

/** Muted metrics are left out of everything. */
export function scoreOf(
  all: readonly MetricResult[],
  { groupWeights = {}, scoreThresholds }: JudgeConfig,
): CanaryScore {
  const results = all.filter(({ muted }) => !muted);
  const groups = groupScores(results);
  const failing = results.find(
    ({ critical, classification }) => critical && classification !== 'Pass',
  );
  if (failing !== undefined) {
    return {
      score: 0,
      verdict: 'Fail',
      reason: `the critical metric ${failing.name} failed`,
      groups,
    };
  }
  const missing = results.filter(({ classification }) => classification === 'Nodata').length;
  if (results.length === 0 || missing / results.length >= 0.5) {
    const reason = `${missing} of ${results.length} metrics have no data`;
    return { score: 0, verdict: 'Fail', reason, groups };
  }
  const score = weightedSum(groups, groupWeights);
  const { pass, marginal } = scoreThresholds;
  const verdict = score >= pass ? 'Pass' : score >= marginal ? 'Marginal' : 'Fail';
  const reason = `score ${score}: ${pass} passes, ${marginal} is marginal`;
  return { score, verdict, reason, groups };
}

function groupScores(results: readonly MetricResult[]): GroupScore[] {
  const names = [...new Set(results.flatMap(({ groups }) => groups))];
  return names.map((name) => {
    const counted = results.filter(
      ({ groups, classification }) => groups.includes(name) && classification !== 'Nodata',
    );
    const passed = counted.filter(({ classification }) => classification === 'Pass').length;
    const hasData = counted.length > 0;
    return { name, score: hasData ? (passed / counted.length) * 100 : 100, hasData };
  });
}

function weightedSum(
  groups: readonly GroupScore[],
  weights: Readonly<Record<string, number>>,
): number {
  const named = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const unnamed = groups.filter(({ name }) => !Object.hasOwn(weights, name));
  const rest = (100 - named) / Math.max(1, unnamed.length);
  const sum = groups.reduce((total, { name, score }) => {
    const weight = Object.hasOwn(weights, name) ? must(weights[name], 'weight of the group') : rest;
    return total + (score * weight) / 100;
  }, 0);
  return Math.round(sum * 100) / 100;
}
