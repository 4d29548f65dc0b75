/**
 * Virtual time: the clock moves from event to event, and nothing else moves it.
 *
 * Time is a number of virtual milliseconds. An event is an action with its argument, due at a time;
 * events of equal time run in the order in which they were scheduled. Every event remembers its
 * cause: what was going on when it was scheduled. The kernel knows no network, no node and no
 * algorithm.
 */
import { type Action, type EventHandle, EventQueue, type RunEvent } from './event-queue.ts';
import { RandomStreams } from './random.ts';

/** The cause of what nothing caused: the start of the run. */
export const noCause = -1;

/**
 * Sees every event just before it runs; `cause` is the number that was current when the event was
 * scheduled.
 */
export type StepObserver = (atMs: number, cause: number) => void;

/**
 * Why `runUntil` came back: the time was reached, nothing was left to do, or the event budget was
 * spent.
 */
export type StopReason = 'time' | 'idle' | 'budget';

/** Rarely enough to cost nothing, often enough for a person who waits. */
const onWayEvery = 1_024;

export class Kernel {
  readonly random: RandomStreams;
  readonly #queue = new EventQueue();
  #observe: StepObserver | undefined = undefined;
  #nowMs = 0;
  #steps = 0;
  #isCut = false;

  /**
   * Stored with every event that is scheduled, and set again when that event runs. The trace
   * may move it on.
   */
  cause = noCause;

  /** The loop that runs the kernel stops after this many steps: see `isSpent`. */
  stepsMax = Infinity;
  /** Called now and then while a person waits; what it throws ends the run. */
  onWay: (() => void) | undefined = undefined;

  constructor(seed: string) {
    this.random = new RandomStreams(seed);
  }

  /** Lets one observer see every event from now on. */
  observe(observer: StepObserver): void {
    if (this.#observe !== undefined) throw new Error('the kernel has an observer already');
    this.#observe = observer;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Events run so far. */
  get steps(): number {
    return this.#steps;
  }

  get isSpent(): boolean {
    return this.#steps >= this.stepsMax;
  }

  /** Whether an event has been cut short: see `takeStep`. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /**
   * Counts a step that another kernel takes within an event of this one, so that a run of many small
   * worlds has the same limits as one large world; false, with nothing counted, if they are reached:
   * the other kernel is cut short.
   */
  takeStep(): boolean {
    this.#isCut = this.isSpent;
    if (this.#isCut) return false;
    this.#steps += 1;
    if (this.#steps % onWayEvery === 0) this.onWay?.();
    return true;
  }

  /** Events still to come. */
  get pending(): number {
    return this.#queue.length;
  }

  /** When the next event is due; Infinity where there is none. */
  get nextTimeMs(): number {
    return this.#queue.peekTimeMs();
  }

  /**
   * Runs `action(argument)` after `delayMs` of virtual time. Throws RangeError unless the delay is
   * finite and >= 0.
   */
  schedule<Argument>(
    delayMs: number,
    action: Action<Argument>,
    argument: Argument,
    cause = this.cause,
  ): EventHandle {
    if (!(delayMs >= 0 && delayMs < Infinity)) {
      throw new RangeError(`an event can be scheduled only a finite time ahead, not ${delayMs} ms`);
    }
    return this.#queue.push(this.#nowMs + delayMs, cause, action, argument);
  }

  /**
   * Puts an event off to `delayMs` from now, as if it were cancelled and scheduled again. Returns
   * its new handle; `noEvent`, with nothing done, where that cannot be done: then cancel it and
   * schedule it anew.
   */
  putOff(handle: EventHandle, delayMs: number): EventHandle {
    return this.#queue.putOff(handle, this.#nowMs + delayMs, this.cause);
  }

  /** Answers whether the event was still to come. */
  cancel(handle: EventHandle): boolean {
    return this.#queue.cancel(handle);
  }

  /** The event that is to run with that very argument, and when. O(pending events). */
  find(argument: unknown): { readonly handle: EventHandle; readonly timeMs: number } | undefined {
    return this.#queue.find(argument);
  }

  readonly #run: RunEvent = (timeMs, cause, action, argument) => {
    if (timeMs < this.#nowMs) throw new Error('virtual time went back');
    this.#nowMs = timeMs;
    this.cause = cause;
    this.#steps += 1;
    if (this.#observe !== undefined) this.#observe(timeMs, cause);
    action(argument);
  };

  /** Runs the next event if it is due by `untilMs`; false where none is. */
  step(untilMs = Infinity): boolean {
    if (this.onWay !== undefined && this.#steps % onWayEvery === 0) this.onWay();
    return this.#queue.runNext(untilMs, this.#run);
  }

  /**
   * Runs every event that is due at or before `untilMs`, at most `stepsMax` of them, and leaves the
   * clock at `untilMs` unless the budget ran out first. An endless loop of events at one instant
   * ends by the budget.
   */
  runUntil(untilMs: number, stepsMax = Infinity): StopReason {
    const lastStep = this.#steps + stepsMax;
    while (this.#steps < lastStep && this.step(untilMs));
    this.cause = noCause;
    if (this.nextTimeMs <= untilMs) return 'budget';
    if (untilMs < Infinity) this.#nowMs = Math.max(this.#nowMs, untilMs);
    return this.pending === 0 ? 'idle' : 'time';
  }
}
