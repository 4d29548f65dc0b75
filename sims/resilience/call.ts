/**
 * Calls, and the policies around them.
 *
 * A call is a function from a request to a process that answers or throws a CallFailed. A policy
 * makes a call of a call, so a stack of policies is an array, outermost first, and an order of
 * policies is a permutation of it:
 *
 *     const call = stack([bulkhead, breaker, retry, timeout])(service.call);
 */
import type { Kernel } from '../../src/kernel/kernel.ts';
import type { Process } from '../../src/kernel/process.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import type { ResilienceNote } from './notes.ts';
import type { ResilienceRules } from './rules.ts';

export interface Request {
  /** Of the caller's request: all its attempts have the same. */
  readonly id: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** When the answer loses its worth, in virtual time; Infinity where the caller waits for ever. */
  readonly deadlineMs: number;
  /** Whether carrying it out twice does no harm: by its nature, or by an idempotency key. */
  readonly isIdempotent: boolean;
  /** Whether it is the caller's own mistake: any service answers it with a client error. */
  readonly isBad: boolean;
}

export type Call<T> = (request: Request) => Process<T>;
export type Policy = <T>(next: Call<T>) => Call<T>;

export type FailureKind =
  /** 5xx: the service tried, and failed. */
  | 'server-error'
  /** 4xx: the request is wrong, and the service is well. */
  | 'client-error'
  /** 429 or 503 with Retry-After: the service refuses work that it could not finish in time. */
  | 'overloaded'
  /** Nobody answers the connection. */
  | 'unreachable'
  /** The answer did not come in time. */
  | 'timed-out'
  /** A policy of the caller's own did not let the call through. */
  | 'rejected';

/**
 * What a call throws. It is no Error: failures are what is simulated here, there may be a hundred
 * thousand in a run, and a stack trace for each would cost more than the call.
 */
export class CallFailed {
  readonly kind: FailureKind;
  /** The service or the policy that says so. */
  readonly by: string;
  /** How long from now the service asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FailureKind, by: string, retryAfterMs?: number) {
    this.kind = kind;
    this.by = by;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The failure of a call that was caught. Anything else is a bug, and is thrown on. */
export function failureOf(caught: unknown): CallFailed {
  if (caught instanceof CallFailed) return caught;
  throw caught;
}

/** Where policies live: the clock, the rules in force, and who hears what they have to say. */
export interface Setting {
  readonly kernel: Kernel;
  readonly rules: ResilienceRules;
  /** Draws of jitter and the like, one stream for each purpose. */
  readonly stream: (purpose: string) => RandomStream;
  readonly note: (who: string, note: ResilienceNote) => void;
}

/** One policy made of several, the first outermost. */
export function stack(policies: readonly Policy[]): Policy {
  return <T>(call: Call<T>): Call<T> =>
    policies.reduceRight<Call<T>>((inner, policy) => policy(inner), call);
}
