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

/** No budget, and the four in common use; the token bucket has these options. */
export const budgetsInUse = (bucket: Parameters<typeof tokenBucketBudget>[0]) =>
  ({
    noBudget: () => undefined,
    tokenBucket: () => tokenBucketBudget(bucket),
    grpc: () => grpcBudget(),
    aws: () => awsBudget(),
    finagle: (context) => finagleBudget(() => context.now(), finagle),
  }) satisfies Record<string, MakeBudget>;

/**
 * The most retries that Finagle's budget allows in a time with one request every `gapMs`: in every
 * span of its ttl it grants a share of the requests plus a fixed number.
 */
export function allowedByFinagle(overMs: number, gapMs: number): number {
  const { ttlMs, minRetriesPerSec, percentCanRetry } = finagle;
  const inSpan = (minRetriesPerSec * ttlMs) / 1_000 + (percentCanRetry * ttlMs) / gapMs;
  return (Math.ceil(overMs / ttlMs) + 1) * inSpan;
}

/**
 * An operator's remedy for a retry storm: from some moment on, a fixed number of retries per
 * second.
 */
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
