/**
 * Cache-aside: the application asks the cache and, on a miss, the database, and fills the cache
 * itself. After a write it deletes the entry.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';

export function* cacheAside(app: App, key: Key): Process<Row> {
  const { row: cached } = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  const row = yield* app.database.read(key);
  yield* app.cache.set(key, row);
  return row;
}

/** The work of a miss, also for readers that learn in another way that they must load. */
export function* loadAndFill(app: App, key: Key): Process<Row> {
  const beganAtMs = app.now();
  const row = yield* app.database.read(key);
  yield* app.cache.set(key, row, app.now() - beganAtMs);
  return row;
}

export function* writeAndDelete(app: App, key: Key): Process<Row> {
  if (!app.rules['commit-before-invalidate']) {
    yield* app.cache.delete(key);
    return yield* app.database.write(key);
  }
  const row = yield* app.database.write(key);
  if (app.rules['delete-not-set']) yield* app.cache.delete(key, row.version);
  else yield* app.cache.set(key, row);
  return row;
}
