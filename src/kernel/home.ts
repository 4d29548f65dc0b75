/**
 * A home: where tasks live that stand still together and end together, such as those of one life of
 * a node.
 *
 * Children of a task live where it lives. When the home ends, its tasks are killed, not cancelled:
 * no `finally` block runs, because the machine that would run it is gone. While the home stands
 * still, a wake-up that is due waits for it to go on.
 */
import type { Kernel } from './kernel.ts';

/** What a home belongs to. */
export interface Host {
  /** Whether it stands still now. */
  readonly paused: boolean;
  /** Keeps what is to be done once it goes on, in the order of asking; forgets it if it crashes. */
  postpone(onResume: () => void): void;
}

/** What lives there: a task. */
export interface Resident {
  /** It runs no further from now on. */
  mark(): void;
  /** It gives up what it waits for. */
  bury(): void;
}

export class Home {
  readonly #host: Host;
  readonly #tasks = new Set<Resident>();
  #ended = false;

  constructor(host: Host) {
    this.#host = host;
  }

  get paused(): boolean {
    return this.#host.paused;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Runs the action by an event of the kernel, with the present cause, once the home goes on. */
  postpone<Argument>(kernel: Kernel, action: (argument: Argument) => void, argument: Argument) {
    const { cause } = kernel;
    this.#host.postpone(() => kernel.schedule(0, action, argument, cause));
  }

  /**
   * Kills every task. All of them are marked before the first gives up its wait, so that what one
   * gives back is granted to the living only.
   */
  end(): void {
    this.#ended = true;
    const killed = [...this.#tasks];
    this.#tasks.clear();
    for (const task of killed) task.mark();
    for (const task of killed) task.bury();
  }

  /** For Task. */
  admit(task: Resident): void {
    if (this.#ended) throw new Error('a task cannot start in a life that has ended');
    this.#tasks.add(task);
  }

  /** For Task. */
  leave(task: Resident): void {
    this.#tasks.delete(task);
  }
}
