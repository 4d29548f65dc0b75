/** What rate limiters promise, and the judge that checks it. The limiters do not depend on it. */
import { type Breaches, watched } from '../../../src/check/breaches.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { TrafficSubject } from '../subject.ts';
import type { Decided } from './gateway.ts';
import { type LimiterKind, limiterKinds } from './kinds.ts';
import type { Limit } from './limiter.ts';
import type { AdmissionPromise } from './promises.ts';

export const limitLaws = {
  'within-limit':
    'no span of time has more admitted requests than the limiter promises, and a queue releases them evenly',
  'spread-load-is-not-throttled':
    'writes spread over the partitions are refused only if the whole table is at its capacity',
  'retry-after-is-true':
    'a client that has waited as Retry-After says is admitted, if no other request with its key came',
  'refuses-only-over-limit': 'a request is refused only if admitting it would break the limit',
} as const;

export type LimitLaw = keyof typeof limitLaws;

export interface LimitSubject extends TrafficSubject {
  readonly breaches: Breaches<LimitLaw>;
}

/** Checks a limiter’s decisions against its promise, key by key, from their times alone. */
export class AdmissionJudge {
  readonly #kind: LimiterKind;
  readonly #limit: Limit;
  readonly #report: (law: LimitLaw, how: string) => void;
  readonly #promises = new Map<string, AdmissionPromise>();

  constructor(kind: LimiterKind, limit: Limit, report: (law: LimitLaw, how: string) => void) {
    this.#kind = kind;
    this.#limit = limit;
    this.#report = report;
  }

  sees({ atMs: decidedMs, request: { key, cost }, decision }: Decided): void {
    const { isAdmitted, delayMs } = decision;
    const atMs = decidedMs + delayMs;
    const { promise: promiseOf, isExact } = limiterKinds[this.#kind];
    const promise = this.#promises.get(key) ?? promiseOf(this.#limit);
    this.#promises.set(key, promise);
    const broken = promise.brokenBy(atMs, cost);
    if (isAdmitted) {
      promise.admits(atMs, cost);
      if (broken !== undefined)
        this.#report('within-limit', `admits a request at ${atMs} ms, ${broken}`);
    } else if (isExact && broken === undefined) {
      this.#report(
        'refuses-only-over-limit',
        `refuses a request at ${atMs} ms, although the client is within its limit`,
      );
    }
  }
}

export const limitInvariants: readonly Invariant<LimitSubject>[] = Object.values(
  watched(limitLaws, ({ breaches }: LimitSubject) => breaches),
);
