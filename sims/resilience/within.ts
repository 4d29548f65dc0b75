/**
 * Waits for a call, but no longer than so long: what `race` with a sleeping process does, with one
 * timer in place of a second process. Every call with a timeout passes through here.
 */
import { type EventHandle, noEvent } from '../../src/kernel/event-queue.ts';
import { type Process, Task, Wait, wakeAs } from '../../src/kernel/process.ts';

/** The process is cancelled, and `failure` thrown, when the time is up. */
export const within = <T>(durationMs: number, process: Process<T>, failure: unknown): Process<T> =>
  new Within(durationMs, process, failure);

class Within<T> extends Wait<T> {
  readonly #durationMs: number;
  readonly #process: Process<T>;
  readonly #failure: unknown;
  #child: Task<T> | undefined = undefined;
  #childEnded: () => void = nothing;
  #waiting: Task<unknown> | undefined = undefined;
  #timer: EventHandle = noEvent;

  constructor(durationMs: number, process: Process<T>, failure: unknown) {
    super();
    this.#durationMs = durationMs;
    this.#process = process;
    this.#failure = failure;
  }

  begin(waiting: Task<unknown>): boolean {
    const { kernel } = waiting;
    const child = new Task(kernel, this.#process);
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

  /** For the timer. */
  giveUp(): void {
    this.abandon();
    this.#waiting?.wakeWithError(this.#failure);
  }
}

const nothing = (): void => {};
const timeIsUp = (wait: Within<unknown>): void => wait.giveUp();
