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
  /** Whether the slowest values are compared as well, apart from the bulk. */
  readonly compareTail: boolean;
  /** Which quantile is the tail. */
  readonly tailQuantile: number;
  /** A share of the canary's values in the tail that is so many times the baseline's is harm: 2 is twice. */
  readonly tailThreshold: number;
  /** Values of the baseline that must lie in the tail before it passes. */
  readonly minimumTail: number;
  /** Observations that each side must have before a metric passes. */
  readonly minimumSample: number;
  /** A share of traffic this improbable means that the samples are not what they should be. */
  readonly ratioAlpha: number;
  /** A share that is off by less than this part of itself does not matter, however improbable. */
  readonly ratioThreshold: number;
}

export const defaultDesign: JudgeDesign = {
  alpha: 0.05,
  power: 0.8,
  errorRateThreshold: 0.002,
  latencyThreshold: 0.1,
  compareTail: true,
  tailQuantile: 0.99,
  tailThreshold: 2,
  minimumTail: 10,
  minimumSample: 100,
  ratioAlpha: 0.001,
  // So many lost requests could hide as large a rise of the error rate as matters.
  ratioThreshold: 0.002,
};
