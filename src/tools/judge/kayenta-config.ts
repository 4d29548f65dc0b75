/**
 * Kayenta's canary configuration: what its judge is told of each metric, by the file that its users have.
 * Defaults are those that the judge falls back to. Source: spinnaker/kayenta, docs/canary-config.md and
 * NetflixACAJudge, classifyMetric.
 */
import * as z from 'zod';
import {
  defaultJudgeConfig,
  type JudgeConfig,
  type MetricConfig,
} from '../../../sims/canary/kayenta/config.ts';
import { InputError } from '../../lab/input-error.ts';
import { quoted, shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';

export interface KayentaSettings extends JudgeConfig {
  /** By name. */
  readonly metrics: ReadonlyMap<string, MetricConfig>;
  /** Whether a metric that is not among them is refused, as Kayenta does. */
  readonly isComplete: boolean;
}

const judgeName = 'NetflixACAJudge-v1.0';

/** The configuration itself, or what `POST /canary` takes, which holds one. */
export function isCanaryConfig(data: unknown): data is JsonObject {
  if (!isJsonObject(data)) return false;
  if (isJsonObject(data['canaryConfig'])) return true;
  const { metrics, classifier, configVersion } = data;
  if (!Array.isArray(metrics)) return false;
  const isTold = (metric: unknown) =>
    isJsonObject(metric) && ('analysisConfigurations' in metric || 'query' in metric);
  return classifier !== undefined || configVersion !== undefined || metrics.some(isTold);
}

const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

const analysisSchema = z.looseObject({
  direction: z.enum(['increase', 'decrease', 'either']).optional(),
  nanStrategy: z.enum(['remove', 'replace', 'none']).optional(),
  critical: flag.optional(),
  mustHaveData: flag.optional(),
  muted: flag.optional(),
  effectSize: z
    .looseObject({
      measure: z.enum(['meanRatio', 'cles']).optional(),
      allowedIncrease: number.optional(),
      allowedDecrease: number.optional(),
      criticalIncrease: number.optional(),
      criticalDecrease: number.optional(),
    })
    .optional(),
  outliers: z
    .looseObject({
      strategy: z.enum(['keep', 'none', 'remove']).optional(),
      outlierFactor: number.optional(),
    })
    .optional(),
});

const schema = z.looseObject({
  judge: z.looseObject({ name: z.string() }).nullish(),
  metrics: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        groups: z.array(z.string()).nullish(),
        analysisConfigurations: z.looseObject({ canary: analysisSchema.optional() }).nullish(),
      }),
    )
    .min(1),
  classifier: z
    .looseObject({
      groupWeights: z.record(z.string(), number).nullish(),
      scoreThresholds: z.looseObject({ pass: number, marginal: number }).nullish(),
    })
    .nullish(),
});

/** Throws InputError, naming the field. */
export function kayentaSettingsFrom(data: JsonObject): KayentaSettings {
  const config = isJsonObject(data['canaryConfig']) ? data['canaryConfig'] : data;
  const parsed = schema.safeParse(config);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `The canary configuration of Kayenta: ${shown(issue?.path.join('.') ?? '', 120)} is wrong (${issue?.message}).`,
    );
  }
  const { judge, metrics, classifier } = parsed.data;
  if (judge && judge.name !== judgeName) {
    throw new InputError(
      `Kayenta’s judge ${quoted(judge.name)} is not offered here: ${judgeName} is.`,
    );
  }
  const named = new Map<string, MetricConfig>();
  for (const { name, groups, analysisConfigurations } of metrics) {
    if (named.has(name)) {
      throw new InputError(
        `The canary configuration of Kayenta has two metrics with the name ${quoted(name)}.`,
      );
    }
    named.set(name, metricConfig(name, groups ?? [], analysisConfigurations?.canary ?? {}));
  }
  return {
    ...defaultJudgeConfig,
    groupWeights: classifier?.groupWeights ?? {},
    scoreThresholds: classifier?.scoreThresholds ?? defaultJudgeConfig.scoreThresholds,
    metrics: named,
    isComplete: true,
  };
}

function metricConfig(
  name: string,
  groups: readonly string[],
  analysis: z.output<typeof analysisSchema>,
): MetricConfig {
  const { direction = 'either', nanStrategy, effectSize = {}, outliers = {} } = analysis;
  const { critical = false, mustHaveData = false, muted = false } = analysis;
  const { strategy = 'none', outlierFactor = 3 } = outliers;
  const { measure, allowedIncrease, allowedDecrease, criticalIncrease, criticalDecrease } =
    effectSize;
  const effects = { measure, allowedIncrease, allowedDecrease, criticalIncrease, criticalDecrease };
  const known = Object.entries(effects).filter(([, value]) => value !== undefined);
  return {
    name,
    groups,
    direction,
    // What is neither removes, as in Kayenta.
    nanStrategy: nanStrategy === 'replace' ? 'replace' : 'remove',
    effectSize: Object.fromEntries(known),
    outliers: { strategy, outlierFactor },
    critical,
    mustHaveData,
    muted,
  };
}
