/**
 * Kayenta's judge: every metric by a Mann-Whitney interval, then groups, weights and thresholds.
 *
 * Reading order: config, outliers, classify-metric, score.
 */
import type { RandomStream } from '../../../src/kernel/random.ts';
import { classifyMetric, type MetricResult } from './classify-metric.ts';
import { defaultJudgeConfig, type JudgeConfig, type MetricData } from './config.ts';
import { type CanaryScore, scoreOf } from './score.ts';

export interface KayentaJudgement extends CanaryScore {
  readonly metrics: readonly MetricResult[];
}

export function judgeAsKayenta(
  metrics: readonly MetricData[],
  stream: RandomStream,
  config: JudgeConfig = defaultJudgeConfig,
): KayentaJudgement {
  const results = metrics.map((metric) => classifyMetric(metric, config, stream));
  return { ...scoreOf(results, config), metrics: results };
}
