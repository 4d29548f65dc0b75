/**
 * An event loop as its callbacks see it: one thread that runs them one after the other, each to its end, and a pool of
 * workers for what takes long.
 */
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Queue } from '../../src/kernel/queue.ts';
import type { IoRules } from './rules.ts';

export interface Task {
  readonly arrivedMs: number;
  readonly isLong: boolean;
  readonly workMs: number;
}

export interface TaskLoopOptions {
  /** To hand a task to a worker and to get its result. */
  readonly handOverMs: number;
  readonly workers: number;
  /** Whether long tasks go to the workers. */
  readonly offloads: boolean;
}

export interface TaskSees {
  /** The loop begins with it. */
  begun(task: Task, waitMs: number): void;
  /** A long task runs on the loop, and so many others wait. */
  blocks(task: Task, waiting: number): void;
}

export class TaskLoop {
  readonly #queue = new Queue<Task>();
  readonly #pool = new Queue<Task>();
  readonly #rules: IoRules;
  readonly #options: TaskLoopOptions;
  readonly #nowMs: () => number;
  readonly #sees: TaskSees;
  finished = 0;

  constructor(rules: IoRules, options: TaskLoopOptions, nowMs: () => number, sees: TaskSees) {
    this.#rules = rules;
    this.#options = options;
    this.#nowMs = nowMs;
    this.#sees = sees;
  }

  add(task: Task): void {
    this.#queue.offer(task);
  }

  *run(): Process<void> {
    const { offloads, handOverMs } = this.#options;
    for (;;) {
      const task = yield* this.#queue.take();
      this.#sees.begun(task, this.#nowMs() - task.arrivedMs);
      if (task.isLong && offloads && this.#rules['offload-cpu']) {
        yield* sleep(handOverMs);
        this.#pool.offer(task);
        continue;
      }
      yield* sleep(task.workMs);
      this.finished += 1;
      if (task.isLong) this.#sees.blocks(task, this.#queue.length);
    }
  }

  *worker(): Process<void> {
    for (;;) {
      const task = yield* this.#pool.take();
      yield* sleep(task.workMs);
      this.finished += 1;
    }
  }
}
