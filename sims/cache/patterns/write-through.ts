/**
 * Write-through: a write goes to the database and to the cache before it is acknowledged. Two
 * writers may reach the cache in the other order than the database: the cache keeps the newer
 * version.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';

export function* writeThrough(app: App, key: Key): Process<Row> {
  const row = yield* app.database.write(key);
  if (app.rules['newest-version-wins']) yield* app.cache.setIfNewer(key, row);
  else yield* app.cache.set(key, row);
  return row;
}
