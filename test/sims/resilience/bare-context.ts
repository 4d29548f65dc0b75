/** A context without a world: a kernel, the rules, and notes that nobody reads. */
import type { PolicyContext } from '../../../sims/resilience/call.ts';
import { type ResilienceRule, resilienceRules } from '../../../sims/resilience/rules.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { sleep, startProcess } from '../../../src/kernel/process.ts';

export interface BareContext extends PolicyContext {
  readonly kernel: Kernel;
}

export function bareContext(seed = 'test', ...without: readonly ResilienceRule[]): BareContext {
  const kernel = new Kernel(seed);
  let requests = 0;
  return {
    kernel,
    rules: resilienceRules.without(...without),
    newRequestId: () => ++requests,
    now: () => kernel.nowMs,
    sleep,
    spawn: (process) => startProcess(kernel, process),
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
