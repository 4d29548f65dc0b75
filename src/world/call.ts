/**
 * Calls: a request to another node, and the wait for its reply.
 *
 *     const row = yield* node.call('database', { read: 'user:7' }, { timeoutMs: 50 });
 *
 * A request and its reply are messages like any others: they take time, get lost, arrive twice, are
 * cut off and held back. A lost one simply never comes: how long to wait is the caller's own
 * business, and the server's work goes on. Each delivered copy of a request is handled; the first
 * reply wins, and later ones arrive unheard.
 */
import { type EventHandle, noEvent } from '../kernel/event-queue.ts';
import { type Task, Wait } from '../kernel/process.ts';
import { TimedOut } from '../kernel/timeout.ts';
import type { NodeId } from './actor.ts';

/** The messages of a call. A hang-up tells the server that the caller waits no more. */
export type Part = 'request' | 'reply' | 'hang-up';

/**
 * What a server throws to answer with a failure: it travels back and is thrown where the caller
 * waits. Anything else that a handler throws is a fault of the sim, and fails the run.
 *
 * It is not an Error: failures are what is simulated, and a stack trace for each would cost more than
 * the call.
 */
export class Refusal {
  /** In a word: `overloaded`, `NOT_LEADER_OR_FOLLOWER`. */
  readonly reason: string;
  /** What else the caller is told, as plain data: when to try again, who leads. */
  readonly detail: unknown;

  constructor(reason: string, detail?: unknown) {
    this.reason = reason;
    this.detail = detail;
  }

  toString(): string {
    return `refused: ${this.reason}`;
  }
}

/** The machine of the server refuses connections, because nothing listens there. */
export const unreachable = new Refusal('unreachable');

/** What comes back. */
export class Reply {
  /** The event in which the request was delivered that it answers. */
  readonly answers: number;
  readonly value: unknown;
  /** Undefined if the request succeeded. */
  readonly refusal: Refusal | undefined;

  constructor(answers: number, value: unknown, refusal?: Refusal) {
    this.answers = answers;
    this.value = value;
    this.refusal = refusal;
  }
}

/** The node that calls, as a call sees it. */
export interface Caller {
  readonly self: NodeId;
  sendPart(part: Part, to: NodeId, call: Call, message: unknown): void;
  /** The time for a call is up: writes that down. */
  timedOut(to: NodeId): void;
}

export interface CallOptions<Result> {
  /** How long to wait for the reply, by the clock of the caller; for ever by default. */
  readonly timeoutMs?: number;
  /** Whether the server is told when the caller stops waiting; not by default. */
  readonly hangsUp?: boolean;
  /** Makes the result of the value that came back. It may throw. */
  readonly decode?: (value: unknown) => Result;
}

const hangUp = { kind: 'hang-up' };

/** One request, from its sending to the first reply. */
export class Call<Result = unknown> extends Wait<Result> {
  readonly caller: Caller;
  readonly to: NodeId;
  readonly request: unknown;
  readonly options: CallOptions<Result>;
  /** Whether the server has heard that the caller waits no more: then a late copy is not handled. */
  isHungUp = false;
  /** What waits for the reply; undefined once there was one, or nothing waits any more. */
  #waiting: Task<unknown> | undefined = undefined;
  #timer: EventHandle = noEvent;

  /** The timeout is in true milliseconds here. */
  constructor(caller: Caller, to: NodeId, request: unknown, options: CallOptions<Result>) {
    super();
    this.caller = caller;
    this.to = to;
    this.request = request;
    this.options = options;
  }

  begin(task: Task<unknown>): boolean {
    this.#waiting = task;
    this.caller.sendPart('request', this.to, this as Call, this.request);
    const { timeoutMs = Infinity } = this.options;
    if (timeoutMs < Infinity) this.#timer = task.kernel.schedule(timeoutMs, timeIsUp, this as Call);
    return false;
  }

  override abandon(task: Task<unknown>): void {
    if (this.#waiting === undefined) return;
    this.#waiting = undefined;
    task.kernel.cancel(this.#timer);
    if (this.options.hangsUp) this.caller.sendPart('hang-up', this.to, this as Call, hangUp);
  }

  /** A reply has arrived: the caller goes on inside the arrival, if it still waits. */
  settle({ value, refusal }: Reply): void {
    const task = this.#waiting;
    if (task === undefined) return;
    this.#waiting = undefined;
    task.kernel.cancel(this.#timer);
    if (refusal !== undefined) task.resumeWithError(refusal);
    else if (this.options.decode === undefined) task.resume(value);
    else this.#decode(this.options.decode, value, task);
  }

  #decode(decode: (value: unknown) => Result, value: unknown, task: Task<unknown>): void {
    let result: Result;
    try {
      result = decode(value);
    } catch (error) {
      task.resumeWithError(error);
      return;
    }
    task.resume(result);
  }

  /** For the timer. It runs by the caller's machine: one that is paused notices later. */
  expire(): void {
    const task = this.#waiting;
    if (task === undefined) return;
    if (task.home?.paused) {
      task.home.postpone(task.kernel, timeIsUp, this as Call);
      return;
    }
    this.caller.timedOut(this.to);
    this.abandon(task);
    task.resumeWithError(new TimedOut(this.options.timeoutMs ?? Infinity));
  }
}

const timeIsUp = (call: Call): void => call.expire();
