/**
 * The options of a circuit breaker, and the choices of four libraries. They agree on the three
 * states and on little else: whether a rate must reach or exceed its threshold, what a window
 * forgets, what happens to callers during a probe.
 */
import type { CallFailed } from '../call.ts';
import type { SliceTurn } from './window.ts';

/** How the breaker counts a failure. An ignored one counts neither as failure nor as success. */
export type Verdict = 'failure' | 'success' | 'ignored';

export type WindowOptions =
  /** Trips at that many failures without a success between them. */
  | { readonly kind: 'consecutive'; readonly failures: number }
  | { readonly kind: 'count'; readonly size: number }
  | {
      readonly kind: 'time';
      readonly slices: number;
      readonly sliceMs: number;
      readonly turn: SliceTurn;
      readonly counts: 'ends' | 'starts';
    };

export interface BreakerOptions {
  readonly window: WindowOptions;
  /** A share of the calls, 0 to 1. */
  readonly failureRateThreshold: number;
  readonly slowCallRateThreshold: number;
  /** A call that takes longer is slow. */
  readonly slowCallDurationThresholdMs: number;
  /** Whether a rate that equals its threshold trips. */
  readonly comparison: 'at-least' | 'above';
  /** No rate is computed from fewer calls. */
  readonly minimumNumberOfCalls: number;
  /** Whether the rates are checked after every call, or only after failures. */
  readonly evaluates: 'every-call' | 'failures';
  readonly waitDurationInOpenStateMs: number;
  /** Whether the breaker is half-open as soon as the wait is over, or only when a call comes. */
  readonly automaticTransitionFromOpenToHalfOpen: boolean;
  readonly permittedNumberOfCallsInHalfOpenState: number;
  /** Infinity: as long as it takes the probes. */
  readonly maxWaitDurationInHalfOpenStateMs: number;
  /** What happens to calls while all probes are in progress. */
  readonly whileProbesAreOut: 'reject' | 'wait';
  /** How a probe counts whose failure is ignored: not at all, or as a recovery (cockatiel). */
  readonly ignoredProbe: 'is-no-probe' | 'closes';
  /** Whether a closed breaker starts with an empty window, or keeps the one it has. */
  readonly windowWhenClosed: 'empty' | 'last-probe' | 'kept';
  /**
   * How the result of a call counts that was let through in an earlier state: not at all; in the
   * window (cockatiel); or as if it had been let through in the present state (resilience4j,
   * opossum).
   */
  readonly lateResults: 'ignored' | 'to-the-window' | 'as-present';
  readonly counts: (failure: CallFailed) => Verdict;
}

/** Health errors count; the caller's own mistakes and the rejections of its own policies do not. */
export function healthErrors({ kind }: CallFailed): Verdict {
  return kind === 'client-error' || kind === 'rejected' ? 'ignored' : 'failure';
}

/**
 * For libraries without ignored outcomes: whatever they are not told to handle counts as a success,
 * and closes a half-open breaker (Polly, ShouldHandle; opossum, errorFilter).
 */
export function unhandledIsSuccess(failure: CallFailed): Verdict {
  return healthErrors(failure) === 'ignored' ? 'success' : 'failure';
}

/** resilience4j’s defaults (CircuitBreakerConfig, 2.x), with results of earlier states left out. */
export const defaultBreakerOptions: BreakerOptions = {
  window: { kind: 'count', size: 100 },
  failureRateThreshold: 0.5,
  slowCallRateThreshold: 1,
  slowCallDurationThresholdMs: 60_000,
  comparison: 'at-least',
  minimumNumberOfCalls: 100,
  evaluates: 'every-call',
  waitDurationInOpenStateMs: 60_000,
  automaticTransitionFromOpenToHalfOpen: false,
  permittedNumberOfCallsInHalfOpenState: 10,
  maxWaitDurationInHalfOpenStateMs: Infinity,
  whileProbesAreOut: 'reject',
  ignoredProbe: 'is-no-probe',
  windowWhenClosed: 'empty',
  lateResults: 'ignored',
  counts: healthErrors,
};

type Choices = Partial<BreakerOptions>;

/** resilience4j: every rate at or above its threshold trips; probes are a window of their own. */
export function resilience4jOptions(choices: Choices = {}): BreakerOptions {
  const options = { ...defaultBreakerOptions, lateResults: 'as-present' as const, ...choices };
  const { window, minimumNumberOfCalls } = options;
  if (window.kind !== 'count') return options;
  return { ...options, minimumNumberOfCalls: Math.min(minimumNumberOfCalls, window.size) };
}

