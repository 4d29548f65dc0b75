/** What a pool and its workers tell one another. */
import type { Range } from './pool-batches.ts';

/** What a worker tells, beside the place at which it is. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly why: string }
  /** It is about to end: something was thrown that nothing caught. */
  | { readonly kind: 'crashed'; readonly why: string };

export type ToWorker =
  | { readonly kind: 'start'; readonly data: unknown }
  /** Without a job it is one more batch of the same. */
  | ({ readonly kind: 'batch'; readonly job?: unknown } & Range);

/**
 * The place at which a worker is, on a pipe of its own, written at once: whatever becomes of the
 * worker, the pool knows its last place. The same place again says that the worker still runs.
 */
export const placePipe = 4;
export const bytesPerPlace = 4;
