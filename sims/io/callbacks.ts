/** Callbacks that read a counter, work, and write it, on one thread. */
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Queue } from '../../src/kernel/queue.ts';
import type { IoRules } from './rules.ts';

/** A callback that has read the counter, and what it read; or one that has not begun. */
interface Callback {
  read: number | undefined;
}

export class Callbacks {
  readonly #rules: IoRules;
  readonly #computeMs: number;
  readonly #nowMs: () => number;
  readonly #queue = new Queue<Callback>();
  readonly #overwrites: (read: number, value: number) => void;
  counter = 0;

  constructor(
    rules: IoRules,
    computeMs: number,
    nowMs: () => number,
    overwrites: (read: number, value: number) => void,
  ) {
    this.#overwrites = overwrites;
    this.#rules = rules;
    this.#computeMs = computeMs;
    this.#nowMs = nowMs;
  }

  /** Queues a callback that adds one. */
  add(): void {
    this.#queue.offer({ read: undefined });
  }

  /** Adds one in two callbacks, of which the second comes with an answer from elsewhere. */
  *addAcross(awaitMs: number): Process<void> {
    const read = this.counter;
    yield* sleep(awaitMs);
    this.#write(read);
  }

  /** The one thread. */
  *run(): Process<void> {
    for (;;) {
      const callback = yield* this.#queue.take();
      callback.read ??= this.counter;
      if (this.#rules['run-to-completion']) {
        yield* sleep(this.#computeMs);
        this.#write(callback.read);
      } else yield* this.#preempted(callback);
    }
  }

  /** A scheduler that takes the thread away after half of the work, if another callback is due. */
  *#preempted(callback: Callback): Process<void> {
    const startedMs = this.#nowMs();
    yield* sleep(this.#computeMs / 2);
    const next = this.#queue.poll();
    if (next !== undefined) {
      next.read ??= this.counter;
      this.#queue.offer(next);
    }
    yield* sleep(this.#computeMs - (this.#nowMs() - startedMs));
    this.#write(callback.read ?? 0);
  }

  #write(read: number): void {
    if (this.counter !== read) this.#overwrites(read, this.counter);
    this.counter = read + 1;
  }
}
