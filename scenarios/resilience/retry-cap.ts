/** What an operator does in a retry storm: from some moment on, only so many retries a second. */
import type { RetryBudget } from '../../sims/resilience/retry-budget.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';

export function retryCap(kernel: Kernel, perSecond: number, fromMs: number): RetryBudget {
  let grantedAtMs = fromMs;
  const balance = () => {
    if (kernel.nowMs < fromMs) return Infinity;
    return Math.min(1, ((kernel.nowMs - grantedAtMs) * perSecond) / 1_000);
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
      if (kernel.nowMs >= fromMs) grantedAtMs = kernel.nowMs;
      return 1;
    },
  };
}
