/** A queue in this process: the twin of the one on Redis. */
import { setTimeout as passed } from 'node:timers/promises';
import {
  contradict,
  nameOf,
  originalOf,
  type QueuedWork,
  readWork,
  type Task,
  writeWork,
} from '../../lab/sweep/queued.ts';
import type { Alarm, Counts, Queue, QueueWorker, View } from './queue.ts';

interface Kept {
  /** As text, so that a worker gets what crosses a border. */
  readonly work: string;
  readonly version: string;
  readonly says: string;
  readonly waiting: Map<string, Task>;
  readonly running: Map<string, Counts>;
  /** Behind this place nothing is wanted. */
  end: number;
  readonly results: Map<string, { readonly machine: string; readonly text: string }>;
  readonly checked: Map<string, string>;
  readonly workers: Set<string>;
  readonly failures: Map<string, { count: number; why: string }>;
  readonly alarms: Alarm[];
}

const failuresMax = 3;
const lookEveryMs = 5;

export class MemoryQueue implements Queue {
  readonly #kept: Map<string, Kept>;
  readonly #version: string;

  /** The version is that of its workers. */
  constructor(version: string, kept = new Map<string, Kept>()) {
    this.#version = version;
    this.#kept = kept;
  }

  /** The same queue, as workers of another version see it. */
  forVersion(version: string): MemoryQueue {
    return new MemoryQueue(version, this.#kept);
  }

  async put(work: QueuedWork, tasks: readonly Task[]): Promise<boolean> {
    const known = this.#kept.get(work.id);
    const kept = known ?? {
      work: writeWork(work),
      version: work.version,
      says: work.says,
      waiting: new Map(),
      running: new Map(),
      end: Infinity,
      results: new Map(),
      checked: new Map(),
      workers: new Set(),
      failures: new Map(),
      alarms: [],
    };
    this.#kept.set(work.id, kept);
    for (const task of tasks) {
      const name = nameOf(task);
      const isDone = task.isCheck ? kept.checked.has(name) : kept.results.has(name);
      if (!isDone && !kept.running.has(name)) kept.waiting.set(name, task);
      kept.failures.delete(name);
    }
    return known === undefined;
  }

  async serve(worker: QueueWorker, signal: AbortSignal, untilEmpty: boolean): Promise<void> {
    const refused = new Set<string>();
    while (!signal.aborted) {
      for (const [id, kept] of this.#kept) {
        if (kept.version === this.#version || refused.has(id)) continue;
        refused.add(id);
        worker.refuse(kept);
      }
      const next = this.#take();
      if (next !== undefined) await this.#perform(worker, ...next);
      else if (untilEmpty && this.#isEmpty()) return;
      else await passed(lookEveryMs);
    }
  }

  #own(): [string, Kept][] {
    return [...this.#kept].filter(([, { version }]) => version === this.#version);
  }

  #isEmpty(): boolean {
    return this.#own().every(([, { waiting, running }]) => waiting.size + running.size === 0);
  }

  #take(): [string, Kept, Task] | undefined {
    for (const [id, kept] of this.#own()) {
      for (const [name, task] of kept.waiting) {
        kept.waiting.delete(name);
        kept.running.set(name, { runs: 0, failed: 0 });
        return [id, kept, task];
      }
    }
    return undefined;
  }

  async #perform(worker: QueueWorker, id: string, kept: Kept, task: Task): Promise<void> {
    const name = nameOf(task);
    kept.workers.add(worker.name);
    const unwanted = new AbortController();
    try {
      const text = await worker.perform(readWork(id, kept.work), task, {
        onProgress: (counts) => {
          kept.running.set(name, counts);
          if (task.from >= kept.end) unwanted.abort();
        },
        signal: unwanted.signal,
      });
      if (!unwanted.signal.aborted) this.#store(worker, kept, task, text);
    } catch (error) {
      const { count } = kept.failures.get(name) ?? { count: 0 };
      kept.failures.set(name, { count: count + 1, why: (error as Error).message });
      if (count + 1 < failuresMax) kept.waiting.set(name, task);
    } finally {
      kept.running.delete(name);
    }
  }

  #store(worker: QueueWorker, kept: Kept, task: Task, text: string): void {
    const name = nameOf(originalOf(task));
    const stored = kept.results.get(name);
    if (stored === undefined) kept.results.set(name, { machine: worker.name, text });
    else if (contradict(stored.text, text)) {
      const alarm: Alarm = { task: name, machines: [stored.machine, worker.name] };
      kept.alarms.push(alarm);
      worker.alarm(alarm);
    }
    if (task.isCheck) kept.checked.set(nameOf(task), '');
  }

  async look(id: string, seen: ReadonlySet<string>): Promise<View> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return nothing;
    const results = [
      ...[...kept.results].map(([name, { text }]) => ({ name, text })),
      ...[...kept.checked].map(([name, text]) => ({ name, text })),
    ];
    const givenUp = [...kept.failures].filter(([, { count }]) => count >= failuresMax);
    return {
      isKnown: true,
      results: results.filter(({ name }) => !seen.has(name)),
      running: new Map(kept.running),
      workers: [...kept.workers],
      givenUp: givenUp.map(([name, { why }]) => ({ name, why })),
      alarms: [...kept.alarms],
    };
  }

  async drop(id: string, from: number): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return;
    kept.end = from;
    for (const [name, task] of kept.waiting) {
      if (task.from >= from) kept.waiting.delete(name);
    }
    if (from === 0) this.#kept.delete(id);
  }
}

export const nothing: View = {
  isKnown: false,
  results: [],
  running: new Map(),
  workers: [],
  givenUp: [],
  alarms: [],
};
