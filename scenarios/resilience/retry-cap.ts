/** What an operator does in a retry storm: from some moment on, only so many retries a second. */

import type { PolicyContext } from '../../sims/resilience/call.ts';
import type { RetryBudget } from '../../sims/resilience/retry/retry-budget.ts';

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
