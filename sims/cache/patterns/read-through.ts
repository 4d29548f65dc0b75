/**
 * Read-through: the application asks only the cache, and the cache asks the database. A reader that
 * misses while the cache is loading the row waits for that load: one load per key for the whole
 * fleet. A load that a delete has overtaken is not put in: see `server/server.ts`.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';

export function readThrough(app: App, key: Key): Process<Row> {
  return app.cache.load(key);
}
