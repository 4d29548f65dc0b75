/**
 * A resource that a limited number of processes may hold at once: a server, a pool of connections,
 * a lock. Permits are granted in the order of asking (FIFO).
 */
import { Fifo } from './fifo.ts';
import type { Home } from './home.ts';
import { type Process, type Task, Wait } from './process.ts';

export class Resource {
  readonly capacity: number;
  #held = 0;
  /** The life that uses it: `undefined` inside stands for no machine in particular. */
  #user: { readonly home: Home | undefined } | undefined = undefined;
  readonly #line = new Fifo<Acquire>();

  /** Throws RangeError unless the capacity is a whole number of at least 1 (or Infinity). */
  constructor(capacity: number) {
    if (!(capacity >= 1) || (capacity < Infinity && !Number.isInteger(capacity))) {
      throw new RangeError(`a resource needs a capacity of at least 1, not ${capacity}`);
    }
    this.capacity = capacity;
  }

  /** Permits that are held now. */
  get held(): number {
    return this.#held;
  }

  /** Processes that wait for a permit now. */
  get waiting(): number {
    return this.#line.length;
  }

  /**
   * Waits for a permit. Cancel-safe: a process that is cancelled while it waits holds nothing and
   * leaves the line.
   */
  acquire(): Process<void> {
    return new Acquire(this);
  }

  /** Gives a permit back, to the process that has waited longest if there is one. */
  release(): void {
    if (this.#held === 0) throw new Error('release() of a resource that is not held');
    this.#held -= 1;
    this.#line.shift()?.grant();
  }

  /** Holds a permit while the process runs, however it ends. */
  *use<T>(process: Process<T>): Process<T> {
    yield* this.acquire();
    try {
      return yield* process;
    } finally {
      this.release();
    }
  }

  /**
   * For Acquire: a crash forgets who held a permit, so a resource that outlived the life that uses
   * it would miss permits for ever. Throws Error for a user from another life.
   */
  requireUser(home: Home | undefined): void {
    this.#user ??= { home };
    if (this.#user.home === home) return;
    throw new Error('a resource serves one life of one node: make it when the node starts');
  }

  /** For Acquire: takes a permit if one is free. */
  take(): boolean {
    if (this.#held === this.capacity) return false;
    this.#held += 1;
    return true;
  }

  /** For Acquire. */
  join(acquire: Acquire): void {
    this.#line.push(acquire);
  }

  /** For Acquire. */
  leave(acquire: Acquire): void {
    this.#line.remove(acquire);
  }
}

class Acquire extends Wait<void> {
  readonly #resource: Resource;
  #task: Task<unknown> | undefined = undefined;
  #granted = false;

  constructor(resource: Resource) {
    super();
    this.#resource = resource;
  }

  begin(task: Task<unknown>): boolean {
    this.#resource.requireUser(task.home);
    if (this.#resource.take()) return true;
    this.#task = task;
    this.#resource.join(this);
    return false;
  }

  grant(): void {
    this.#granted = this.#resource.take();
    this.#task?.wake(undefined);
  }

  override abandon(): void {
    if (this.#granted) this.#resource.release();
    else this.#resource.leave(this);
  }
}
