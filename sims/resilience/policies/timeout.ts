/**
 * Timeout: an end to waiting.
 *
 * Where it stands decides what it limits: inside the retry each attempt, around the retry the whole.
 * It ends the caller's waiting, and with it what the caller's own side holds; the work at the
 * server goes on unless the server hears of the cancellation or knows the deadline.
 */
import { join, type Process, spawn } from '../../../src/kernel/process.ts';
import { within } from '../../../src/kernel/timeout.ts';
import {
  type Call,
  CallFailed,
  failureOf,
  type Policy,
  type PolicyContext,
  type Request,
} from '../call.ts';

export interface TimeoutOptions {
  readonly timeoutMs: number;
  /**
   * Whether the call is cancelled when the time is up (default: yes). Otherwise it continues
   * unheard, like the loser of a `Promise.race`.
   */
  readonly cancels?: boolean;
  /** Whether the callee is told how long the answer is useful (default: no). */
  readonly propagatesDeadline?: boolean;
}

/** Throws `timed-out` when the time, or the time until the caller's deadline, is up. */
export function timeout(context: PolicyContext, options: TimeoutOptions): Policy {
  const { rules } = context;
  const { timeoutMs, cancels = true, propagatesDeadline = false } = options;
  return <T>(next: Call<T>): Call<T> =>
    function* (request): Process<T> {
      const nowMs = context.now();
      let waitMs = timeoutMs;
      if (rules['stay-within-deadline']) waitMs = Math.min(waitMs, request.deadlineMs - nowMs);
      if (waitMs <= 0) throw timedOut;
      const timeIsUp = () => {
        context.note({ kind: 'times-out', request: request.id, timeoutMs: waitMs });
        return timedOut;
      };
      const call = next(propagatesDeadline ? dueBy(request, nowMs + waitMs) : request);
      if (cancels && rules['cancel-what-timed-out']) return yield* within(waitMs, call, timeIsUp);
      const answer = yield* spawn(outcomeOf(call));
      return settle(yield* within(waitMs, join(answer), timeIsUp));
    };
}

const timedOut = new CallFailed('timed-out', 'timeout');

function dueBy(request: Request, deadlineMs: number): Request {
  return { ...request, deadlineMs: Math.min(request.deadlineMs, deadlineMs) };
}

/** How a call ended, as a value: a process that no other process waits for must not fail. */
export type Outcome<T> = { readonly answer: T } | { readonly failure: CallFailed };

export function* outcomeOf<T>(call: Process<T>): Process<Outcome<T>> {
  try {
    return { answer: yield* call };
  } catch (caught) {
    return { failure: failureOf(caught) };
  }
}

export function settle<T>(outcome: Outcome<T>): T {
  if ('failure' in outcome) throw outcome.failure;
  return outcome.answer;
}
