/** A setting without a world: a kernel, the rules, and notes that nobody reads. */
import type { Setting } from '../../../sims/resilience/call.ts';
import { type ResilienceRule, resilienceRules } from '../../../sims/resilience/rules.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';

export function bareSetting(seed = 'test', ...without: readonly ResilienceRule[]): Setting {
  const kernel = new Kernel(seed);
  return {
    kernel,
    rules: resilienceRules.without(...without),
    stream: (purpose) => kernel.random.stream(purpose),
    note: () => {},
  };
}

/** A request like any other. */
export const plainRequest = {
  id: 1,
  attempt: 1,
  deadlineMs: Infinity,
  isIdempotent: true,
  isBad: false,
};
