/**
 * Backoff: how long to wait after the nth failure in a row.
 *
 * Jitter as Brooker defines it (Exponential Backoff and Jitter, AWS Architecture Blog, 2015):
 *
 *     exponential   v = min(cap, base * multiplier^n)
 *     full          uniform(0, v)
 *     equal         v/2 + uniform(0, v/2)
 *     decorrelated  min(cap, uniform(base, 3 * the wait before))
 *
 * Polly and cockatiel mean another formula by `decorrelated`: a smoothed exponential of Polly's own
 * (DecorrelatedJitterBackoffV2), which is not here.
 *
 * Two libraries draw around the exponential, by a factor of uniform(1 - factor, 1 + factor):
 *
 *     randomized           min(cap, base * multiplier^n * the factor)   resilience4j, IntervalFunction
 *     randomizedAroundCap  v * the factor                               Google HTTP client, ExponentialBackOff
 *
 * The first waits exactly the cap once the exponential has left it behind: no jitter remains there.
 */
import { pow } from '../../../src/kernel/elementary.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import type { ResilienceRules } from '../rules.ts';

export type Jitter =
  | 'none'
  | 'full'
  | 'equal'
  | 'decorrelated'
  | 'randomized'
  | 'randomizedAroundCap';

export interface BackoffOptions {
  /** The base. */
  readonly initialIntervalMs: number;
  readonly multiplier: number;
  /** The cap. */
  readonly maxIntervalMs: number;
  readonly jitter: Jitter;
  /** For the jitters `randomized` and `randomizedAroundCap` (default: 0.5). */
  readonly randomizationFactor?: number;
  /**
   * n for the first failure. 0, the default, waits the initial interval first; AWS's simulator
   * starts at 1.
   */
  readonly firstExponent?: number;
}

/**
 * The waits of one caller through its failures: for failure 1, 2, … the time to wait. `previousMs`
 * is the wait before, which only `decorrelated` uses.
 */
export interface Backoff {
  readonly options: BackoffOptions | undefined;
  waitMs(failures: number, previousMs: number | undefined): number;
}

/** Retries at once. */
export const noBackoff: Backoff = { options: undefined, waitMs: () => 0 };

export function exponentialBackoff(
  rules: ResilienceRules,
  options: BackoffOptions,
  random: RandomStream,
): Backoff {
  const { initialIntervalMs, maxIntervalMs, randomizationFactor = 0.5 } = options;
  return {
    options,
    waitMs(failures, previousMs = initialIntervalMs) {
      const v = exponentialMs(rules, options, failures);
      switch (rules['randomize-backoff'] ? options.jitter : 'none') {
        case 'none':
          return v;
        case 'full':
          return random() * v;
        case 'equal':
          return v / 2 + random() * (v / 2);
        case 'randomized': {
          const uncapped = exponentialMs(
            rules,
            { ...options, maxIntervalMs: Number.MAX_VALUE },
            failures,
          );
          return Math.min(maxIntervalMs, uncapped * (1 + randomizationFactor * (2 * random() - 1)));
        }
        case 'randomizedAroundCap':
          return v * (1 + randomizationFactor * (2 * random() - 1));
        case 'decorrelated': {
          const highest = 3 * previousMs;
          const drawn = initialIntervalMs + random() * (highest - initialIntervalMs);
          return Math.min(maxIntervalMs, drawn);
        }
      }
    },
  };
}

function exponentialMs(rules: ResilienceRules, options: BackoffOptions, failures: number): number {
  const { initialIntervalMs, multiplier, maxIntervalMs, firstExponent = 0 } = options;
  // Rounded: engines may differ in the last bit of a power that is not a whole number.
  const factor = Math.fround(pow(multiplier, failures - 1 + firstExponent));
  if (rules['cap-before-overflow']) return Math.min(maxIntervalMs, initialIntervalMs * factor);
  // As in a language with 32-bit integers: 2^31 is negative, and 2^32 is 0.
  return Math.min(maxIntervalMs, initialIntervalMs * Math.max(0, factor | 0));
}

/** The shortest and the longest wait that the definition allows after that many failures. */
export function waitBounds(
  options: BackoffOptions,
  failures: number,
  previousMs: number | undefined,
): { readonly atLeastMs: number; readonly atMostMs: number } {
  const { initialIntervalMs, multiplier, maxIntervalMs, firstExponent = 0 } = options;
  const { randomizationFactor = 0.5 } = options;
  const power = initialIntervalMs * pow(multiplier, failures - 1 + firstExponent);
  const exponential = Math.min(Number.MAX_VALUE, power);
  const v = Math.min(maxIntervalMs, exponential);
  switch (options.jitter) {
    case 'none':
      return { atLeastMs: v, atMostMs: v };
    case 'full':
      return { atLeastMs: 0, atMostMs: v };
    case 'equal':
      return { atLeastMs: v / 2, atMostMs: v };
    case 'randomized':
      return {
        atLeastMs: Math.min(maxIntervalMs, exponential * (1 - randomizationFactor)),
        atMostMs: Math.min(maxIntervalMs, exponential * (1 + randomizationFactor)),
      };
    case 'randomizedAroundCap':
      return { atLeastMs: v * (1 - randomizationFactor), atMostMs: v * (1 + randomizationFactor) };
    case 'decorrelated': {
      const highest = 3 * (previousMs ?? initialIntervalMs);
      const atMostMs = Math.min(maxIntervalMs, Math.max(initialIntervalMs, highest));
      return { atLeastMs: Math.min(initialIntervalMs, maxIntervalMs), atMostMs };
    }
  }
}
