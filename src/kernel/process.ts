/**
 * Processes: request-driven logic written as generators, run by the kernel's clock.
 *
 *     function* client(server: Resource): Process<string> {
 *       yield* sleep(10);
 *       yield* server.acquire();
 *       try {
 *         yield* sleep(3);
 *       } finally {
 *         server.release();
 *       }
 *       return 'served';
 *     }
 *
 * A process that need not wait goes on at once; one that had to wait is woken by an event of the
 * kernel, so that `release()` or `fire()` never runs another process's code. Cancelling a process
 * runs its `finally` blocks. Those of the process's own function may wait in their turn; those of a
 * function that it delegates to with `yield*` must not, since JavaScript forgets about the return
 * while they wait, and the caller would go on as if nothing had happened. A process that fails while
 * no process waits for it fails the run: no error is lost.
 */
import type { EventHandle } from './event-queue.ts';
import type { Home } from './home.ts';
import type { Kernel } from './kernel.ts';

/** What a process function returns: something to `yield*`, which ends with a T. */
export type Process<T> = Iterable<Wait<unknown>, T, unknown>;

/**
 * One thing that a process can wait for, and what `yield*` makes of it. Good for one `yield*` only.
 */
export abstract class Wait<T> implements Iterator<Wait<unknown>, T, unknown> {
  // Set by the constructor: initializers of fields would cost several times as much as a wait does.
  declare private yielded: boolean;

  /** What the process goes on with where `begin` returned true. */
  declare outcome: T | undefined;

  constructor() {
    this.yielded = false;
    this.outcome = undefined;
  }

  /**
   * Starts waiting. Returns true where there is nothing to wait for; else the task is woken later.
   */
  abstract begin(task: Task<unknown>): boolean;

  /**
   * Stops waiting since the task is cancelled: gives back what was asked for, even where it was
   * already granted.
   */
  abandon(_task: Task<unknown>): void {}

  [Symbol.iterator](): this {
    return this;
  }

  next(value?: unknown): IteratorResult<Wait<unknown>, T> {
    if (this.yielded) return { done: true, value: value as T };
    this.yielded = true;
    return { done: false, value: this };
  }

  throw(error: unknown): never {
    throw error;
  }

  return(value?: unknown): IteratorResult<Wait<unknown>, T> {
    return { done: true, value: value as T };
  }
}

/** What waiting for a process throws if that process was cancelled or killed. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

type TaskState = 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled' | 'killed';
type Resumption = 'next' | 'throw' | 'return';

/** A process that is running, or has run. */
export class Task<T> {
  readonly kernel: Kernel;
  /** Where it lives; undefined for a task that no crash ends. */
  readonly home: Home | undefined;
  readonly #iterator: Iterator<Wait<unknown>, T, unknown>;
  #state: TaskState = 'running';
  #outcome: unknown = undefined;
  // Nearly every process has one watcher or none: a list for each would cost more than the watching.
  #watcher: (() => void) | undefined = undefined;
  #moreWatchers: (() => void)[] | undefined = undefined;

  // While it waits: what for, and, once that is granted, the event that will wake it.
  #wait: Wait<unknown> | undefined = undefined;
  #wakeUp: EventHandle | undefined = undefined;
  #wakeWith: unknown = undefined;
  #wakeBy: Resumption = 'next';
  /** Whether its wake-up was due while its home stood still, and is to come later. */
  #isLate = false;

  // While it executes, it cannot be unwound; a cancellation waits until it waits.
  #executing = false;
  #cancelAtNextWait = false;

  constructor(kernel: Kernel, process: Process<T>, home?: Home) {
    this.kernel = kernel;
    this.home = home;
    this.#iterator = process[Symbol.iterator]();
    home?.admit(this as Task<unknown>);
  }

  get ended(): boolean {
    return this.#state !== 'running' && this.#state !== 'cancelling';
  }

  get state(): TaskState {
    return this.#state;
  }

