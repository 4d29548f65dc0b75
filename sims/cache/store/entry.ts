/** An entry of a cache, with its position in the eviction order. */
import type { Key, Row } from '../row.ts';

export interface Entry {
  readonly key: Key;
  /** Unique for each entry ever put in: memcached's cas unique. */
  readonly id: number;
  /** Undefined if the entry remembers a failed load. */
  readonly row: Row | undefined;
  readonly filledAtMs: number;
  /** It is stale from then on (`softTtl`). */
  readonly freshUntilMs: number;
  /** It is not served from then on (`hardTtl`). */
  readonly keptUntilMs: number;
  /** How long its load took: the delta of XFetch. */
  readonly loadMs: number;
  /** Written to the cache only, and not yet to the database (write-behind). */
  dirty: boolean;

  // For the eviction order.
  uses: number;
  older: Entry | undefined;
  newer: Entry | undefined;
}

/** How long a row may be served from a cache. */
export interface Life {
  readonly ttlMs: number;
  /** How much of the end of the TTL counts as stale. */
  readonly graceMs: number;
  readonly loadMs: number;
}
