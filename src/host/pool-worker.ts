/** The end of a pool that is in the worker: what runs batches there, and says where it is. */
import { writeSync } from 'node:fs';
import type { Range } from './pool-batches.ts';
import { bytesPerPlace, type FromWorker, placePipe, type ToWorker } from './pool-messages.ts';

export interface Batch extends Range {
  readonly job: unknown;
}

export interface Progress {
  /** Is called before each place. */
  readonly atPlace: (place: number) => void;
  /** Is called now and then at a place that takes long: without it, the worker counts as hung. */
  readonly beat: () => void;
}

/** Runs one batch. */
export type Batcher = (batch: Batch, progress: Progress) => Promise<unknown>;

/** Serves the pool that has started this process, with what `start` makes of the pool's data. */
export async function serveBatches(start: (data: unknown) => Promise<Batcher>): Promise<void> {
  // A terminal signals every process on it: when a worker ends is for the pool to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.once('disconnect', () => process.exit());
  process.on('uncaughtException', (error) => {
    tell({ kind: 'crashed', why: firstLine(error) }, () => process.exit(1));
  });
  const progress = progressOnPipe();
  let perform: Batcher | undefined;
  let job: unknown;
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'batch' && 'job' in message) job = message.job;
    const answer =
      message.kind === 'start'
        ? start(message.data).then((batcher): FromWorker => {
            perform = batcher;
            return { kind: 'ready' };
          })
        : Promise.resolve(perform?.({ ...message, job }, progress)).then(
            (result): FromWorker => ({ kind: 'done', result }),
          );
    answer.then(tell, (error) => tell({ kind: 'failed', why: firstLine(error) }));
  });
}

const firstLine = (error: unknown): string => String(error).split('\n', 1)[0] ?? '';

function tell(message: FromWorker, onSent: () => void = () => {}): void {
  process.send?.(message, undefined, {}, onSent);
}

function progressOnPipe(): Progress {
  const bytes = Buffer.alloc(bytesPerPlace);
  const beat = (): void => {
    try {
      writeSync(placePipe, bytes);
    } catch {
      // The pool is gone: nothing waits for the result.
      process.exit();
    }
  };
  return {
    beat,
    atPlace(place) {
      bytes.writeUInt32LE(place);
      beat();
    },
  };
}
