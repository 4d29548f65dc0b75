/** The limiters by name, with the promise of each. */
import { FixedWindow } from './fixed-window.ts';
import { Gcra } from './gcra.ts';
import { LeakyBucket } from './leaky-bucket.ts';
import type { Limit, Limiter } from './limiter.ts';
import {
  type AdmissionPromise,
  AlignedWindow,
  AnyWindow,
  EvenGaps,
  RateAndBurst,
} from './promises.ts';
import type { LimitRules } from './rules.ts';
import { slidingCounter } from './sliding-counter.ts';
import { slidingLog } from './sliding-log.ts';
import { TokenBucket } from './token-bucket.ts';

interface Kind {
  readonly make: (rules: LimitRules, limit: Limit) => Limiter;
  /** What holds for the times of admitted requests; a new one for each key. */
  readonly promise: (limit: Limit) => AdmissionPromise;
  /** Whether it refuses only requests that would break the promise. */
  readonly isExact: boolean;
}

export const limiterKinds = {
  'fixed-window': {
    make: (_rules, limit) => new FixedWindow(limit),
    promise: (limit) => new AlignedWindow(limit),
    isExact: true,
  },
  'sliding-log': {
    make: slidingLog,
    promise: (limit) => new AnyWindow(limit),
    isExact: true,
  },
  'sliding-counter': {
    make: slidingCounter,
    // Earlier windows were full at their ends: each adds at most its length times the rate.
    promise: (limit) => new RateAndBurst({ ...limit, burst: limit.count }),
    isExact: false,
  },
  'token-bucket': {
    make: (rules, limit) => new TokenBucket(rules, limit),
    promise: (limit) => new RateAndBurst(limit),
    isExact: true,
  },
  gcra: {
    make: (rules, limit) => new Gcra(rules, limit),
    promise: (limit) => new RateAndBurst(limit),
    isExact: true,
  },
  'leaky-bucket': {
    make: (rules, limit) => new LeakyBucket(rules, limit, false),
    promise: (limit) => new RateAndBurst(limit),
    // If the rate is not a whole number a second, it loses a part of a thousandth at each look.
    isExact: false,
  },
  'leaky-queue': {
    make: (rules, limit) => new LeakyBucket(rules, limit, true),
    promise: (limit) => new EvenGaps(limit),
    isExact: false,
  },
} as const satisfies Record<string, Kind>;

export type LimiterKind = keyof typeof limiterKinds;
