/** The end of a pool that is in the worker: what runs batches there, and says where it is. */
import { parentPort, workerData } from 'node:worker_threads';
import { type FromWorker, shared, type ToWorker } from './pool-messages.ts';

/** Runs one batch, and calls `atPlace` before each of its places. */
export type Batcher = (batch: ToWorker, atPlace: (place: number) => void) => Promise<unknown>;

/** Serves the pool that has started this worker, with what `start` makes of the pool's data. */
export async function serveBatches(start: (data: unknown) => Promise<Batcher>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this is not a worker');
  const { data, memory } = workerData as { data: unknown; memory: Int32Array };
  const tell = (message: FromWorker): void => port.postMessage(message);
  const atPlace = (place: number): void => {
    Atomics.store(memory, shared.place, place + 1);
    Atomics.add(memory, shared.begun, 1);
  };
  const perform = await start(data);
  port.on('message', (batch: ToWorker) => {
    perform(batch, atPlace).then(
      (result) => tell({ kind: 'done', result }),
      (error) => tell({ kind: 'failed', error }),
    );
  });
  tell({ kind: 'ready' });
}
