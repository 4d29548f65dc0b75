/**
 * Processes made of processes. Each starts its parts at once, in the order given, and leaves none
 * of them running: what is still under way when the whole ends, or is cancelled, is cancelled too.
 */
import { type Process, Task, Wait, wakeAs } from './process.ts';

/**
 * A wait for child processes. What a child throws while it is being cancelled fails the run: nobody
 * waits for it.
 */
abstract class Group<T> extends Wait<T> {
  readonly #processes: readonly Process<unknown>[];
  readonly #watchers = new Map<Task<unknown>, () => void>();
  #settled = false;

  constructor(processes: readonly Process<unknown>[]) {
    super();
    this.#processes = processes;
  }

  begin(waiting: Task<unknown>): boolean {
    for (const process of this.#processes) {
      const child = new Task(waiting.kernel, process, waiting.home);
      const watcher = () => this.childEnded(child, waiting);
      this.#watchers.set(child, watcher);
      child.watch(watcher);
    }
    for (const child of this.#watchers.keys()) {
      if (!this.#settled) child.start();
    }
    return false;
  }

  override abandon(): void {
    this.settle();
  }

  protected abstract childEnded(child: Task<unknown>, waiting: Task<unknown>): void;

  protected get children(): Task<unknown>[] {
    return [...this.#watchers.keys()];
  }

  /** Stops listening to the children and cancels those that still run. */
  protected settle(): void {
    this.#settled = true;
    for (const [child, watcher] of this.#watchers) {
      child.unwatch(watcher);
      child.cancel();
    }
  }
}

class Race<T> extends Group<T> {
  protected childEnded(child: Task<unknown>, waiting: Task<unknown>): void {
    this.settle();
    wakeAs(waiting, child);
  }
}

/**
 * The first process to end decides: its value is returned, or its error thrown. The others are
 * cancelled.
 */
export function race<T>(processes: readonly Process<T>[]): Process<T> {
  if (processes.length === 0) throw new RangeError('a race needs at least one process');
  return new Race<T>(processes);
}

class All<T> extends Group<T[]> {
  #unfinished: number;

  constructor(processes: readonly Process<T>[]) {
    super(processes);
    this.#unfinished = processes.length;
  }

  override begin(waiting: Task<unknown>): boolean {
    this.outcome = [];
    return this.#unfinished === 0 || super.begin(waiting);
  }

  protected childEnded(child: Task<unknown>, waiting: Task<unknown>): void {
    if (child.state !== 'done') {
      this.settle();
      wakeAs(waiting, child);
      return;
    }
    this.#unfinished -= 1;
    if (this.#unfinished === 0) waiting.wake(this.children.map(({ value }) => value));
  }
}

/**
 * Waits for every process and returns their values in order. The first error is thrown and cancels
 * the others.
 */
export const all = <T>(processes: readonly Process<T>[]): Process<T[]> => new All<T>(processes);
