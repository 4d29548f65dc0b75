/**
 * Negative caching (RFC 2308): also caches the answer that there is no such row and, for a much
 * shorter time, that the database did not answer.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { isCallFailure } from '../../../src/world/server.ts';
import type { App } from '../app/app.ts';
import { loadAndFill } from '../patterns/cache-aside.ts';
import type { Key, Row } from '../row.ts';

export function* negativeCaching(app: App, key: Key): Process<Row> {
  const { row: cached } = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  try {
    return yield* loadAndFill(app, key);
  } catch (failure) {
    if (isCallFailure(failure)) yield* app.cache.setError(key);
    throw failure;
  }
}
