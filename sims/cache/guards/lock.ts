/**
 * A lock in the cache: the first reader that misses takes it and loads; the others wait a little
 * and look again. The lock expires because its holder may crash; it lasts as long as the longest
 * load because its holder may be slow; and only its owner releases it.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { App } from '../app/app.ts';
import type { Key, Row } from '../row.ts';

export function* withLock(app: App, key: Key): Process<Row> {
  const { row: cached } = yield* app.cache.get(key);
  if (cached !== undefined) return cached;
  for (;;) {
    const owner = app.newToken();
    if (yield* app.cache.lock(key, owner, lockTtlMs(app))) return yield* rebuild(app, key, owner);
    app.routine({ kind: 'waits', key });
    yield* app.node.sleep(app.options.retryMs);
    const { row: filled } = yield* app.cache.get(key, 'again');
    if (filled !== undefined) return filled;
  }
}

function* rebuild(app: App, key: Key, owner: string): Process<Row> {
  try {
    // Another reader may have filled the key between the miss and the lock.
    const { row: filled } = yield* app.cache.get(key, 'again');
    if (filled !== undefined) return filled;
    const row = yield* app.database.read(key);
    yield* app.cache.set(key, row);
    return row;
  } finally {
    app.background(app.cache.unlock(key, owner));
  }
}

function lockTtlMs({ options, rules }: App): number {
  return rules['lock-outlives-load'] ? options.loadMsMax : options.loadMsTypical;
}
