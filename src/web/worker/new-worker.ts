/** A worker of the page, and how it is given a task. */
import type { Task } from './page-worker.ts';

export const newWorker = (): Worker =>
  new Worker(new URL('./page-worker.ts', import.meta.url), { type: 'module' });

export function give(worker: Worker, task: Task): void {
  worker.postMessage(task);
}