/**
 * Polly 8: one probe; a failure ratio at or above its threshold trips; an outcome that it does not
 * handle counts as a success (CircuitBreakerResilienceStrategy, OnActionSuccess).
 */
export function pollyOptions(
  {
    failureRatio = 0.1,
    minimumThroughput = 100,
    samplingDurationMs = 30_000,
    breakDurationMs = 5_000,
  } = {},
  choices: Choices = {},
): BreakerOptions {
  return {
    ...defaultBreakerOptions,
    window: {
      kind: 'time',
      slices: 10,
      sliceMs: samplingDurationMs / 10,
      turn: 'age',
      counts: 'ends',
    },
    failureRateThreshold: failureRatio,
    slowCallRateThreshold: Infinity,
    minimumNumberOfCalls: minimumThroughput,
    evaluates: 'failures',
    waitDurationInOpenStateMs: breakDurationMs,
    permittedNumberOfCallsInHalfOpenState: 1,
    lateResults: 'as-present',
    counts: unhandledIsSuccess,
    ...choices,
  };
}

const cockatiel: BreakerOptions = {
  ...defaultBreakerOptions,
  slowCallRateThreshold: Infinity,
  comparison: 'above',
  minimumNumberOfCalls: 1,
  evaluates: 'failures',
  permittedNumberOfCallsInHalfOpenState: 1,
  whileProbesAreOut: 'wait',
  ignoredProbe: 'closes',
  windowWhenClosed: 'last-probe',
  lateResults: 'to-the-window',
};

/** cockatiel 3, ConsecutiveBreaker. */
export function cockatielConsecutive(
  threshold: number,
  halfOpenAfterMs: number,
  choices: Choices = {},
): BreakerOptions {
  const window = { kind: 'consecutive', failures: threshold } as const;
  return { ...cockatiel, window, waitDurationInOpenStateMs: halfOpenAfterMs, ...choices };
}

/** cockatiel 3, CountBreaker: a rate above its threshold trips. */
export function cockatielCount(
  {
    threshold,
    size,
    minimumNumberOfCalls = size,
  }: { threshold: number; size: number; minimumNumberOfCalls?: number },
  halfOpenAfterMs: number,
  choices: Choices = {},
): BreakerOptions {
  return {
    ...cockatiel,
    window: { kind: 'count', size },
    failureRateThreshold: threshold,
    minimumNumberOfCalls,
    waitDurationInOpenStateMs: halfOpenAfterMs,
    ...choices,
  };
}

/** cockatiel 3, SamplingBreaker: at least five slices, of at most a second; a volume by rate. */
export function cockatielSampling(
  {
    threshold,
    durationMs,
    minimumRps = 5 / threshold,
  }: { threshold: number; durationMs: number; minimumRps?: number },
  halfOpenAfterMs: number,
  choices: Choices = {},
): BreakerOptions {
  const slices = Math.max(5, Math.ceil(durationMs / 1_000));
  const sliceMs = Math.round(durationMs / slices);
  return {
    ...cockatiel,
    window: { kind: 'time', slices, sliceMs, turn: 'calls', counts: 'ends' },
    failureRateThreshold: threshold,
    minimumNumberOfCalls: slices * sliceMs * (minimumRps / 1_000),
    waitDurationInOpenStateMs: halfOpenAfterMs,
    ...choices,
  };
}

/**
 * opossum 9: counts calls from their start, and keeps its window across every transition. Outcomes
 * that its errorFilter accepts count as successes.
 */
export function opossumOptions(
  {
    errorThresholdPercentage = 50,
    resetTimeout = 30_000,
    rollingCountTimeout = 10_000,
    rollingCountBuckets = 10,
    volumeThreshold = 0,
  } = {},
  choices: Choices = {},
): BreakerOptions {
  const sliceMs = Math.floor(rollingCountTimeout / rollingCountBuckets);
  return {
    ...defaultBreakerOptions,
    window: { kind: 'time', slices: rollingCountBuckets, sliceMs, turn: 'clock', counts: 'starts' },
    failureRateThreshold: errorThresholdPercentage / 100,
    slowCallRateThreshold: Infinity,
    comparison: 'above',
    minimumNumberOfCalls: volumeThreshold,
    evaluates: 'failures',
    waitDurationInOpenStateMs: resetTimeout,
    automaticTransitionFromOpenToHalfOpen: true,
    permittedNumberOfCallsInHalfOpenState: 1,
    windowWhenClosed: 'kept',
    lateResults: 'as-present',
    counts: unhandledIsSuccess,
    ...choices,
  };
}
