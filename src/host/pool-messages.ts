/** What a pool and its workers tell one another. */
import type { Range } from './pool-batches.ts';

/** What a worker tells, beside the place at which it is. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ToWorker extends Range {
  readonly job: unknown;
}

/** In memory that the pool and a worker share. */
export const shared = {
  /** The place at which the worker is, plus one; 0 before the first of a batch. */
  place: 0,
  /** How many places it has begun. */
  begun: 1,
  length: 2,
} as const;
