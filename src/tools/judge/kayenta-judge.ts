/** Your own canary judged as Kayenta would, by its configuration. */
import type { OwnMetric } from '../../../sims/canary/judge/judge-metrics.ts';
import type { MetricData } from '../../../sims/canary/kayenta/config.ts';
import { judgeAsKayenta, type KayentaJudgement } from '../../../sims/canary/kayenta/judge.ts';
import { RandomStreams } from '../../kernel/random.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import type { KayentaSettings } from './kayenta-config.ts';

/**
 * Kayenta's judge on your own metrics. It judges values over time, not counts. Throws InputError for
 * counts, and for a metric that the configuration does not have.
 */
export function judgeByConfig(
  metrics: readonly OwnMetric[],
  settings: KayentaSettings,
): KayentaJudgement {
  const noise = new RandomStreams('kayenta').stream('noise');
  return judgeAsKayenta(kayentaData(metrics, settings), noise, settings);
}

function kayentaData(
  metrics: readonly OwnMetric[],
  { metrics: configs, isComplete }: KayentaSettings,
): MetricData[] {
  const used = new Set<string>();
  const measured = metrics.map((metric): MetricData => {
    const { name } = metric;
    if (metric.kind === 'counts') {
      throw new InputError(
        `${name}: Kayenta judges values over time, not counts. Leave "judge": "kayenta" out, or give samples.`,
      );
    }
    // Metrics of one name are told apart by tags or labels behind it.
    const key = configs.has(name) ? name : name.replace(/\{.*\}$/s, '');
    const config = configs.get(key);
    if (config === undefined && isComplete) {
      const choices = [...configs.keys()];
      const seeAll = `The canary configuration has: ${choices.join(', ')}.`;
      throw unknownChoice('metric of the canary configuration called', key, choices, seeAll);
    }
    used.add(key);
    const missing = (count: number) => Array.from({ length: count }, () => Number.NaN);
    return {
      ...config,
      name,
      control: [...metric.baseline, ...missing(metric.missing.baseline)],
      experiment: [...metric.canary, ...missing(metric.missing.canary)],
    };
  });
  // What the configuration asks for, and the input does not have, has no data.
  const unmeasured = isComplete ? [...configs.values()].filter(({ name }) => !used.has(name)) : [];
  return [...measured, ...unmeasured.map((each) => ({ ...each, control: [], experiment: [] }))];
}
