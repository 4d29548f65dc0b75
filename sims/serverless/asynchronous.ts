/** Asynchronous invocations: an event is accepted at once, run later, and run again if it fails. */
import type { RandomStream } from '../../src/kernel/random.ts';
import { chance } from '../../src/kernel/random.ts';
import type { ServerlessRules } from './rules.ts';

/** Lambda, asynchronous invocation: how long after an error it is run again, twice. */
export const retriesAfterMs: readonly number[] = [60_000, 120_000];

export type EventEnd = 'done' | 'kept' | 'lost';

export interface EventRun {
  readonly end: EventEnd;
  readonly attempts: number;
  /** From the first run to the end of the last wait. */
  readonly waitedMs: number;
}

export function runOf(failShare: number, stream: RandomStream, rules: ServerlessRules): EventRun {
  let waitedMs = 0;
  for (const [at, pauseMs] of [...retriesAfterMs, 0].entries()) {
    if (!chance(stream, failShare)) return { end: 'done', attempts: at + 1, waitedMs };
    waitedMs += pauseMs;
  }
  // An on-failure destination or a dead-letter queue; without one the event is gone, and only a metric counts it.
  const end = rules['failures-have-a-destination'] ? 'kept' : 'lost';
  return { end, attempts: retriesAfterMs.length + 1, waitedMs };
}