  /** What the process returned. Throws what it threw, or Cancelled if it was cancelled or killed. */
  get value(): T {
    if (this.#state === 'done') return this.#outcome as T;
    if (this.#state === 'failed') throw this.#outcome;
    if (this.#state === 'cancelled') throw new Cancelled('the process was cancelled');
    if (this.#state === 'killed') throw new Cancelled('the machine of the process crashed');
    throw new Error('the process has not ended');
  }

  /** Runs the process up to its first wait. Without effect on one that was cancelled before. */
  start(): void {
    if (!this.ended) this.#advance('next', undefined);
  }

  /**
   * For waits that end inside an event of their own, such as the arrival of a message: goes on at
   * once. The event must have been running no other process.
   */
  resume(value: unknown): void {
    this.#advance('next', value);
  }

  /** As `resume`, by throwing the error where the process waits. */
  resumeWithError(error: unknown): void {
    this.#advance('throw', error);
  }

  /** For waits: lets the process go on with `value`, by an event after `delayMs`. */
  wake(value: unknown, delayMs = 0): void {
    this.#scheduleWakeUp('next', value, delayMs);
  }

  /** For waits: throws `error` where the process waits, by an event at the present instant. */
  wakeWithError(error: unknown): void {
    this.#scheduleWakeUp('throw', error, 0);
  }

  /**
   * Ends the process where it waits, running its `finally` blocks. Without effect on one that has
   * ended.
   */
  cancel(): void {
    if (this.#state !== 'running') return;
    if (this.#executing) {
      this.#cancelAtNextWait = true;
      return;
    }
    this.#state = 'cancelling';
    this.#isLate = false;
    if (this.#wakeUp !== undefined) this.kernel.cancel(this.#wakeUp);
    this.#wait?.abandon(this);
    this.#advance('return', undefined);
  }

  /** For Home: the process runs no further, not even its `finally` blocks. */
  mark(): void {
    this.#state = 'killed';
  }

  /** For Home, after all that live there are marked: gives up the wait and tells the watchers. */
  bury(): void {
    if (this.#wakeUp !== undefined) this.kernel.cancel(this.#wakeUp);
    this.#wait?.abandon(this);
    this.#wait = undefined;
    this.#tellWatchers();
  }

  /**
   * Calls `onEnd` when the process ends, at once where it already has. An error then counts as
   * taken care of.
   */
  watch(onEnd: () => void): void {
    if (this.ended) onEnd();
    else if (this.#watcher === undefined) this.#watcher = onEnd;
    else this.#moreWatchers = [...(this.#moreWatchers ?? []), onEnd];
  }

  unwatch(onEnd: () => void): void {
    this.#moreWatchers = this.#moreWatchers?.filter((watcher) => watcher !== onEnd);
    if (this.#watcher === onEnd) this.#watcher = this.#moreWatchers?.shift();
  }

  #scheduleWakeUp(by: Resumption, value: unknown, delayMs: number): void {
    if (this.ended) return;
    this.#wakeBy = by;
    this.#wakeWith = value;
    this.#wakeUp = this.kernel.schedule(delayMs, Task.#onWakeUp, this as Task<unknown>);
  }

  static #onWakeUp(task: Task<unknown>): void {
    if (task.home?.paused) {
      task.#isLate = true;
      task.home.postpone(task.kernel, Task.#onLateWakeUp, task);
      return;
    }
    task.#isLate = false;
    task.#advance(task.#wakeBy, task.#wakeWith);
  }

  /** Meanwhile the task may have been cancelled from elsewhere, or killed. */
  static #onLateWakeUp(task: Task<unknown>): void {
    if (task.#isLate && !task.ended) Task.#onWakeUp(task);
  }

  /** Runs the process until it has to wait, or ends. */
  #advance(by: Resumption, value: unknown): void {
    this.#wait = undefined;
    this.#wakeUp = undefined;
    this.#wakeWith = undefined;
    let step = this.#resume(by, value);
    while (step?.done === false) {
      // It crashed its own machine, and was killed on the way to this wait.
      if (this.#state === 'killed') return;
      if (this.#cancelAtNextWait && this.#state === 'running') {
        this.#state = 'cancelling';
        step = this.#resume('return', undefined);
        continue;
      }
      const wait = step.value;
      this.#wait = wait;
      if (!wait.begin(this)) return;
      step = this.#resume('next', wait.outcome);
    }
    if (step !== undefined && this.#state !== 'killed') {
      this.#end(this.#state === 'cancelling' ? 'cancelled' : 'done', step.value);
    }
  }

  /** One stretch of execution. Undefined where the process failed in it. */
  #resume(by: Resumption, value: unknown): IteratorResult<Wait<unknown>, T> | undefined {
    this.#executing = true;
    try {
      if (by === 'next') return this.#iterator.next(value);
      if (by === 'return') return this.#iterator.return?.(value as T) ?? finished;
      if (this.#iterator.throw === undefined) throw value;
      return this.#iterator.throw(value);
    } catch (error) {
      this.#end('failed', error);
      return undefined;
    } finally {
      this.#executing = false;
    }
  }

  #end(state: 'done' | 'failed' | 'cancelled', outcome: unknown): void {
    this.#state = state;
    this.#outcome = outcome;
    this.#wait = undefined;
    this.home?.leave(this as Task<unknown>);
    if (state === 'failed' && this.#watcher === undefined) throw outcome;
    this.#tellWatchers();
  }

  #tellWatchers(): void {
    const watcher = this.#watcher;
    const others = this.#moreWatchers;
    this.#watcher = undefined;
    this.#moreWatchers = undefined;
    watcher?.();
    if (others !== undefined) for (const other of others) other();
  }
}

const finished = { done: true, value: undefined } as IteratorReturnResult<never>;

const startTask = (task: Task<unknown>): void => {
  if (task.home?.paused) task.home.postpone(task.kernel, startTask, task);
  else task.start();
};

/** Starts a process on its own, by an event at the present instant. */
export function startProcess<T>(kernel: Kernel, process: Process<T>, home?: Home): Task<T> {
  const task = new Task(kernel, process, home);
  kernel.schedule(0, startTask, task as Task<unknown>);
  return task;
}

class Sleep extends Wait<void> {
  readonly #durationMs: number;
  constructor(durationMs: number) {
    super();
    this.#durationMs = durationMs;
  }
  begin(task: Task<unknown>): boolean {
    task.wake(undefined, this.#durationMs);
    return false;
  }
}

/** Waits for a span of virtual time. */
export const sleep = (durationMs: number): Process<void> => new Sleep(durationMs);

class Spawn<T> extends Wait<Task<T>> {
  readonly #process: Process<T>;
  constructor(process: Process<T>) {
    super();
    this.#process = process;
  }
  begin(task: Task<unknown>): boolean {
    this.outcome = startProcess(task.kernel, this.#process, task.home);
    return true;
  }
}

/**
 * Starts a process beside this one and goes on at once. It lives where this one lives, and lives on
 * when this one ends or is cancelled.
 */
export const spawn = <T>(process: Process<T>): Process<Task<T>> => new Spawn(process);

class Join<T> extends Wait<T> {
  readonly #joined: Task<T>;
  #wakeWaiting: (() => void) | undefined = undefined;
  constructor(joined: Task<T>) {
    super();
    this.#joined = joined;
  }
  begin(task: Task<unknown>): boolean {
    this.#wakeWaiting = () => wakeAs(task, this.#joined);
    this.#joined.watch(this.#wakeWaiting);
    return false;
  }
  override abandon(): void {
    if (this.#wakeWaiting !== undefined) this.#joined.unwatch(this.#wakeWaiting);
  }
}

/** Waits until a process ends: returns what it returned, throws what it threw, or Cancelled. */
export const join = <T>(task: Task<T>): Process<T> => new Join(task);

/** Lets `waiting` go on the way `ended` came to its end. */
export function wakeAs(waiting: Task<unknown>, ended: Task<unknown>): void {
  let value: unknown;
  try {
    value = ended.value;
  } catch (error) {
    waiting.wakeWithError(error);
    return;
  }
  waiting.wake(value);
}
