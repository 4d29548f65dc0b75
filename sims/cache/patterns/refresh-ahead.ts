/**
 * Refresh-ahead of a shared cache: an entry that is read when it is old enough is loaded again behind
 * the reader's back, before it expires. A key that is read often enough never expires; one that is not is
 * refreshed in vain.
 *
 * Caffeine's `refreshAfterWrite` does it in the memory of one process, which sees every invalidation
 * and discards the value of a refresh that one has overtaken. The instances that share a cache do not
 * see them: so the cache compares. What a refresh brings takes the place of the entry that was read,
 * and of no other.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';
import type { Seen } from '../server/command.ts';
import { loadAndFill } from './cache-aside.ts';

export function* refreshAhead(app: App, key: Key): Process<Row> {
  const { row, entry } = yield* app.cache.get(key);
  if (row === undefined || entry === undefined) return yield* loadAndFill(app, key);
  if (entry.ageMs >= app.options.refreshAfterMs) refreshOnce(app, key, entry);
  return row;
}

/** Loads the row again in the background, unless this instance is already doing so. */
export function refreshOnce(app: App, key: Key, entry: Seen): void {
  if (app.inFlight.has(key)) return;
  app.routine({ kind: 'refreshes', key });
  app.inFlight.set(key, app.background(refresh(app, key, entry)));
}

function* refresh(app: App, key: Key, { id }: Seen): Process<Row> {
  const beganAtMs = app.now();
  try {
    const row = yield* app.database.read(key);
    yield* app.cache.setIfSame(key, row, app.now() - beganAtMs, id);
    return row;
  } finally {
    app.inFlight.delete(key);
  }
}
