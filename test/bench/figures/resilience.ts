/** A call through a full stack of policies, beside bare events of the kernel. */

import { CircuitBreaker } from '../../../sims/resilience/breaker/breaker.ts';
import { resilience4jOptions } from '../../../sims/resilience/breaker/breaker-options.ts';
import { type Call, type PolicyContext, stack } from '../../../sims/resilience/call.ts';
import { Bulkhead } from '../../../sims/resilience/policies/bulkhead.ts';
import { timeout } from '../../../sims/resilience/policies/timeout.ts';
import { exponentialBackoff } from '../../../sims/resilience/retry/backoff.ts';
import { retry } from '../../../sims/resilience/retry/retry.ts';
import { resilienceRules } from '../../../sims/resilience/rules.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { type Process, sleep, startProcess } from '../../../src/kernel/process.ts';
import { compare, type Figure } from '../measure.ts';

const pending = 1_000;
const operations = 100_000;
/** A call over a link, and a process: 22 to 29 measured. */
const bareEventsMax = 32;

const delays = Float64Array.from(
  { length: 4_096 },
  (_, i) => -100 * Math.log((((i * 2_654_435_761) % 4_096) + 0.5) / 4_096),
);

/** 1,000 events are always pending; each, when it runs, schedules the next. */
function bareEvents(): () => void {
  const kernel = new Kernel('bench');
  let drawn = 0;
  const again = (argument: number): void => {
    kernel.schedule(delays[drawn++ & 4_095] as number, again, argument);
  };
  for (let i = 0; i < pending; i++) again(i);
  return () => {
    for (let i = 0; i < operations; i++) kernel.step();
  };
}

/** 1,000 callers, each with one call under way: the call sleeps, and answers. */
function calls(): () => void {
  const kernel = new Kernel('bench');
  const context: PolicyContext = {
    rules: resilienceRules.without(),
    now: () => kernel.nowMs,
    newRequestId: () => 1,
    sleep,
    spawn: (process) => startProcess(kernel, process),
    stream: (purpose) => kernel.random.stream(purpose),
    note: () => {},
  };
  const backoff = exponentialBackoff(
    context.rules,
    { initialIntervalMs: 100, multiplier: 2, maxIntervalMs: 10_000, jitter: 'full' },
    context.stream('backoff'),
  );
  const through = stack([
    new Bulkhead(context, 'bulkhead', { maxConcurrentCalls: pending }).policy,
    new CircuitBreaker(context, 'breaker', resilience4jOptions()).policy,
    retry(context, { maxAttempts: 3, backoff }),
    timeout(context, { timeoutMs: 2_000 }),
  ]);
  let drawn = 0;
  let answered = 0;
  const service: Call<number> = function* (request): Process<number> {
    yield* sleep(delays[drawn++ & 4_095] as number);
    return request.id;
  };
  const call = through(service);
  function* caller(id: number): Process<void> {
    const request = { id, attempt: 1, deadlineMs: Infinity, isIdempotent: true, isBad: false };
    for (;;) {
      yield* call(request);
      answered += 1;
    }
  }
  for (let i = 0; i < pending; i++) startProcess(kernel, caller(i));
  return () => {
    const until = answered + operations;
    while (answered < until) kernel.step();
  };
}

export const resilienceFigures: Record<string, () => Figure> = {
  'call through four policies': () => {
    const { ratio, subjectNs, referenceNs } = compare(operations, calls(), bareEvents());
    return {
      ratio: 1 / ratio,
      reference: 'bare events of the kernel',
      meaning: 'events that a call through bulkhead, breaker, retry and timeout costs',
      detail: `${subjectNs.toFixed(0)} ns a call, ${referenceNs.toFixed(0)} ns an event, ${pending} calls under way`,
      atMost: bareEventsMax,
    };
  },
};
