/** An entry of a cache, with its place in the order of eviction. */
import type { Key, Row } from '../row.ts';

export interface Entry {
  readonly key: Key;
  /** Another for each entry that was ever put in: what memcached calls its cas unique. */
  readonly id: number;
  /** Undefined where the load failed, and that is what is remembered. */
  readonly row: Row | undefined;
  readonly filledAtMs: number;
  /** From then on it is stale (`softTtl`). */
  readonly freshUntilMs: number;
  /** From then on it is not served at all (`hardTtl`). */
  readonly keptUntilMs: number;
  /** How long its load took: the delta of XFetch. */
  readonly loadMs: number;
  /** Written to the cache only, and not yet to the database (write-behind). */
  dirty: boolean;

  // For the order of eviction.
  uses: number;
  older: Entry | undefined;
  newer: Entry | undefined;
}

/** How long a row may be served from a cache. */
export interface Life {
  readonly ttlMs: number;
  /** How much of the end of the TTL the entry counts as stale. */
  readonly graceMs: number;
  readonly loadMs: number;
}
