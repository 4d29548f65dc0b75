/** A queue of tasks that many machines share, whatever keeps it. */
import type { QueuedWork, Task } from '../../lab/sweep/queued.ts';
import type { RedisAddress } from './redis-address.ts';

export interface Queue {
  /**
   * Adds the tasks that are neither there nor finished, and the work itself. Answers whether the work
   * was not there: of several that put it at once, one is told so.
   */
  put(work: QueuedWork, tasks: readonly Task[]): Promise<boolean>;
  /**
   * Performs tasks, one at a time, until the signal; the task at hand is finished first. With
   * `untilEmpty` it ends when no task waits or runs anywhere.
   */
  serve(worker: QueueWorker, signal: AbortSignal, untilEmpty: boolean): Promise<void>;
  /** What has become of work. Results whose names are in `seen` are left out. */
  look(id: string, seen: ReadonlySet<string>): Promise<View>;
  /** Takes away the tasks that begin at this place or later; from 0 on, everything about the work. */
  drop(id: string, from: number): Promise<void>;
}

export interface QueueWorker {
  /** Of the machine and process, for people. */
  readonly name: string;
  /** Gives the text of the result. Throws what keeps it from performing the task. */
  perform(work: QueuedWork, task: Task, on: TaskListener): Promise<string>;
  /** Is told of work of another version, which stays in the queue: once for each. */
  refuse(work: Pick<QueuedWork, 'says' | 'version'>): void;
  /** Is told when a result is not what another machine stored for the same task. */
  alarm(alarm: Alarm): void;
}

export interface TaskListener {
  readonly onProgress: (progress: Counts) => void;
  /** The task is not wanted any more. */
  readonly signal: AbortSignal;
}

export interface Counts {
  readonly runs: number;
  readonly failed: number;
}

/** Two machines have given different results for one task. */
export interface Alarm {
  readonly task: string;
  readonly machines: readonly [string, string];
}

export interface View {
  readonly isKnown: boolean;
  readonly results: readonly { readonly name: string; readonly text: string }[];
  /** What runs now: tasks by name, without those that have a result. */
  readonly running: ReadonlyMap<string, Counts>;
  /** Every worker that has taken a task of the work. */
  readonly workers: readonly string[];
  /** Tasks that failed again and again. */
  readonly givenUp: readonly { readonly name: string; readonly why: string }[];
  readonly alarms: readonly Alarm[];
}

export interface QueueOptions {
  /** Of the lab: its workers take only work of their own version. */
  readonly version: string;
  /** How long a queue that cannot be reached, or was lost, is waited for. */
  readonly waitMs: number;
  /** A task whose worker is silent for so long goes to another. */
  readonly leaseMs: number;
}

export interface OpenedQueue {
  readonly queue: Queue;
  close(): Promise<void>;
}

/** Throws InputError if the queue cannot be reached. */
export type OpenQueue = (address: RedisAddress, options: QueueOptions) => Promise<OpenedQueue>;
