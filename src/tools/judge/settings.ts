/**
 * `--config judge.json`: what the judge must tell apart, and how often it may be wrong; every field may be
 * left out. Or a canary configuration of Kayenta, which then judges.
 */
import * as z from 'zod';
import { defaultDesign } from '../../../sims/canary/judge/design.ts';
import type { OwnDesign } from '../../../sims/canary/judge/judge-metrics.ts';
import { defaultJudgeConfig, type MetricConfig } from '../../../sims/canary/kayenta/config.ts';
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, jsonFrom } from '../input/json.ts';
import { isCanaryConfig, type KayentaSettings, kayentaSettingsFrom } from './kayenta-config.ts';
import type { ReadOptions } from './series.ts';
import { nearest } from './side-words.ts';

const share = z.number().gt(0).lt(1);

const metricSchema = z.strictObject({
  groups: z.array(z.string()).default([]),
  direction: z.enum(['increase', 'decrease', 'either']).default('either'),
  nanStrategy: z.enum(['remove', 'replace']).default('remove'),
  outliers: z
    .strictObject({
      strategy: z.enum(['keep', 'none', 'remove']).default('keep'),
      outlierFactor: z.number().positive().default(3),
    })
    .prefault({}),
  effectSize: z
    .strictObject({
      measure: z.enum(['meanRatio', 'cles']).optional(),
      allowedIncrease: z.number().optional(),
      allowedDecrease: z.number().optional(),
      criticalIncrease: z.number().optional(),
      criticalDecrease: z.number().optional(),
    })
    .prefault({}),
  critical: z.boolean().default(false),
  mustHaveData: z.boolean().default(false),
  muted: z.boolean().default(false),
});

/** By Kayenta's own names. */
const kayentaSchema = z.strictObject({
  tolerance: z.number().min(0).default(defaultJudgeConfig.tolerance),
  confLevel: share.default(defaultJudgeConfig.confLevel),
  groupWeights: z.record(z.string(), z.number().min(0).max(100)).default({}),
  scoreThresholds: z
    .strictObject({ pass: z.number(), marginal: z.number() })
    .default(defaultJudgeConfig.scoreThresholds),
  metrics: z.record(z.string(), metricSchema.partial()).default({}),
});

const schema = z.strictObject({
  alpha: share.default(defaultDesign.alpha),
  power: z.number().min(0.5).lt(1).default(defaultDesign.power),
  errorRateThreshold: share.default(defaultDesign.errorRateThreshold),
  latencyThreshold: z.number().positive().default(defaultDesign.latencyThreshold),
  compareTail: z.boolean().default(defaultDesign.compareTail),
  tailQuantile: share.default(defaultDesign.tailQuantile),
  tailThreshold: z.number().gt(1).default(defaultDesign.tailThreshold),
  minimumTail: z.number().min(1).default(defaultDesign.minimumTail),
  minimumSample: z.int().min(2).default(defaultDesign.minimumSample),
  ratioAlpha: z.number().min(0).lt(1).default(defaultDesign.ratioAlpha),
  ratioThreshold: z.number().min(0).lt(1).default(defaultDesign.ratioThreshold),
  /** Of all observations, what the canary should have. */
  expectedShare: share.optional(),
  /** The metrics of which a fall is the harm. */
  harmIsDecrease: z.array(z.string()).default([]),
  /** Leave NaN out; otherwise it is refused. */
  nanStrategy: z.literal('remove').optional(),
  judge: z.enum(['own', 'kayenta']).default('own'),
  kayenta: kayentaSchema.prefault({}),
});

export interface JudgeSettings {
  readonly design: OwnDesign;
  readonly reading: Pick<ReadOptions, 'nanStrategy' | 'mayBeEmpty'>;
  /** Kayenta's judge instead, with what it wants to know of each metric. */
  readonly kayenta: KayentaSettings | undefined;
}

/** Throws InputError, naming the field. */
export function judgeSettingsFrom(text: string): JudgeSettings {
  let data: unknown;
  try {
    data = jsonFrom(text);
  } catch (error) {
    throw new InputError(`The configuration is not JSON: ${(error as Error).message}`);
  }
  if (isCanaryConfig(data)) return ofKayenta(ownSettings({}).design, kayentaSettingsFrom(data));
  const { design, judge, kayenta, nanStrategy } = ownSettings(data);
  if (judge === 'own') return { design, reading: { nanStrategy }, kayenta: undefined };
  const { metrics, ...config } = kayenta;
  const named = Object.entries(metrics).map(([name, metric]): [string, MetricConfig] => [
    name,
    { ...metric, name } as MetricConfig,
  ]);
  return ofKayenta(design, { ...config, metrics: new Map(named), isComplete: false });
}

/** Kayenta has a strategy of its own for what is missing. */
const ofKayenta = (design: OwnDesign, kayenta: KayentaSettings): JudgeSettings => ({
  design,
  reading: { nanStrategy: 'remove', mayBeEmpty: true },
  kayenta,
});

function ownSettings(data: unknown) {
  if (!isJsonObject(data)) throw new InputError('The configuration is not an object { … }.');
  const names = Object.keys(schema.shape);
  const unknown = Object.keys(data).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, names);
    const suggestion = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    throw new InputError(
      `There is no setting ${quoted(unknown)}.${suggestion} It takes: ${names.join(', ')}.`,
    );
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `The configuration: ${shown(issue?.path.join('.') ?? '', 80) || 'it'} is wrong (${issue?.message}).`,
    );
  }
  const { harmIsDecrease, nanStrategy, judge, kayenta, ...design } = parsed.data;
  const harm = (metric: string) => (harmIsDecrease.includes(metric) ? 'decrease' : 'increase');
  return { design: { ...design, harm } satisfies OwnDesign, nanStrategy, judge, kayenta };
}
