/** What a judge is asked to tell apart, and how often it may be wrong. */

export interface JudgeDesign {
  /** How often a harmless release may be stopped, all metrics and looks together. */
  readonly alpha: number;
  /** How often a defect at the threshold must be found. */
  readonly power: number;
  /** A smaller rise of the error rate than this (absolute: 0.001 is 0.1 percentage points) is let pass. */
  readonly errorRateThreshold: number;
  /** A smaller rise of the latency than this (a share of the baseline's) is let pass. */
  readonly latencyThreshold: number;
  /** Which quantile is the tail. */
  readonly tailQuantile: number;
  /** How much larger a share of the canary's requests than of the baseline's may lie in the tail: 2 is twice. */
  readonly tailThreshold: number;
  /** Observations that each side must have before anything is said. */
  readonly minimumSample: number;
  /** A share of traffic this improbable means that the samples are not what they should be. */
  readonly ratioAlpha: number;
}

export const defaultDesign: JudgeDesign = {
  alpha: 0.05,
  power: 0.8,
  errorRateThreshold: 0.002,
  latencyThreshold: 0.1,
  tailQuantile: 0.99,
  tailThreshold: 2,
  minimumSample: 100,
  ratioAlpha: 0.001,
};
