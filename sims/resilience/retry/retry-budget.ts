/**
 * Retry budgets: what a client may spend on the retries of all its requests together, so that
 * retries cannot multiply the load of a service that fails for everybody.
 *
 * They differ in who fills the bucket. Where successes do (Brooker, gRPC, AWS), an outage empties it
 * and retries end; where requests do (Finagle), a share of the requests is retried also when nothing
 * succeeds.
 */
import type { CallFailed } from '../call.ts';
import { SlidingSum } from './sliding-sum.ts';

export interface RetryBudget {
  readonly name: string;
  /** How many retries could be made now, one after the other. */
  readonly balance: number;
  /** A request begins. */
  onRequest(): void;
  /** A request succeeded; its last retry had cost that much, 0 if it made none. */
  onSuccess(spent: number): void;
  /** A try failed. */
  onFailure(failure: CallFailed): void;
  /** Takes the cost of a retry, and returns it; 0, and nothing taken, if there is too little. */
  takeForRetry(failure: CallFailed): number;
}

/**
 * Brooker, Fixing retries with token buckets and circuit breakers (2022): a success earns a share of
 * a token, a retry costs one.
 */
export function tokenBucketBudget(options: {
  readonly maxTokens: number;
  readonly earnedBySuccess: number;
}): RetryBudget {
  const { maxTokens, earnedBySuccess } = options;
  // Whole billionths of a token: ten times 0.1 is less than 1 in binary fractions.
  const perToken = 1e9;
  const earned = Math.round(earnedBySuccess * perToken);
  const most = maxTokens * perToken;
  let saved = most;
  return {
    name: `token bucket, ${earnedBySuccess} a success`,
    get balance() {
      return Math.floor(saved / perToken);
    },
    onRequest() {},
    onSuccess() {
      saved = Math.min(most, saved + earned);
    },
    onFailure() {},
    takeForRetry() {
      if (saved < perToken) return 0;
      saved -= perToken;
      return 1;
    },
  };
}

/**
 * gRPC (proposal A6, Throttling Retry Attempts and Hedged RPCs): a failure costs a token, a success
 * earns `tokenRatio`, and retries are allowed while more than half of the tokens are left. It
 * counts in thousandths of a token: further decimals of the ratio are ignored, as the proposal
 * says.
 */
export function grpcBudget({ maxTokens = 10, tokenRatio = 0.1 } = {}): RetryBudget {
  const most = maxTokens * 1_000;
  const earned = Math.floor(Math.round(tokenRatio * 1e6) / 1e3);
  let saved = most;
  return {
    name: 'gRPC',
    get balance() {
      return Math.max(0, Math.ceil((saved - most / 2) / 1_000));
    },
    onRequest() {},
    onSuccess() {
      saved = Math.min(most, saved + earned);
    },
    onFailure({ kind }) {
      // What the client itself rejected says nothing about the server.
      if (kind !== 'client-error' && kind !== 'rejected') saved = Math.max(0, saved - 1_000);
    },
    // The failure has already cost its token.
    takeForRetry: () => (saved > most / 2 ? 1 : 0),
  };
}

/**
 * The AWS SDKs' standard retry mode: 500 tokens per client, a retry costs 5, after a timeout 10. A
 * success returns the cost of its last retry, or 1 if it made none.
 */
export function awsBudget(): RetryBudget {
  const maxTokens = 500;
  let tokens = maxTokens;
  const costOf = ({ kind }: CallFailed) => (kind === 'timed-out' || kind === 'overloaded' ? 10 : 5);
  return {
    name: 'AWS SDK',
    get balance() {
      return Math.floor(tokens / 5);
    },
    onRequest() {},
    onSuccess(spent) {
      tokens = Math.min(maxTokens, tokens + (spent === 0 ? 1 : spent));
    },
    onFailure() {},
    takeForRetry(failure) {
      const cost = costOf(failure);
      if (tokens < cost) return 0;
      tokens -= cost;
      return cost;
    },
  };
}

export interface FinagleOptions {
  readonly ttlMs?: number;
  readonly minRetriesPerSec?: number;
  readonly percentCanRetry?: number;
}

/**
 * Finagle's RetryBudget: a request earns `percentCanRetry` of a retry, valid for `ttl`; in addition
 * `minRetriesPerSec` are always allowed, counted over the same span.
 */
export function finagleBudget(nowMs: () => number, options: FinagleOptions = {}): RetryBudget {
  const { ttlMs = 10_000, minRetriesPerSec = 10, percentCanRetry = 0.2 } = options;
  // Whole numbers, as Finagle's own: a request pays in 1,000, a retry takes 1,000 / percentCanRetry.
  const deposit = percentCanRetry === 0 ? 0 : 1_000;
  const withdrawal = percentCanRetry === 0 ? 1 : Math.floor(1_000 / percentCanRetry);
  const reserve = minRetriesPerSec * Math.floor(ttlMs / 1_000) * withdrawal;
  const movements = new SlidingSum(ttlMs, 10);
  const balance = () => reserve + movements.at(nowMs());
  return {
    name: 'Finagle',
    get balance() {
      return Math.floor(balance() / withdrawal);
    },
    onRequest: () => movements.add(nowMs(), deposit),
    onSuccess() {},
    onFailure() {},
    takeForRetry() {
      if (balance() < withdrawal) return 0;
      movements.add(nowMs(), -withdrawal);
      return withdrawal;
    },
  };
}
