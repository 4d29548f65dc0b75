/**
 * A time limit for a process: what `race` with a sleeping process does, with one timer in place of a
 * second process.
 */
import { type EventHandle, noEvent } from './event-queue.ts';
import { type Process, Task, Wait, wakeAs } from './process.ts';

/** What `timeout` throws when the time is up. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  readonly timeoutMs: number;
  constructor(timeoutMs: number) {
    super(`timed out after ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/** Gives a process that long to end; then cancels it and throws TimedOut. */
export const timeout = <T>(timeoutMs: number, process: Process<T>): Process<T> =>
  within(timeoutMs, process, () => new TimedOut(timeoutMs));

/** Gives a process that long to end; then cancels it and throws what `failure` returns. */
export const within = <T>(
  durationMs: number,
  process: Process<T>,
  failure: () => unknown,
): Process<T> => new Within(durationMs, process, failure);

class Within<T> extends Wait<T> {
  readonly #durationMs: number;
  readonly #process: Process<T>;
  readonly #failure: () => unknown;
  #child: Task<T> | undefined = undefined;
  #childEnded: () => void = doNothing;
  #waiting: Task<unknown> | undefined = undefined;
  #timer: EventHandle = noEvent;

  constructor(durationMs: number, process: Process<T>, failure: () => unknown) {
    super();
    this.#durationMs = durationMs;
    this.#process = process;
    this.#failure = failure;
  }

  begin(waiting: Task<unknown>): boolean {
    const { kernel } = waiting;
    const child = new Task(kernel, this.#process, waiting.home);
    this.#waiting = waiting;
    this.#child = child;
    this.#childEnded = () => {
      kernel.cancel(this.#timer);
      wakeAs(waiting, child as Task<unknown>);
    };
    if (this.#durationMs < Infinity) {
      this.#timer = kernel.schedule(this.#durationMs, timeIsUp, this as Within<unknown>);
    }
    child.watch(this.#childEnded);
    child.start();
    return false;
  }

  override abandon(): void {
    this.#waiting?.kernel.cancel(this.#timer);
    this.#child?.unwatch(this.#childEnded);
    this.#child?.cancel();
  }

  /** For the timer. It runs by the caller's machine: one that is paused notices later. */
  expire(): void {
    const waiting = this.#waiting as Task<unknown>;
    if (waiting.ended || this.#child?.ended) return;
    if (waiting.home?.paused) {
      waiting.home.postpone(waiting.kernel, timeIsUp, this as Within<unknown>);
      return;
    }
    this.abandon();
    waiting.wakeWithError(this.#failure());
  }
}

const doNothing = (): void => {};
const timeIsUp = (wait: Within<unknown>): void => wait.expire();
