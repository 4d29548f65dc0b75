/**
 * What a write does to the cache, apart from the patterns that write to it: nothing, an event, or a
 * new version in the key.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';

/** Write-around: only the TTL ends staleness. */
export function* writeAround(app: App, key: Key): Process<Row> {
  return yield* app.database.write(key);
}

/**
 * By event: every node that has the key cached hears of the write, some time later or not at all.
 */
export function* writeAndPublish(app: App, key: Key): Process<Row> {
  const row = yield* app.database.write(key);
  app.publish(row);
  return row;
}

/**
 * By version key: readers look the version up first, and then the entry whose key has that version
 * in it. A write makes the old entry unreachable, wherever it is cached.
 */
export function* writeAndBump(app: App, key: Key): Process<Row> {
  const row = yield* app.database.write(key);
  yield* app.cache.bump(key, row.version);
  return row;
}

export function* readByVersion(app: App, key: Key): Process<Row> {
  const version = yield* currentVersion(app, key);
  const versioned = `${key}@${version}`;
  const { row: cached } = yield* app.cache.get(versioned);
  if (cached !== undefined) return cached;
  const row = yield* app.database.read(key);
  yield* app.cache.set(versioned, row);
  return row;
}

function* currentVersion(app: App, key: Key): Process<number> {
  const remembered = app.versions.get(key);
  const isRemembered = remembered !== undefined && app.now() < remembered.untilMs;
  if (!app.rules['read-the-version-fresh'] && isRemembered) return remembered.version;
  const version = yield* app.cache.version(key);
  app.versions.set(key, { version, untilMs: app.now() + app.options.rememberVersionMs });
  return version;
}
