/**
 * Read-through: the application asks only the cache, and the cache asks the database. Who misses
 * while the cache is loading a row waits for that load: one load a key for the whole fleet.
 */
import { join, type Process } from '../../../src/kernel/process.ts';
import type { App } from '../app.ts';
import type { Key, Row } from '../row.ts';

export function* readThrough(app: App, key: Key): Process<Row> {
  const cached = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  return yield* join(app.cache.load(key));
}
