/** The messages of limiters and of what they protect. */
import type { ListQuery } from './query.ts';
import type { KeptBucket } from './token-bucket.ts';

export interface LimitRequest {
  /** Whose limit it counts against. */
  readonly key: string;
  /** Where it comes from, if others may come from there too. */
  readonly address?: string;
  readonly cost: number;
  /** What it asks for, if it is a query. */
  readonly query?: readonly ListQuery[];
}

export type LimitReply =
  | { readonly status: 200 }
  | { readonly status: 429; readonly retryAfterS: number | null };

/** Of a gateway to the store that several share. */
export type StoreRequest =
  | { readonly do: 'take' }
  | { readonly do: 'read' }
  | { readonly do: 'write'; readonly kept: KeptBucket };

/** Of an item, to a partition of its table. */
export interface Write {
  readonly item: string;
  readonly partition: number;
}
