/**
 * What Kayenta's judge is told about each metric, by Kayenta's own names.
 *
 * Source: spinnaker/kayenta, NetflixACAJudge-v1.0. Not offered: the k-sigma detector of outliers and
 * the classifier by the inequality of means, which Kayenta's source holds and its judge does not use.
 */

/** In which direction a change is for the worse. */
export type Direction = 'increase' | 'decrease' | 'either';

export interface EffectSizeConfig {
  /** The ratio of the means, or the share of pairs in which the experiment has the larger value. */
  readonly measure?: 'meanRatio' | 'cles';
  /** Effects below (above) these are tolerated. */
  readonly allowedIncrease?: number;
  readonly allowedDecrease?: number;
  /** Effects from here on make a critical metric fail the canary. */
  readonly criticalIncrease?: number;
  readonly criticalDecrease?: number;
}

export interface MetricConfig {
  readonly name: string;
  /** Metrics without a group share one. */
  readonly groups?: readonly string[];
  readonly direction?: Direction;
  /** Leave missing values out, or treat them as 0. */
  readonly nanStrategy?: 'remove' | 'replace';
  readonly outliers?: {
    readonly strategy?: 'keep' | 'none' | 'remove';
    readonly outlierFactor?: number;
  };
  readonly effectSize?: EffectSizeConfig;
  /** Its failure alone fails the canary. */
  readonly critical?: boolean;
  /** Without data it fails. */
  readonly mustHaveData?: boolean;
  /** It is shown, but does not count. */
  readonly muted?: boolean;
}

/** A metric with its measurements; NaN for missing ones. */
export interface MetricData extends MetricConfig {
  readonly control: readonly number[];
  readonly experiment: readonly number[];
}

export interface JudgeConfig {
  /** In percent. Groups that are not named share the rest. */
  readonly groupWeights?: Readonly<Record<string, number>>;
  /** From these scores on the canary passes, or is marginal. */
  readonly scoreThresholds: { readonly pass: number; readonly marginal: number };
  /** By how large a share of the shift its interval must stay clear of 0. */
  readonly tolerance: number;
  /** Of the interval of the shift. */
  readonly confLevel: number;
}

/** The judge's constants; the thresholds are those of Kayenta's example configuration. */
export const defaultJudgeConfig: JudgeConfig = {
  scoreThresholds: { pass: 95, marginal: 75 },
  tolerance: 0.25,
  confLevel: 0.98,
};
