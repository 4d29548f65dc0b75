/**
 * The released service: its traffic, how often its requests fail and how long they take, and what a
 * defect or its age changes.
 */
import type { Typical } from '../../../src/kernel/distribution.ts';
import { exp, sin } from '../../../src/kernel/elementary.ts';

export interface Endpoint {
  readonly name: string;
  /** Of the requests; all endpoints together have 1. */
  readonly share: number;
  readonly errorRate: number;
}

export interface Service {
  /** Of both versions together, at the mean of the day. */
  readonly requestsPerSecond: number;
  /** All of a user's requests in an interval fail together, or none does. */
  readonly requestsPerUser: number;
  readonly endpoints: readonly Endpoint[];
  /** The median of lognormal latencies; or measured ones, to draw from. */
  readonly latencyMs: Typical;
  /** Standard deviation of the logarithm of a latency that is lognormal. */
  readonly latencySigma: number;
  /** A request that takes longer is abandoned. */
  readonly timeoutMs: number;
  /** Over the day load and error rates swing by these shares of their means. */
  readonly dailySwing: number;
  readonly dailyErrorSwing: number;
  /**
   * Standard deviation of the noise that both versions' error rates share, and how much of it
   * persists over an interval.
   */
  readonly noise: number;
  readonly noiseCorrelation: number;
  /** The factor on errors and latencies of a newly started instance, relative to later. */
  readonly coldFactor: number;
  /** After this long the excess has fallen to a third (1/e). */
  readonly warmUpMs: number;
}

export const defaultService: Service = {
  requestsPerSecond: 100,
  requestsPerUser: 1,
  endpoints: [{ name: 'all', share: 1, errorRate: 0.01 }],
  latencyMs: 100,
  latencySigma: 0.5,
  timeoutMs: 10_000,
  dailySwing: 0,
  dailyErrorSwing: 0,
  noise: 0,
  noiseCorrelation: 0.8,
  coldFactor: 1,
  warmUpMs: 120_000,
};

/** The defect of a release, if any. */
export interface Defect {
  /** Added to the error rate of one endpoint, or of all. */
  readonly errorRateAdded?: number;
  readonly endpoint?: string;
  /** All latencies are this many times longer. */
  readonly latencyFactor?: number;
  /** That share of the requests takes that many times longer. */
  readonly slowShare?: number;
  readonly slowFactor?: number;
  /** With every hour that an instance runs, its latencies grow by this share (a leak). */
  readonly latencyGrowthPerHour?: number;
  /** This share of its failing requests is never recorded. */
  readonly unrecordedErrors?: number;
  /** This share of its latencies is not recorded. */
  readonly unrecordedLatencies?: number;
  /** It gets no traffic, for example because its registration failed. */
  readonly noTraffic?: boolean;
}

export const harmless: Defect = {};

const dayMs = 86_400_000;

/** Load at that time of day, relative to its mean. */
export function loadFactor({ dailySwing }: Service, atMs: number): number {
  return 1 + dailySwing * Math.fround(sin((2 * Math.PI * atMs) / dayMs));
}

/** Error rates at that time of day, relative to their mean: highest when the load is. */
export function errorFactor({ dailyErrorSwing }: Service, atMs: number): number {
  return 1 + dailyErrorSwing * Math.fround(sin((2 * Math.PI * atMs) / dayMs));
}

/** The factor on errors and latencies at that age of the instances, relative to later. */
export function coldness({ coldFactor, warmUpMs }: Service, ageMs: number): number {
  return 1 + (coldFactor - 1) * Math.fround(exp(-ageMs / warmUpMs));
}
