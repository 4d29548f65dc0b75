/**
 * A signal: processes wait for it, and firing it resumes all of them with the same value.
 * It remembers nothing: a process that starts to wait after the firing waits for the next one.
 */
import { type Process, type Task, Wait } from './process.ts';

export class Signal<Value = void> {
  #waiting = new Set<Task<unknown>>();

  /** Processes that wait for the signal now. */
  get waiting(): number {
    return this.#waiting.size;
  }

  wait(): Process<Value> {
    return new WaitForSignal<Value>(this.#waiting);
  }

  /**
   * Wakes every process that waits, in the order in which they came. Returns how many there were.
   */
  fire(value: Value): number {
    const woken = [...this.#waiting];
    this.#waiting.clear();
    for (const task of woken) task.wake(value);
    return woken.length;
  }
}

class WaitForSignal<Value> extends Wait<Value> {
  readonly #waiting: Set<Task<unknown>>;

  constructor(waiting: Set<Task<unknown>>) {
    super();
    this.#waiting = waiting;
  }

  begin(task: Task<unknown>): boolean {
    this.#waiting.add(task);
    return false;
  }

  override abandon(task: Task<unknown>): void {
    this.#waiting.delete(task);
  }
}
