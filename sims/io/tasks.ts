/**
 * An event loop as its callbacks see it: one thread that runs them one after the other, each to its end, and a pool of
 * workers for what takes long.
 */
import { pow } from '../../src/kernel/elementary.ts';
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
  /** The loop begins with it, and will be busy with it for so long. */
  begun(task: Task, waitMs: number, loopMs: number): void;
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
      const isOffloaded = task.isLong && offloads && this.#rules['offload-cpu'];
      const loopMs = isOffloaded ? handOverMs : task.workMs;
      this.#sees.begun(task, this.#nowMs() - task.arrivedMs, loopMs);
      yield* sleep(loopMs);
      if (isOffloaded) {
        this.#pool.offer(task);
        continue;
      }
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

/**
 * The wait that a task would have at any time, averaged: it jumps by the work of each task that comes, and goes down as
 * time goes by.
 */
export class Workload {
  readonly #startedMs: number;
  #area = 0;
  #lastMs: number;
  /** Just after the last task has come. */
  #workloadMs = 0;

  /** Nothing waits at the start. */
  constructor(startedMs: number) {
    this.#startedMs = startedMs;
    this.#lastMs = startedMs;
  }

  /** A task has waited for so long, and takes the loop so long; in the order of their arrival. */
  add({ arrivedMs }: Task, waitMs: number, loopMs: number): void {
    const left = Math.max(0, this.#workloadMs - (arrivedMs - this.#lastMs));
    this.#area += (pow(this.#workloadMs, 2) - pow(left, 2)) / 2;
    this.#lastMs = arrivedMs;
    this.#workloadMs = waitMs + loopMs;
  }

  /** From the start to the last task. */
  get meanMs(): number {
    return this.#area / (this.#lastMs - this.#startedMs);
  }
}
