/**
 * How long loaded entries may be served, depending on whether there is a row and whether the load
 * worked.
 */
import type { RandomStream } from '../../../src/kernel/random.ts';
import { isAbsent, type Row } from '../row.ts';
import type { CacheRules } from '../rules.ts';
import type { Life } from './entry.ts';

export interface LifeOptions {
  readonly ttlMs: number;
  /** Each TTL is drawn from `ttlMs` plus or minus this share of it. */
  readonly ttlJitter: number;
  /** For the answer that there is no such row (`negativeTtl`). */
  readonly negativeTtlMs: number;
  /** For the answer that the load failed. */
  readonly errorTtlMs: number;
  /** How long before its end an entry becomes stale and is renewed in the background. */
  readonly graceMs: number;
}

/** The longest that such a row can be served. */
export function longestLifeMs(row: Row, { ttlMs, ttlJitter, negativeTtlMs }: LifeOptions): number {
  return isAbsent(row) ? negativeTtlMs : ttlMs * (1 + ttlJitter);
}

/** The life of a row; undefined if it is not cached at all. */
export function lifeOf(
  row: Row | undefined,
  loadMs: number,
  options: LifeOptions,
  rules: CacheRules,
  random: RandomStream,
): Life | undefined {
  const { ttlMs, ttlJitter, negativeTtlMs, errorTtlMs, graceMs } = options;
  if (row === undefined) {
    return { ttlMs: rules['errors-expire-soon'] ? errorTtlMs : ttlMs, graceMs: 0, loadMs };
  }
  if (isAbsent(row)) {
    return rules['cache-absence'] ? { ttlMs: negativeTtlMs, graceMs: 0, loadMs } : undefined;
  }
  const spread = rules['jitter-ttl'] && ttlJitter > 0 ? ttlJitter * (2 * random() - 1) : 0;
  const hardTtlMs = ttlMs * (1 + spread);
  if (rules['grace-inside-the-limit']) return { ttlMs: hardTtlMs, graceMs, loadMs };
  return { ttlMs: hardTtlMs + graceMs, graceMs, loadMs };
}
