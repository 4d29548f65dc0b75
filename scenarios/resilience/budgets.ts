/** Retry budgets, and what each allows. */
import type { PolicyContext } from '../../sims/resilience/call.ts';
import {
  awsBudget,
  finagleBudget,
  grpcBudget,
  type RetryBudget,
  tokenBucketBudget,
} from '../../sims/resilience/retry/retry-budget.ts';

const finagle = { ttlMs: 10_000, minRetriesPerSec: 10, percentCanRetry: 0.2 };

type MakeBudget = (context: PolicyContext) => RetryBudget | undefined;

/** None, and the four that are in use, the token bucket with these options. */
export const budgetsInUse = (bucket: Parameters<typeof tokenBucketBudget>[0]) =>
  ({
    noBudget: () => undefined,
    tokenBucket: () => tokenBucketBudget(bucket),
    grpc: () => grpcBudget(),
    aws: () => awsBudget(),
    finagle: (context) => finagleBudget(() => context.now(), finagle),
  }) satisfies Record<string, MakeBudget>;

/**
 * Retries that Finagle’s allows at most in a time with one request every `gapMs`: in every span of its ttl it pays
 * for a share of the requests, and for so many more.
 */
export function allowedByFinagle(overMs: number, gapMs: number): number {
  const { ttlMs, minRetriesPerSec, percentCanRetry } = finagle;
  const inSpan = (minRetriesPerSec * ttlMs) / 1_000 + (percentCanRetry * ttlMs) / gapMs;
  return (Math.ceil(overMs / ttlMs) + 1) * inSpan;
}

/** What an operator does in a retry storm: from some moment on, only so many retries a second. */
export function retryCap(context: PolicyContext, perSecond: number, fromMs: number): RetryBudget {
  let grantedAtMs = fromMs;
  const balance = () => {
    if (context.now() < fromMs) return Infinity;
    return Math.min(1, ((context.now() - grantedAtMs) * perSecond) / 1_000);
  };
  return {
    name: `cap of ${perSecond} a second`,
    get balance() {
      return Math.floor(balance());
    },
    onRequest() {},
    onSuccess() {},
    onFailure() {},
    takeForRetry() {
      if (balance() < 1) return 0;
      if (context.now() >= fromMs) grantedAtMs = context.now();
      return 1;
    },
  };
}
