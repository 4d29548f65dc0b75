/** What an operator does in a retry storm: from some moment on, only so many retries a second. */

import type { Setting } from '../../sims/resilience/call.ts';
import type { RetryBudget } from '../../sims/resilience/retry-budget.ts';

export function retryCap(setting: Setting, perSecond: number, fromMs: number): RetryBudget {
  let grantedAtMs = fromMs;
  const balance = () => {
    if (setting.now() < fromMs) return Infinity;
    return Math.min(1, ((setting.now() - grantedAtMs) * perSecond) / 1_000);
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
      if (setting.now() >= fromMs) grantedAtMs = setting.now();
      return 1;
    },
  };
}
