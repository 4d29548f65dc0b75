/** The commands of the shared cache, and its answer to a look-up. */

import type { Key, Row } from '../row.ts';
import type { MissReason } from '../store/store.ts';
import type { LeaseToken } from './lease.ts';

export type Command =
  | { readonly kind: 'get'; readonly key: Key }
  | { readonly kind: 'get-or-lease'; readonly key: Key }
  /** The entry, if any; otherwise the cache loads it. */
  | { readonly kind: 'load'; readonly key: Key }
  /** `row` is undefined if the load failed. */
  | { readonly kind: 'set'; readonly key: Key; readonly row?: Row; readonly loadMs: number }
  | { readonly kind: 'set-if-newer'; readonly key: Key; readonly row: Row }
  | {
      readonly kind: 'set-if-same';
      readonly key: Key;
      readonly row: Row;
      readonly loadMs: number;
      /** The entry to replace. */
      readonly entry: number;
    }
  | {
      readonly kind: 'set-with-lease';
      readonly key: Key;
      readonly row: Row;
      readonly lease: LeaseToken;
    }
  /** `version`: the one that makes the entry stale; 0 if it is not written yet. */
  | { readonly kind: 'delete'; readonly key: Key; readonly version: number }
  | {
      readonly kind: 'lock';
      readonly key: Key;
      readonly owner: string;
      readonly ttlMs: number;
    }
  | { readonly kind: 'unlock'; readonly key: Key; readonly owner: string }
  | { readonly kind: 'version'; readonly key: Key }
  | { readonly kind: 'bump'; readonly key: Key; readonly version: number }
  /** For write-behind. */
  | { readonly kind: 'write'; readonly key: Key };

/** The answer to a look-up. */
export interface Found {
  /** Undefined if there is no entry, or the entry remembers a failed load. */
  readonly row?: Row | undefined;
  /** Undefined if there was no entry. */
  readonly entry?: Seen;
  /** Why there was no entry. */
  readonly missing?: MissReason | 'unreachable' | undefined;
  /** Permission to fill the key. */
  readonly lease?: LeaseToken | undefined;
}

/** An entry, as its readers see it. */
export interface Seen {
  readonly id: number;
  readonly ageMs: number;
  /** Negative once it is stale. */
  readonly freshForMs: number;
  /** How long its load took: the delta of XFetch. */
  readonly loadMs: number;
}
