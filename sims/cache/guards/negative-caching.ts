/**
 * Negative caching (RFC 2308): also the answer that there is no such row is cached, and, for a much
 * shorter time, the answer that the database did not answer.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app.ts';
import { DatabaseDown } from '../database.ts';
import { loadAndFill } from '../patterns/cache-aside.ts';
import type { Key, Row } from '../row.ts';

export function* negativeCaching(app: App, key: Key): Process<Row> {
  const cached = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  try {
    return yield* loadAndFill(app, key);
  } catch (error) {
    if (error instanceof DatabaseDown) yield* app.cache.setError(key);
    throw error;
  }
}
