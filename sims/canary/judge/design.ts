/** What a judge must distinguish, and how often it may be wrong. */

export interface JudgeDesign {
  /** How often a harmless release may be stopped, over all metrics and looks. */
  readonly alpha: number;
  /** How often a defect at the threshold must be found. */
  readonly power: number;
  /** A smaller rise of the error rate (absolute: 0.001 is 0.1 percentage points) is tolerated. */
  readonly errorRateThreshold: number;
  /** A smaller rise of the latency (as a share of the baseline's) is tolerated. */
  readonly latencyThreshold: number;
  /** Whether the slowest values are also compared, separately from the bulk. */
  readonly compareTail: boolean;
  /** Which quantile is the tail. */
  readonly tailQuantile: number;
  /** A tail share of the canary this many times the baseline's is harm: 2 is twice. */
  readonly tailThreshold: number;
  /** Values of the baseline that must lie in the tail before it passes. */
  readonly minimumTail: number;
  /** Observations that each side must have before a metric passes. */
  readonly minimumSample: number;
  /** A share of traffic this improbable means that the samples cannot be trusted. */
  readonly ratioAlpha: number;
  /** A smaller relative deviation of the share does not matter, however improbable. */
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
  // That many lost requests could hide a rise of the error rate that matters.
  ratioThreshold: 0.002,
};
