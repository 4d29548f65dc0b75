/** The messages of limiters and of the services that they protect. */
import type { ListQuery } from './query.ts';
import type { KeptBucket } from './token-bucket.ts';

export interface LimitRequest {
  /** The key whose limit it counts against. */
  readonly key: string;
  /** Its origin, if other clients may share it. */
  readonly address?: string;
  readonly cost: number;
  /** Its query, if it is one. */
  readonly query?: readonly ListQuery[];
}

export type LimitReply =
  | { readonly status: 200 }
  | { readonly status: 429; readonly retryAfterS: number | null };

/** From a gateway to the store that several share. */
export type StoreRequest =
  | { readonly do: 'take' }
  | { readonly do: 'read' }
  | { readonly do: 'write'; readonly kept: KeptBucket };

/** A write of an item, to a partition of its table. */
export interface Write {
  readonly item: string;
  readonly partition: number;
}
