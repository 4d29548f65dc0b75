/**
 * Calls, and the policies around them.
 *
 * A call is a function from a request to a process that answers or throws a CallFailed. A policy
 * makes a call of a call, so a stack of policies is an array, outermost first, and an order of
 * policies is a permutation of it:
 *
 *     const call = stack([bulkhead, breaker, retry, timeout])(machine.call(service));
 */
import type { Process, Task } from '../../src/kernel/process.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import type { ResilienceNote } from './notes.ts';
import type { ResilienceRules } from './rules.ts';
import type { Criticality } from './service/criticality.ts';

export { CallFailed, type FailureKind, failureOf, refusalOf } from './failure.ts';

export interface Request {
  /** The number of the caller's request, shared by all its attempts. */
  readonly id: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When the answer becomes worthless, in virtual time; Infinity if the caller waits for ever. */
  readonly deadlineMs: number;
  /**
   * Whether carrying it out twice does no harm: by its nature, or because of an idempotency key.
   */
  readonly isIdempotent: boolean;
  /** Whether it is invalid: any service answers it with a client error. */
  readonly isBad: boolean;
  /** How much depends on an answer (default: CRITICAL). */
  readonly criticality?: Criticality;
}

export type Call<T> = (request: Request) => Process<T>;
export type Policy = <T>(next: Call<T>) => Call<T>;

/** Where policies live: one life of a machine, and the rules in force. */
export interface PolicyContext {
  readonly rules: ResilienceRules;
  /** The machine's own clock, in ms. */
  now(): number;
  sleep(durationMs: number): Process<void>;
  /** Numbers the requests of this caller, over all its lives. */
  newRequestId(): number;
  /** Starts a process that ends with the life of the machine. */
  spawn<T>(process: Process<T>): Task<T>;
  /** Draws of jitter and the like, one stream for each purpose. */
  stream(purpose: string): RandomStream;
  note(note: ResilienceNote): void;
}

/** The target of a machine's calls, as the calls see it. */
export interface Callee {
  readonly name: string;
  /** Whether it learns when a caller stops waiting. */
  readonly hearsCancel: boolean;
  /** A request is in flight. */
  willBeCalled(request: Request): void;
}

/** One policy made of several, the first outermost. */
export function stack(policies: readonly Policy[]): Policy {
  return <T>(call: Call<T>): Call<T> =>
    policies.reduceRight<Call<T>>((inner, policy) => policy(inner), call);
}
